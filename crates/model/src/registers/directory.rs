use crate::register::register;

register! {
    /// An outside company that might be invited.
    Candidates Company "directory", "招商库", "Directory",
    ("可邀请的外地企业", "outside companies that might be invited")
    (rank(16).told_apart_by_name().page("candidates").kept_by(&[Role::Chain])) {
        code: String, "代码", "Code" (key().example("EX-001"));
        name: String, "企业名称", "Name" (name().example("某外地镁业有限公司"));
        region: Option<String>, "所在地区", "Region" (example("外省某市"));
        status: Option<String>, "状态", "Status" (example("经营中"));
    }
}
