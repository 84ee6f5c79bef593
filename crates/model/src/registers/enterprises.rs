use crate::register::register;
use crate::{EnterpriseStatus, Form, Scale};
use chrono::NaiveDate;

register! {
    /// A legal entity of the zone.
    Enterprises Enterprise "enterprises", "企业", "Enterprises",
    ("园区内的法人单位", "a legal entity of the zone")
    (rank(3).told_apart_by_name().page("enterprises").belongs(&["uscc"])
        .kept_by(&[Role::Chain, Role::Statistics]).firms(Firms::Fields(&["uscc", "name", "name_en", "gbt4754", "status"]), &[FirmAction::Propose])) {
        uscc: String, "统一社会信用代码", "Unified social credit code" (key().form(Form::Uscc).hint("18 位，GB 32100", "18 characters, GB 32100").example("91000000MA0000007C"));
        name: String, "企业名称", "Name" (name().example("示例钛业有限公司"));
        name_en: Option<String>, "英文名称", "English name" (name_en().example("Example Titanium Co., Ltd."));
        gbt4754: Option<String>, "行业代码", "Industry code" (hint("GB/T 4754", "GB/T 4754").example("3239"));
        status: Option<EnterpriseStatus>, "状态", "Status" (example("active"));
        founded: Option<NaiveDate>, "成立日期", "Founded" (example("2010-05-01").past(&[]));
        scale: Option<Scale>, "规模", "Scale" (example("medium"));
        address: Option<String>, "地址", "Address";
        contact_name: Option<String>, "联系人", "Contact" (personal());
        contact_phone: Option<String>, "联系电话", "Phone" (personal());
    }
}
