use crate::register::register;
use crate::{DifficultyCategory, DifficultyOutcome};
use chrono::NaiveDate;

register! {
    /// What an enterprise asks to have solved.
    Service Difficulty "difficulties", "诉求", "Difficulties",
    ("企业请求解决的困难", "what an enterprise asks to have solved")
    (rank(14).belongs(&["enterprise"]).kept_by(&[Role::Service]).briefed()
        .firms(Firms::Own, &[FirmAction::Create, FirmAction::Confirm, FirmAction::Rate, FirmAction::Withdraw, FirmAction::Reopen])) {
        id: String, "编号", "ID" (key().example("SQ-2025-001"));
        enterprise: String, "企业", "Enterprise" (refers("enterprises").example("91000000MA0000007C"));
        raised: Option<NaiveDate>, "提出日期", "Raised" (example("2025-10-08").past(&[]));
        category: Option<DifficultyCategory>, "类别", "Category" (example("energy"));
        text: String, "内容", "Text" (title().example("还原工序峰段电价偏高"));
        owner: Option<String>, "责任部门", "Owner" (example("发展改革局"));
        first_response: Option<NaiveDate>, "首次答复", "First response" (example("2025-10-10").past(&[]).not_before("raised"));
        promised: Option<NaiveDate>, "承诺办结", "Promised by" (example("2025-12-31").not_before("raised"));
        solved: Option<NaiveDate>, "办结日期", "Closed" (past(&[]).not_before("raised"));
        outcome: Option<DifficultyOutcome>, "结果", "Outcome";
        rating: Option<f64>, "企业评价", "Rating" (hint("1 至 5", "1 to 5").min(1.0).max(5.0));
    }
}
