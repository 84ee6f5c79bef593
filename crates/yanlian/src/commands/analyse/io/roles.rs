//! What a row or column of an input-output table is, by its name.

use super::super::years;
use yanlian_intake::plain_name;

/// The part that a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Output of the sector.
    Output,
    /// Total of the row or column.
    Total,
    /// What sounds like a sum of some of the others.
    Subtotal,
    /// Deliveries to or from all sectors together.
    Intermediate,
    Exports,
    Imports,
    Inventories,
    /// Value added as a whole.
    ValueAdded,
    /// Any other name: a sector, or a use in final demand.
    Demand,
}

const OUTPUT: [&str; 26] = [
    "output",
    "outputs",
    "x",
    "output_bp",
    "p1",
    "total_output",
    "total_outputs",
    "gross_output",
    "total_gross_output",
    "output_at_basic_prices",
    "total_output_at_basic_prices",
    "industry_output",
    "total_industry_output",
    "total_outlays",
    "total_outlay",
    "gross_outlays",
    "total_input",
    "total_inputs",
    "production",
    "total_production",
    "gross_production",
    "产出",
    "总产出",
    "总投入",
    "投入合计",
    "产出合计",
];
const TOTAL: [&str; 12] = [
    "total",
    "totals",
    "sum",
    "total_use",
    "total_uses",
    "total_demand",
    "total_sales",
    "use_total",
    "合计",
    "总计",
    "总使用",
    "总需求",
];

const ADDED: [&str; 11] = [
    "value_added",
    "va",
    "gross_value_added",
    "total_value_added",
    "value_added_total",
    "gva",
    "gva_bp",
    "value_added_at_basic_prices",
    "增加值",
    "增加值合计",
    "最初投入合计",
];

/// What tells intermediate use as a whole from a sector that makes intermediate goods.
const AGGREGATES: [&str; 7] = ["total", "use", "demand", "consumption", "input", "sales", "deliveries"];

/// Words of a name that sounds like a sum of others; whether it is one, arithmetic says.
const SUM_WORDS: [&str; 6] = ["subtotal", "total", "合计", "小计", "总计", "总额"];

/// What final demand is called as a whole.
const FINAL: [&str; 14] = [
    "final_demand",
    "final_use",
    "final_uses",
    "final_consumption",
    "final_consumption_expenditure",
    "capital_formation",
    "gross_capital_formation",
    "最终使用",
    "最终需求",
    "最终产品",
    "最终消费",
    "最终消费支出",
    "资本形成",
    "资本形成总额",
];

/// Words of a name that is that of no use: a place, a share, a growth; in English each as a word.
const NO_USE: [&str; 7] = ["rank", "ranking", "share", "percent", "percentage", "growth", "yoy"];
const NO_USE_ZH: [&str; 10] = ["排名", "名次", "序号", "占比", "比重", "增速", "增长率", "增幅", "同比", "环比"];

/// Whether a column is called by what no use in final demand is: a year, a place, a share, a growth.
pub(super) fn is_no_use(name: &str) -> bool {
    let key = key(name);
    years::is_name(name)
        || name.contains(['%', '\u{ff05}'])
        || key.split('_').any(|part| NO_USE.contains(&part))
        || NO_USE_ZH.iter().any(|word| key.contains(word))
}

/// Whether a column says that it is part of another: 其中：消费.
pub(super) fn is_part(name: &str) -> bool {
    let key = key(name);
    key.starts_with("其中") || key.starts_with("of_which")
}

/// Whether a name, given as [`key`], is that of final demand as a whole, or of a part that offices divide further.
pub(super) fn is_final(key: &str) -> bool {
    FINAL.contains(&key)
}

/// A name, given as [`key`], without the words by which it sounds like a sum.
pub(super) fn without_sum_words(key: &str) -> String {
    let bare = SUM_WORDS.iter().fold(key.to_owned(), |name, word| name.replace(word, ""));
    bare.trim_matches('_').replace("__", "_")
}

/// A name as it is compared: in plain widths and lower case, with single underscores for whatever is not a letter or
/// digit, and nothing where only spaces set Chinese characters apart.
pub(super) fn key(name: &str) -> String {
    let plain = plain_name(name);
    let parts = plain.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("_").to_lowercase()
}

/// The role of a name given as [`key`].
pub(super) fn role(key: &str) -> Role {
    let has = |parts: &[&str]| parts.iter().any(|part| key.contains(part));
    let begins = |parts: &[&str]| parts.iter().any(|part| key.starts_with(part));
    if OUTPUT.contains(&key) {
        Role::Output
    } else if TOTAL.contains(&key) {
        Role::Total
    } else if key == "intermediate" || has(&["中间使用", "中间投入"]) || has(&["intermediate_"]) && has(&AGGREGATES)
    {
        Role::Intermediate
    } else if ADDED.contains(&key) {
        Role::ValueAdded
    } else if has(&SUM_WORDS) {
        Role::Subtotal
    } else if begins(&["export"]) || has(&["出口", "流出", "调出"]) {
        Role::Exports
    } else if begins(&["import"]) || has(&["进口", "流入", "调入"]) {
        Role::Imports
    } else if has(&["inventor", "change_in_stock", "stock_change", "changes_in_stock", "存货"]) {
        Role::Inventories
    } else {
        Role::Demand
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        let roles = [
            ("Total Output", Role::Output),
            ("output_bp", Role::Output),
            ("总产出", Role::Output),
            ("total_use", Role::Total),
            ("Intermediate total", Role::Intermediate),
            ("中间使用合计", Role::Intermediate),
            ("总 产\u{3000}出", Role::Output),
            ("intermediate goods", Role::Demand),
            ("total_final_demand", Role::Subtotal),
            ("最终使用合计", Role::Subtotal),
            ("Exports (fob)", Role::Exports),
            ("国内省外流出", Role::Exports),
            ("进口", Role::Imports),
            ("inventory_change", Role::Inventories),
            ("存货变动", Role::Inventories),
            ("household_consumption", Role::Demand),
            ("manufacturing", Role::Demand),
            ("Gross value added", Role::ValueAdded),
            ("增加值合计", Role::ValueAdded),
        ];
        for (name, expected) in roles {
            assert_eq!(role(&key(name)), expected, "{name}");
        }
    }
}
