//! What looks like a unit and is none that is known, and what stands in the place of one.

use super::quantity;

/// Whether what stands behind a unit may say how many of it: a word for that, or a number that is no year.
pub(crate) fn may_be_multiple(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_number = first.bytes().all(|c| c.is_ascii_digit() || b".,^*x\xc3\x97".contains(&c));
    let is_year = first.len() == 4 && (first.starts_with("19") || first.starts_with("20"));
    may_be_letters(first) || is_number && !is_year
}

/// Whether a word may be short for how many: `mn`, `bn`, and what nobody knows.
fn may_be_letters(word: &str) -> bool {
    const OTHERS: [&str; 12] = ["as", "at", "by", "for", "from", "in", "of", "on", "per", "to", "date", "page"];
    const LONGEST: usize = 4;
    let lower = word.to_lowercase();
    let is_short = lower.len() <= LONGEST && lower.bytes().all(|c| c.is_ascii_alphabetic());
    quantity::is_multiple(&lower) || is_short && !OTHERS.contains(&lower.as_str())
}

/// Whether a text is written as a unit is, of a currency or a measure that is not taken, or tells only how many.
pub(crate) fn looks_like_unit(text: &str) -> bool {
    const FOREIGN: [&str; 26] = [
        "美元", "美金", "欧元", "日元", "港元", "港币", "英镑", "卢布", "韩元", "外币", "斤", "担", "磅", "桶", "usd",
        "us$", "$", "eur", "€", "jpy", "hkd", "gbp", "dollars", "euros", "euro", "dollar",
    ];
    const OURS: [&str; 5] = ["rmb", "cny", "¥", "人民币", "yuan"];
    let lower = text.trim().to_lowercase();
    let rest = lower.trim_start_matches(['十', '百', '千', '万', '亿']).trim();
    let is_counted = rest.len() < lower.len() && rest.is_empty();
    let is_count = |word: &str| word.len() > 1 && quantity::is_multiple(word);
    let is_word = |word: &str| is_count(word) || FOREIGN.contains(&word) || OURS.contains(&word) || word == "of";
    // `RMB mnn`: beside the currency whatever may say how many does so.
    let beside_ours = OURS.iter().find_map(|name| lower.strip_prefix(name).or_else(|| lower.strip_suffix(name)));
    let is_amount = |rest: &str| rest.split_whitespace().all(may_be_letters);
    is_counted
        || FOREIGN.contains(&rest)
        || !lower.is_empty() && lower.split_whitespace().all(is_word)
        || beside_ours.is_some_and(|rest| !rest.trim().is_empty() && is_amount(rest))
}

/// Whether what stands in place of a unit is the name of an office.
pub(crate) fn is_office(name: &str) -> bool {
    const LONGEST: usize = 12;
    const WORDS: [&str; 10] = ["公司", "局", "委", "会", "厂", "院", "办", "部", "中心", "园"];
    const ENDS: [char; 12] = ['县', '区', '市', '镇', '乡', '村', '所', '处', '站', '校', '室', '团'];
    name.chars().count() > LONGEST || WORDS.iter().any(|word| name.contains(word)) || name.ends_with(ENDS)
}
