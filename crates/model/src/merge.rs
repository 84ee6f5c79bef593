//! When two names may mean the same thing.

/// The part of a name by which probable duplicates are found: without the legal form, the region in
/// brackets, spaces, punctuation and case.
///
/// ```
/// use yanlian_model::name_key;
/// assert_eq!(name_key("宏远新材料有限公司"), name_key("宏远新材料 股份有限公司"));
/// assert_eq!(name_key("Hongyuan Co., Ltd."), name_key("HONGYUAN"));
/// ```
pub fn name_key(name: &str) -> String {
    const FORMS: [&str; 10] = [
        "有限责任公司",
        "股份有限公司",
        "集团有限公司",
        "有限公司",
        "股份公司",
        "co., ltd.",
        "co.,ltd.",
        "co. ltd",
        "ltd.",
        "inc.",
    ];
    let mut name = name.trim().to_lowercase();
    for form in FORMS {
        if let Some(rest) = name.strip_suffix(form).filter(|rest| !rest.trim().is_empty()) {
            name = rest.to_owned();
            break;
        }
    }
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The name of a party outside the zone, where `party` is written `outside:NAME`.
pub fn party_outside(party: &str) -> Option<&str> {
    ["outside:", "外部:", "外部\u{ff1a}"].iter().find_map(|mark| party.strip_prefix(mark)).map(str::trim)
}
