use crate::register::register;
use crate::HazardGrade;
use chrono::NaiveDate;

register! {
    /// What was found wrong at a risk point.
    Zone Hazard "hazards", "隐患", "Hazards", ("检查发现的安全隐患及整改", "what was found wrong, and its rectification")
    (rank(15).belongs(&["enterprise"]).kept_by(&[Role::Safety]).firms(Firms::Own, &[FirmAction::Propose])) {
        id: String, "编号", "ID" (key().example("YH-2025-001"));
        enterprise: String, "企业", "Enterprise" (refers("enterprises").example("91000000MA0000007C"));
        place: Option<String>, "部位", "Place" (example("氯化车间"));
        grade: Option<HazardGrade>, "等级", "Grade" (example("general"));
        found: Option<NaiveDate>, "发现日期", "Found" (example("2025-11-03").past(&[]));
        deadline: Option<NaiveDate>, "整改期限", "Deadline" (example("2025-11-30").not_before("found"));
        closed: Option<NaiveDate>, "销号日期", "Closed" (past(&[]).not_before("found"));
        text: Option<String>, "问题描述", "Text" (title().example("有毒气体报警器未按期检定"));
    }
}
