use crate::register::register;
use crate::{Form, Period};

register! {
    /// What a project planned to spend and spent in a month.
    Projects ProjectPayment "project_payments", "项目投资进度", "Project payments",
    ("项目某月计划与实际完成的投资", "what a project planned to spend and spent in a month")
    (belongs(&["project"]).kept_by(&[Role::Projects, Role::Chain]).firms(Firms::OwnSince("signed"), &[]).bears(Bearing::None)) {
        project: String, "项目", "Project" (key().refers("projects").example("XM-2025-001"));
        month: Period, "月份", "Month" (key().form(Form::Month).hint("YYYY-MM", "YYYY-MM").example("2025-11").past(&["actual_cny"]));
        planned_cny: Option<f64>, "计划投资", "Planned" (money().example("8000000"));
        actual_cny: Option<f64>, "实际投资", "Actual" (money().example("7500000"));
    }
}
