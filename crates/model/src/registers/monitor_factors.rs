use crate::ReadingUnit;
use crate::register::register;

register! {
    /// What a monitor measures, and how.
    Zone MonitorFactor "monitor_factors", "设备监测因子", "Monitor factors",
    ("一台设备监测的因子及其单位、量程", "a factor that a monitor measures, its unit and range")
    (belongs(&["monitor"]).kept_by(&[Role::Ecology]).firms(Firms::Own, &[FirmAction::Propose]).bears(Bearing::Discharge)) {
        monitor: String, "设备", "Monitor" (key().refers("monitors").example("A0000000000000000000001A"));
        factor: String, "因子", "Factor" (key().refers("factors").example("w01018"));
        unit: Option<ReadingUnit>, "单位", "Unit" (hint("空白按因子的缺省单位", "blank means the factor's default unit").example("mg/L"));
        ten_minutes_due: Option<f64>, "每小时应有十分钟值", "Ten-minute values due" (hint("1 至 6 个；空白按规则", "1 to 6 an hour; blank means the rule's").min(1.0).max(6.0).example("6"));
        range_high: Option<f64>, "量程上限", "Range high" (of_reading().hint("用本行的单位", "in this row's unit").min(0.0).example("500"));
        detection_limit: Option<f64>, "检出限", "Detection limit" (of_reading().hint("用本行的单位", "in this row's unit").min(0.0).example("4"));
    }
}
