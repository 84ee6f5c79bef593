use crate::UnitRule;
use crate::register::register;

register! {
    /// How much of a factor an outlet or an enterprise may discharge in a year.
    Zone Permit "permits", "许可排放量", "Permits",
    ("排污许可证核定的年许可排放量", "how much of a factor a permit allows in a year")
    (belongs(&["enterprise", "outlet"]).kept_by(&[Role::Ecology]).firms(Firms::Own, &[FirmAction::Propose]).bears(Bearing::Discharge)) {
        id: String, "编号", "ID" (key().example("XK-2025-001"));
        enterprise: Option<String>, "企业", "Enterprise" (refers("enterprises").hint("按企业核定时填写：其各总排口之和", "where the permit is for the enterprise: the sum of its outlets").example("91000000MA0000007C"));
        outlet: Option<String>, "排放口", "Outlet" (refers("outlets").hint("按排放口核定时填写", "where the permit is for one outlet").example("DW001-A"));
        factor: String, "因子", "Factor" (refers("factors").example("w01018"));
        year: i32, "年份", "Year" (example("2025"));
        total_kg: Option<f64>, "许可量", "Allowed" (unit(UnitRule::Fixed("kg")).per_year().min(0.0).example("12000"));
    }
}
