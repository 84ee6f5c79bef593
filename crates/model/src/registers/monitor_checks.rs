use crate::register::register;
use chrono::NaiveDate;

register! {
    /// A check of a monitor against a standard solution or a laboratory.
    Zone MonitorCheck "monitor_checks", "设备校验", "Monitor checks",
    ("设备某因子的校准、比对或校验及结论", "a calibration, comparison or check of a monitor's factor, and its outcome")
    (belongs(&["monitor"]).kept_by(&[Role::Ecology]).firms(Firms::Own, &[FirmAction::Propose]).bears(Bearing::Discharge)) {
        monitor: String, "设备", "Monitor" (key().refers("monitors").example("A0000000000000000000001A"));
        factor: String, "因子", "Factor" (key().refers("factors").example("w01018"));
        day: NaiveDate, "日期", "Day" (key().example("2025-02-20"));
        passed: bool, "是否合格", "Passed" (example("yes"));
        kind: Option<String>, "方式", "Kind" (example("实际水样比对"));
        by: Option<String>, "校验人", "By";
    }
}
