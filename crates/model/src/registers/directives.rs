use crate::register::register;
use chrono::NaiveDate;

register! {
    /// What was asked to be done on a visit.
    Service Directive "directives", "指示", "Directives", ("调研中要求办理的事项", "what was asked to be done on a visit")
    (rank(12).kept_by(&[Role::Leader, Role::Service]).firms(Firms::Concerned, &[]).bears(Bearing::None)) {
        id: String, "编号", "ID" (key().example("ZS-2025-01"));
        visit: Option<String>, "调研", "Visit" (refers("visits").example("DY-2025-01"));
        text: String, "内容", "Text" (title().example("加快补上钛材加工环节"));
        owner: Option<String>, "责任部门", "Owner" (example("工业和信息化局"));
        due: Option<NaiveDate>, "办理期限", "Due" (example("2026-03-31"));
        done: Option<NaiveDate>, "办结日期", "Done" (past(&[]));
    }
}
