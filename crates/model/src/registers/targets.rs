use crate::register::register;
use crate::{Period, UnitRule};

register! {
    /// An indicator's planned value for a period, and what came of it.
    Zone Target "targets", "目标", "Targets",
    ("行动计划各期指标的目标与实际", "an indicator's planned path over the action plan, and the actual")
    (kept_by(&[Role::Chain, Role::Owner]).bears(Bearing::None)) {
        indicator: String, "指标", "Indicator" (key().refers("indicators").example("cod"));
        period: Period, "期间", "Period" (key().hint("年份，或 YYYY-MM 月份", "a year, or a month as YYYY-MM").example("2025").past(&["actual"]));
        target: Option<f64>, "目标值", "Target" (unit(UnitRule::IndicatorIn("indicator")).example("100000"));
        actual: Option<f64>, "实际值", "Actual" (unit(UnitRule::IndicatorIn("indicator")).example("96000"));
        owner: Option<String>, "责任部门", "Owner";
    }
}
