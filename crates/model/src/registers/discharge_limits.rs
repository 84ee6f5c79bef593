use crate::register::register;
use crate::{DischargeWay, LimitPeriod, ReadingUnit};
use chrono::NaiveDate;

register! {
    /// The limit that a standard sets on a factor.
    Zone DischargeLimit "discharge_limits", "排放限值", "Discharge limits",
    ("排放标准对某因子的限值及其有效期", "a standard's limit on a factor, and when it is in force")
    (kept_by(&[Role::Ecology]).firms(Firms::All, &[]).bears(Bearing::Discharge)) {
        standard: String, "排放标准", "Discharge standard" (key().refers("discharge_standards").example("gb25467-2010-2"));
        factor: String, "因子", "Factor" (key().refers("factors").example("w01018"));
        way: DischargeWay, "排放方式", "Way" (key().example("direct"));
        period: LimitPeriod, "时段", "Period" (key().hint("日均值或小时值", "daily mean or hourly value").example("daily"));
        from: NaiveDate, "自", "From" (key().hint("开始执行日期", "in force from").example("2012-01-01"));
        to: Option<NaiveDate>, "至", "To" (hint("最后执行日期；空白为现行", "last day in force; blank means still").not_before("from"));
        value: Option<f64>, "限值", "Limit" (of_reading().min(0.0).example("60"));
        low: Option<f64>, "限值下限", "Lower limit" (of_reading().hint("用于 pH", "for pH"));
        cold_value: Option<f64>, "低温限值", "Limit in cold water" (of_reading().hint("水温不高于规则所定温度时", "while the water is no warmer than the rule says").min(0.0));
        unit: ReadingUnit, "单位", "Unit" (example("mg/L"));
        edition: Option<String>, "版本", "Edition" (hint("含修改单", "with its amendments").example("2010"));
        verified: Option<bool>, "已核实", "Verified" (hint("已与标准原文核对", "checked against the text of the standard").example("no"));
    }
}
