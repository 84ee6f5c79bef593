use crate::register::register;
use crate::{LimitPeriod, ReadingUnit};
use chrono::NaiveDate;

register! {
    /// A limit that the permit sets on an outlet.
    Zone OutletLimit "outlet_limits", "许可限值", "Outlet limits",
    ("排污许可证对某排放口某因子的限值，严于标准时从之", "a permit's limit on an outlet; it applies where it is stricter than the standard")
    (belongs(&["outlet"]).kept_by(&[Role::Ecology]).firms(Firms::Own, &[FirmAction::Propose]).bears(Bearing::Discharge)) {
        outlet: String, "排放口", "Outlet" (key().refers("outlets").example("DW001-A"));
        factor: String, "因子", "Factor" (key().refers("factors").example("w01018"));
        from: NaiveDate, "自", "From" (key().example("2025-01-01"));
        to: Option<NaiveDate>, "至", "To" (hint("最后一日；空白为现行", "last day; blank means still").not_before("from"));
        value: Option<f64>, "限值", "Limit" (of_reading().min(0.0).example("50"));
        low: Option<f64>, "限值下限", "Lower limit" (of_reading().hint("用于 pH", "for pH"));
        unit: Option<ReadingUnit>, "单位", "Unit" (hint("空白按因子的缺省单位", "blank means the factor's default unit").example("mg/L"));
        period: Option<LimitPeriod>, "时段", "Period" (hint("日均值或小时值；空白：废气按小时值，废水按日均值", "daily mean or hourly value; blank: hourly for gas, daily for water").example("daily"));
    }
}
