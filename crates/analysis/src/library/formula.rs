//! Chemical formulas and reactions, as sources write them: `2 FeSO4.7H2O + 1/2 O2 -> Fe2O3 + …`.
//!
//! Mass of a formula `M = Σ n(e)·A(e)`, g/mol; a reaction is closed where `Σ ν·n(e)` is the same on both sides for
//! each element e. Source: standard atomic weights of IUPAC 2021, abridged to five digits. Limits: no charges, no
//! groups named by a letter; what cannot be read is no reaction, and nothing is said of it.

use std::collections::BTreeMap;

/// Elements with their atomic weights, g/mol.
const WEIGHTS: &[(&str, f64)] = &[
    ("H", 1.008),
    ("Li", 6.94),
    ("B", 10.81),
    ("C", 12.011),
    ("N", 14.007),
    ("O", 15.999),
    ("F", 18.998),
    ("Na", 22.990),
    ("Mg", 24.305),
    ("Al", 26.982),
    ("Si", 28.085),
    ("P", 30.974),
    ("S", 32.06),
    ("Cl", 35.45),
    ("Ar", 39.95),
    ("K", 39.098),
    ("Ca", 40.078),
    ("Ti", 47.867),
    ("V", 50.942),
    ("Cr", 51.996),
    ("Mn", 54.938),
    ("Fe", 55.845),
    ("Co", 58.933),
    ("Ni", 58.693),
    ("Cu", 63.546),
    ("Zn", 65.38),
    ("Se", 78.971),
    ("Y", 88.906),
    ("Zr", 91.224),
    ("Mo", 95.95),
    ("Ag", 107.87),
    ("Sn", 118.71),
    ("Ba", 137.33),
    ("Hf", 178.49),
    ("W", 183.84),
    ("Pb", 207.2),
];

/// Atoms of each element that may be open in a reaction whose coefficients are rounded.
const OPEN: f64 = 0.02;

/// Atoms of each element in a formula; `None` where it is not one.
fn atoms(formula: &str) -> Option<BTreeMap<&str, f64>> {
    let mut whole = BTreeMap::new();
    for part in hydrates(formula) {
        let letters = part.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let times = if letters == 0 { 1.0 } else { part[..letters].parse().ok()? };
        let (groups, rest) = group(&part[letters..])?;
        if !rest.is_empty() || groups.is_empty() {
            return None;
        }
        for (element, count) in groups {
            *whole.entry(element).or_default() += times * count;
        }
    }
    Some(whole)
}

/// The parts of `FeSO4.7H2O` or `CaO.MgO`; the point of a number, as in `Ni0.8Co0.2`, parts nothing.
fn hydrates(formula: &str) -> Vec<&str> {
    let begins = |rest: &str| {
        rest.starts_with(|c: char| c.is_ascii_uppercase())
            || rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.') == "H2O"
    };
    let mut parts = Vec::new();
    let mut rest = formula;
    while let Some((at, _)) = rest.match_indices('.').find(|(at, _)| begins(&rest[at + 1..])) {
        parts.push(&rest[..at]);
        rest = &rest[at + 1..];
    }
    parts.push(rest);
    parts
}

/// Elements up to the end or a closing bracket, with what follows it.
fn group(mut text: &str) -> Option<(BTreeMap<&str, f64>, &str)> {
    let mut found: BTreeMap<&str, f64> = BTreeMap::new();
    while let Some(first) = text.chars().next() {
        let inner = match first {
            ')' => break,
            '(' => {
                let (inner, rest) = group(&text[1..])?;
                text = rest.strip_prefix(')')?;
                inner
            }
            _ => {
                let symbol = [2, 1].into_iter().filter_map(|length| text.get(..length));
                let (element, _) = symbol.filter_map(weight).next()?;
                text = &text[element.len()..];
                BTreeMap::from([(element, 1.0)])
            }
        };
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let times = if digits == 0 { 1.0 } else { text[..digits].parse().ok()? };
        text = &text[digits..];
        for (element, count) in inner {
            *found.entry(element).or_default() += times * count;
        }
    }
    Some((found, text))
}

fn weight(symbol: &str) -> Option<(&'static str, f64)> {
    WEIGHTS.iter().find(|(own, _)| *own == symbol).copied()
}

/// Mass of each element in a mole of a formula, g.
pub(super) fn elements(formula: &str) -> Option<BTreeMap<String, f64>> {
    let masses =
        atoms(formula)?.into_iter().map(|(element, count)| Some((element.to_owned(), count * weight(element)?.1)));
    masses.collect()
}

/// Mass of a mole of a formula, g.
pub(super) fn molar_mass(formula: &str) -> Option<f64> {
    elements(formula).map(|masses| masses.values().sum())
}

/// A reaction: formulas with their coefficients, what goes in below zero.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reaction {
    terms: Vec<(f64, String)>,
}

impl Reaction {
    /// Every reaction that a source names, parted by semicolons.
    pub(super) fn all_in(source: &str) -> Vec<Reaction> {
        plain(source).split(';').filter_map(Reaction::read).collect()
    }

