use crate::RuleKind;
use crate::register::register;
use chrono::NaiveDate;

register! {
    /// A figure by which discharge is judged or taxed, or what was measured is kept.
    Zone DischargeRule "discharge_rules", "排放判定规则", "Discharge rules",
    ("数据有效性、判定、计税与保存期所用的参数及其有效期", "a parameter of validity, judgement, tax or retention, and when it is in force")
    (kept_by(&[Role::Ecology]).firms(Firms::All, &[]).bears(Bearing::Discharge)) {
        rule: RuleKind, "规则", "Rule" (key().example("gas_day_hours"));
        from: NaiveDate, "自", "From" (key().hint("开始执行日期", "in force from").example("2018-01-01"));
        to: Option<NaiveDate>, "至", "To" (hint("最后执行日期；空白为现行", "last day in force; blank means still").not_before("from"));
        value: f64, "数值", "Value" (example("20"));
        verified: Option<bool>, "已核实", "Verified" (hint("已与标准原文核对", "checked against the text of the standard").example("yes"));
    }
}
