use crate::register::register;
use crate::{ProjectStage, UnitRule};
use chrono::NaiveDate;

register! {
    /// An investment from lead to production.
    Projects Project "projects", "项目", "Projects",
    ("从线索到投产的投资项目", "an investment from lead to production")
    (rank(7).page("projects").belongs(&["enterprise"])
        .kept_by(&[Role::Projects, Role::Chain]).firms(Firms::OwnSince("signed"), &[]).briefed()) {
        id: String, "编号", "ID" (key().example("XM-2025-001"));
        name: String, "项目名称", "Name" (name().example("年产 5000 吨钛锭项目"));
        investor: Option<String>, "投资方", "Investor";
        enterprise: Option<String>, "落地企业", "Enterprise" (refers("enterprises").hint("注册后填写", "once founded"));
        process: Option<String>, "工艺", "Process" (refers("processes").example("ti-sponge-kroll"));
        capacity: Option<f64>, "设计产能", "Capacity" (unit(UnitRule::MainProductOfProcess("process")).per_year().min(0.0).example("5000"));
        stage: ProjectStage, "阶段", "Stage" (example("signed"));
        stage_since: Option<NaiveDate>, "进入本阶段日期", "Stage since" (example("2025-09-01").past(&[]));
        investment_cny: Option<f64>, "总投资", "Investment" (money().example("320000000"));
        invested_cny: Option<f64>, "已完成投资", "Invested" (money().example("40000000"));
        public_support_cny: Option<f64>, "公共支持资金", "Public support" (money());
        land_mu: Option<f64>, "用地", "Land" (unit(UnitRule::Fixed("mu")).min(0.0).example("60"));
        jobs: Option<f64>, "用工", "Jobs" (unit(UnitRule::Fixed("person")).min(0.0).example("120"));
        tax_cny: Option<f64>, "预计年税收", "Tax a year" (money().per_year().example("9000000"));
        earliest_year: Option<i32>, "最早投产年份", "Earliest year" (example("2027"));
        needs: Vec<String>, "前置项目", "Needs" (refers("projects").hint("须先或同时建设的项目", "projects that must come first or with it"));
        excludes: Vec<String>, "互斥项目", "Excludes" (refers("projects"));
        owner: Option<String>, "责任部门", "Owner" (example("投资促进局"));
    }
}
