use crate::register::register;
use crate::UnitRule;

register! {
    /// A yearly figure of an enterprise.
    Enterprises Annual "annuals", "年度数据", "Annual figures",
    ("企业某年某项指标", "an indicator of an enterprise for a year")
    (belongs(&["enterprise"]).kept_by(&[Role::Statistics, Role::Chain]).firms(Firms::Own, &[FirmAction::Propose])) {
        enterprise: String, "企业", "Enterprise" (key().refers("enterprises").example("91000000MA0000007C"));
        year: i32, "年份", "Year" (key().example("2025").past(&["value"]));
        indicator: String, "指标", "Indicator" (key().refers("indicators").example("cod"));
        value: Option<f64>, "数值", "Value" (confidential().unit(UnitRule::IndicatorIn("indicator")).example("1200"));
    }
}
