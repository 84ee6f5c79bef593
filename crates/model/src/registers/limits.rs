use crate::register::register;
use crate::UnitRule;

register! {
    /// A cap of the zone on a resource or an emission.
    Zone Limit "limits", "承载上限", "Limits", ("园区某年某项资源或排放的上限", "a cap of the zone on a resource or emission for a year")
    (kept_by(&[Role::Chain]).briefed()) {
        resource: String, "资源或排放", "Resource" (key().refers("indicators").example("cod"));
        year: i32, "年份", "Year" (key().example("2025"));
        cap: Option<f64>, "上限", "Cap" (unit(UnitRule::IndicatorIn("resource")).min(0.0).example("120000"));
        used: Option<f64>, "已用", "Used" (hint("空白则由装置推算，只作下界", "blank: derived from the plants, as a lower bound").unit(UnitRule::IndicatorIn("resource")).min(0.0));
    }
}
