use crate::register::register;
use crate::{Form, Hj212Dialect};
use chrono::NaiveDate;

register! {
    /// A data logger that sends an outlet's readings.
    Zone Monitor "monitors", "在线监测设备", "Monitors",
    ("上传排放口读数的数采仪", "a data logger that sends an outlet's readings")
    (belongs(&["outlet"]).kept_by(&[Role::Ecology]).firms(Firms::Own, &[FirmAction::Propose]).bears(Bearing::Discharge)) {
        mn: String, "设备唯一标识", "MN" (key().hint("MN，24 位", "MN, 24 characters").example("A0000000000000000000001A"));
        outlet: String, "排放口", "Outlet" (refers("outlets").example("DW001-A"));
        password: Option<String>, "访问密码", "Password" (secret().hint("PW，6 位；只用于核对来包", "PW, 6 characters; only to check packets"));
        st: Option<String>, "系统编码", "System code" (hint("ST，废水为 32", "ST, 32 for wastewater").example("32"));
        dialect: Option<Hj212Dialect>, "协议版本", "Dialect" (example("2017"));
        sm4_key: Option<String>, "SM4 密钥", "SM4 key" (secret().form(Form::Key).hint("32 位十六进制；只用于加密上传的设备（试验性）", "32 hexadecimal digits; only for monitors that encrypt (experimental)"));
        allowed_addresses: Vec<String>, "允许的来源地址", "Allowed addresses" (form(Form::Addresses).hint("地址或网段，分号隔开；空白不限", "addresses or ranges, semicolons between; blank means any").example("10.1.2.3;10.1.4.0/24"));
        installed: Option<NaiveDate>, "联网日期", "Installed" (hint("自该日起应传数据", "readings are due from this day").example("2024-01-01"));
    }
}
