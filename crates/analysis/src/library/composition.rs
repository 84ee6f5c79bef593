//! What elements are in a tonne of a product or an emission?
//!
//! A formula gives the share of each of its elements, `n·M(element) / M(formula)`, and says that there are no
//! others. A range gives the least and the most of one element and leaves the others open, as for ores and fuels.
//! What is in neither table may hold anything.
//!
//! Source: formulas of the substances by name; standard atomic weights of IUPAC 2021, abridged; ranges from what is
//! usual in the trade, wide on purpose. Limits: a traded product is never as pure as its formula, so that sums
//! are compared with the tolerance of the mass balance.

use super::formula::elements;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use yanlian_model::registers::Product;

/// Products and indicators that are, nearly enough, one substance: item, formula.
static FORMULAS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| include_str!("formulas.csv").lines().skip(1).filter_map(|line| line.split_once(',')).collect());

/// Elements of what is a mixture, least and most t in a tonne: item, element, low, high.
static RANGES: LazyLock<HashMap<&str, Shares>> = LazyLock::new(|| {
    let mut ranges: HashMap<&str, Shares> = HashMap::new();
    for line in include_str!("ranges.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if let [item, element, low, high] = cells[..]
            && let (Ok(low), Ok(high)) = (low.parse(), high.parse())
        {
            ranges.entry(item).or_default().insert(element.to_owned(), (low, high));
        }
    }
    ranges
});

/// Least and most t of each element in a tonne.
type Shares = BTreeMap<String, (f64, f64)>;

/// Least and most t of each element in a tonne of something.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Composition {
    shares: Shares,
    /// Whether there is nothing but what is named.
    whole: bool,
}

impl Composition {
    /// What an item is made of; `None` where that is not known.
    pub(super) fn of(item: &str) -> Option<Composition> {
        let Some(formula) = FORMULAS.get(item) else {
            return RANGES.get(item).map(|shares| Composition { shares: shares.clone(), whole: false });
        };
        let masses = elements(formula)?;
        let whole: f64 = masses.values().sum();
        let shares = masses.into_iter().map(|(element, mass)| (element, (mass / whole, mass / whole)));
        Some(Composition { shares: shares.collect(), whole: true })
    }

    /// What a product is made of by the one of its names that is a formula, such as `CaF2`: at least 60 % of it is
    /// that substance, as ores and technical goods go, and the rest may be anything.
    pub(super) fn named_by(product: &Product) -> Option<Composition> {
        let masses = product.aliases.iter().find_map(|alias| compound(alias))?;
        let whole: f64 = masses.values().sum();
        let shares = masses.into_iter().map(|(element, mass)| (element, (0.6 * mass / whole, mass / whole)));
        Some(Composition { shares: shares.collect(), whole: false })
    }

    /// Every element that is named.
    pub(super) fn elements(&self) -> impl Iterator<Item = &str> {
        self.shares.keys().map(String::as_str)
    }

    /// Least and most t of an element in a tonne.
    pub(super) fn share(&self, element: &str) -> (f64, f64) {
        let named: f64 = self.shares.values().map(|(low, _)| low).sum();
        let others = if self.whole { 0.0 } else { 1.0 - named };
        self.shares.get(element).copied().unwrap_or((0.0, others))
    }
}

/// Elements that make a compound of metals; without one of them a mark names an alloy, such as `Ti6Al4V`.
const NON_METALS: [&str; 11] = ["H", "B", "C", "N", "O", "F", "P", "S", "Cl", "Br", "I"];

/// The mass of each element in a compound; `None` for a mark that only looks like one, such as `FeSi75` or `SOP`.
fn compound(alias: &str) -> Option<BTreeMap<String, f64>> {
    let digits = alias.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let counts: Vec<u32> = digits.map(|run| run.parse().unwrap_or(u32::MAX)).collect();
    let few = !counts.is_empty() && counts.iter().all(|count| *count <= 11);
    let is_bound = |masses: &BTreeMap<String, f64>| NON_METALS.iter().any(|element| masses.contains_key(*element));
    elements(alias).filter(|masses| few && masses.len() > 1 && is_bound(masses))
}

/// The formula of an item that is one substance.
pub(super) fn formula(item: &str) -> Option<&'static str> {
    FORMULAS.get(item).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_formula_is_read_and_every_item_stands_once() {
        for (item, formula) in FORMULAS.iter() {
            assert!(elements(formula).is_some(), "{item}: {formula}");
            assert!(!RANGES.contains_key(item), "{item} has a formula and a range");
        }
        let lines = |table: &str| table.lines().count() - 1;
        assert_eq!(FORMULAS.len(), lines(include_str!("formulas.csv")));
        assert_eq!(RANGES.values().map(BTreeMap::len).sum::<usize>(), lines(include_str!("ranges.csv")));
    }

    #[test]
    fn an_alias_that_is_a_formula_is_told_from_a_mark() {
        for (alias, is) in
            [("CaF2", true), ("CaSO4.2H2O", true), ("FeB20", false), ("VN12", false), ("SOP", false), ("PVC", false)]
                .into_iter()
                .chain(["Ti6Al4V", "AlMg3", "AlSi9Cu3", "W6Mo5Cr4V2", "ZnAl4", "CuSn6"].map(|alloy| (alloy, false)))
        {
            assert_eq!(compound(alias).is_some(), is, "{alias}");
        }
    }

    #[test]
    fn a_mixture_leaves_the_rest_open() {
        let coke = Composition::of("coke").unwrap();
        assert_eq!(coke.share("C"), (0.75, 0.98));
        assert_eq!(coke.share("Fe"), (0.0, 0.25));
        let chlorine = Composition::of("chlorine").unwrap();
        assert_eq!((chlorine.share("Cl"), chlorine.share("C")), ((1.0, 1.0), (0.0, 0.0)));
    }
}
