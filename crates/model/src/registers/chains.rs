use crate::register::register;

register! {
    /// A named set of processes shown together.
    Chain Chain "chains", "产业链", "Chains", ("一并展示的一组工艺，有链长与链主", "a named set of processes, with its chief and lead enterprise")
    (rank(4).page("chains").kept_by(&[Role::Chain]).firms(Firms::All, &[])) {
        id: String, "编号", "ID" (key().example("zirconium-titanium"));
        name_zh: String, "中文名称", "Chinese name" (name().example("锆钛产业链"));
        name_en: Option<String>, "英文名称", "English name" (name_en().example("Zirconium–titanium"));
        chief: Option<String>, "链长", "Chief" (hint("负责该链的领导或职务", "who answers for the chain"));
        lead_enterprise: Option<String>, "链主企业", "Lead enterprise" (refers("enterprises"));
    }
}