    fn read(text: &str) -> Option<Reaction> {
        let (left, right) = text.split_once("->")?;
        let right = right.split(',').next()?;
        let left = left.rsplit(": ").next()?;
        let side = |side: &str, sign: f64| -> Option<Vec<(f64, String)>> {
            side.split(" + ")
                .map(|term| read_term(term.trim()).map(|(times, formula)| (sign * times, formula)))
                .collect()
        };
        let last = right.split(" + ").count();
        let cut: Vec<&str> =
            right.split(" + ").enumerate().map(|(i, t)| if i + 1 == last { upto_words(t) } else { t }).collect();
        let terms = [side(left, -1.0)?, side(&cut.join(" + "), 1.0)?].concat();
        Some(Reaction { terms })
    }

    /// An element that is not the same on both sides.
    pub(super) fn open_element(&self) -> Option<String> {
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for (times, formula) in &self.terms {
            for (element, count) in atoms(formula)? {
                *sums.entry(element).or_default() += times * count;
            }
        }
        sums.into_iter().find(|(_, sum)| sum.abs() > OPEN).map(|(element, _)| element.to_owned())
    }

    /// Moles of a substance, whichever side it stands on; `None` where it is not in the reaction, or twice.
    pub(super) fn moles(&self, formula: &str) -> Option<f64> {
        let wanted = atoms(formula)?;
        let mut same = self.terms.iter().filter(|(_, own)| atoms(own).as_ref() == Some(&wanted));
        let (times, _) = same.next()?;
        same.next().is_none().then_some(times.abs())
    }

    /// Whether a substance is in the reaction.
    pub(super) fn holds(&self, formula: &str) -> bool {
        let wanted = atoms(formula);
        self.terms.iter().any(|(_, own)| atoms(own) == wanted)
    }
}

/// Whether a source has a reaction in it.
pub(super) fn names_reaction(source: &str) -> bool {
    plain(source).contains("->")
}

/// `8 MnO₂ → …` as `8 MnO2 -> …`.
fn plain(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    for c in source.chars() {
        match c {
            '₀'..='₉' => text.extend(char::from_digit(c as u32 - '₀' as u32, 10)),
            '→' | '⟶' => text.push_str("->"),
            '·' => text.push('.'),
            c => text.push(c),
        }
    }
    text
}

/// The last term without the words that follow it: `CaCO3 at 92 %`.
fn upto_words(term: &str) -> &str {
    let term = term.trim_start();
    let words = term.match_indices(' ').find(|(at, _)| !term[at + 1..].starts_with(|c: char| c.is_ascii_uppercase()));
    words.map_or(term, |(at, _)| &term[..at])
}

/// `2 NaOH`, `1/2 O2` or `CO2`.
fn read_term(term: &str) -> Option<(f64, String)> {
    let (times, formula) = match term.split_once(' ') {
        None => (1.0, term),
        Some((number, formula)) => (fraction(number)?, formula),
    };
    atoms(formula)?;
    Some((times, formula.to_owned()))
}

fn fraction(text: &str) -> Option<f64> {
    match text.split_once('/') {
        None => text.parse().ok(),
        Some((above, below)) => Some(above.parse::<f64>().ok()? / below.parse::<f64>().ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_weighed() {
        for (formula, mass) in [
            ("FeSO4.7H2O", 278.01),
            ("(NH4)10H2W12O42.4H2O", 3132.5),
            ("CaO.MgO", 96.38),
            ("4MgCO3.Mg(OH)2.4H2O", 467.64),
            ("Ni0.8Co0.15Al0.05(OH)2.05", 92.01),
        ] {
            let found = molar_mass(formula).unwrap();
            assert!((found - mass).abs() < 0.1, "{formula}: {found}");
        }
        assert_eq!(molar_mass("loss"), None);
        assert_eq!(molar_mass("R"), None);
    }

    #[test]
    fn reactions_are_read_and_judged() {
        let [one] = Reaction::all_in("computed: 2 FeS + 7/2 O2 -> Fe2O3 + 2 SO2 at 92 %").try_into().unwrap();
        assert_eq!(one.open_element(), None);
        assert_eq!((one.moles("SO2"), one.moles("O2"), one.moles("S")), (Some(2.0), Some(3.5), None));
        let two = Reaction::all_in("CaCO3 -> CaO + CO2; NH3 + HCl -> NH4Cl2, as the source has it");
        assert_eq!(two[1].open_element().as_deref(), Some("Cl"));
        let [printed] = Reaction::all_in("8 MnO₂ + 2 Li₂CO₃ → 4 LiMn₂O₄ + 2 CO₂ + O₂").try_into().unwrap();
        assert_eq!((printed.open_element(), printed.moles("MnO2")), (None, Some(8.0)));
        assert!(Reaction::all_in("Cu -> Cu2+ + 2 e-; R-H + Cl2 -> R-Cl + HCl").is_empty());
    }
}
