use crate::register::register;
use chrono::NaiveDate;

register! {
    /// What an office promised, to whom, by when.
    Service Promise "promises", "承诺", "Promises",
    ("哪个部门向谁承诺了什么、何时兑现", "what an office promised, to whom, by when")
    (rank(13).belongs(&["enterprise"]).kept_by(&[Role::Service, Role::Projects]).firms(Firms::Own, &[FirmAction::Confirm]).briefed().bears(Bearing::None)) {
        id: String, "编号", "ID" (key().example("CN-2025-001"));
        office: Option<String>, "承诺部门", "Office" (example("管委会"));
        enterprise: Option<String>, "企业", "Enterprise" (refers("enterprises").example("91000000MA0000007C"));
        text: String, "承诺内容", "Text" (title().example("年底前接通二期天然气"));
        made: Option<NaiveDate>, "承诺日期", "Made" (example("2025-06-01").past(&[]));
        due: Option<NaiveDate>, "兑现期限", "Due" (example("2025-12-31").not_before("made"));
        kept: Option<NaiveDate>, "兑现日期", "Kept" (past(&[]).not_before("made"));
        evidence: Option<String>, "佐证", "Evidence";
    }
}
