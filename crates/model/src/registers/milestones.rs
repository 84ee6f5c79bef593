use crate::UnitRule;
use crate::register::register;
use chrono::NaiveDate;

register! {
    /// A step of a project with its planned, forecast and actual date.
    Projects Milestone "milestones", "节点", "Milestones",
    ("项目节点的计划、预计与实际日期", "a project's step with planned, forecast and actual date")
    (belongs(&["project"]).kept_by(&[Role::Projects, Role::Chain]).firms(Firms::OwnSince("signed"), &[FirmAction::Propose]).bears(Bearing::None)) {
        project: String, "项目", "Project" (key().refers("projects").example("XM-2025-001"));
        name: String, "节点名称", "Name" (key().name().example("土地摘牌"));
        weight: Option<f64>, "权重", "Weight" (unit(UnitRule::Fixed("%")).min(0.0).max(100.0).example("20"));
        planned: Option<NaiveDate>, "计划日期", "Planned" (example("2025-12-31"));
        forecast: Option<NaiveDate>, "预计日期", "Forecast" (example("2026-02-28"));
        actual: Option<NaiveDate>, "实际日期", "Actual" (past(&[]));
        evidence: Option<String>, "佐证", "Evidence" (hint("文件名或文号", "document name or number"));
    }
}
