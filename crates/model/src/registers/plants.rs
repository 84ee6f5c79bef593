use crate::register::register;
use crate::UnitRule;
use chrono::NaiveDate;

register! {
    /// An enterprise's installed process.
    Enterprises Plant "plants", "装置", "Plants",
    ("企业已建成的一套工艺及其产能", "an enterprise's installed process and its capacity")
    (rank(6).belongs(&["enterprise"]).kept_by(&[Role::Chain, Role::Statistics]).firms(Firms::Own, &[FirmAction::Propose]).briefed()) {
        id: String, "编号", "ID" (key().example("P-001"));
        enterprise: String, "企业", "Enterprise" (refers("enterprises").example("91000000MA0000007C"));
        process: String, "工艺", "Process" (refers("processes").example("ti-sponge-kroll"));
        capacity: Option<f64>, "产能", "Capacity" (hint("主产品单位/年；空白即未知", "main product a year; blank means unknown").unit(UnitRule::MainProductOfProcess("process")).per_year().min(0.0).example("10000"));
        started: Option<NaiveDate>, "投产日期", "Started" (example("2018-06-30").past(&[]));
        name: Option<String>, "装置名称", "Plant name" (name().example("还原蒸馏一车间"));
        features: Option<String>, "工艺特点", "Features" (hint("路线、装备、与同行的不同", "route, equipment, what differs from others"));
    }
}
