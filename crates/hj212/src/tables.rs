//! Which words do the codes stand for? Factors, systems, commands and marks, as data.
//!
//! The tables are the files in `data/`, each with its sources at its head, read once.

use std::sync::LazyLock;

/// What a code is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// In Chinese, as the standard has it.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

/// A factor of waste water.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    /// The code since 2017, as in `w01018`.
    pub code: &'static str,
    /// The code of 2005, as in `011`.
    pub old_code: &'static str,
    /// What it is called.
    pub name: Name,
    /// The standard's default unit, `1` where it has none. Stations differ: the unit is set for
    /// each monitor and factor. The sum (`-Cou`) of flow is in m³.
    pub unit: &'static str,
}

static FACTORS: LazyLock<Vec<Factor>> = LazyLock::new(|| {
    let rows = rows(include_str!("../data/factors.csv"));
    rows.map(|[code, old_code, zh, en, unit]| Factor { code, old_code, name: Name { zh, en }, unit }).collect()
});

static SYSTEMS: LazyLock<Vec<(&str, Name)>> = LazyLock::new(|| named(include_str!("../data/systems.csv")));

static MARKS: LazyLock<Vec<(&str, Name)>> = LazyLock::new(|| named(include_str!("../data/marks.csv")));

/// The factors of waste water that the table has, by their codes.
pub fn factors() -> &'static [Factor] {
    &FACTORS
}

/// The factor of this code, old or new; none where the table does not have it.
pub fn factor(code: &str) -> Option<&'static Factor> {
    FACTORS.iter().find(|factor| factor.code == code || factor.old_code == code)
}

/// What the system of this code is called.
pub fn system(st: &str) -> Option<Name> {
    find(&SYSTEMS, st)
}

/// What a mark of quality is called, by its letter.
pub(crate) fn mark(letter: &str) -> Option<Name> {
    find(&MARKS, letter)
}

/// How many marks there are.
#[cfg(test)]
pub(crate) fn marks() -> usize {
    MARKS.len()
}

/// The rows of the commands: CN, since when, the answers down and up, what it is called in Chinese and English.
pub(crate) fn commands() -> impl Iterator<Item = [&'static str; 6]> {
    rows(include_str!("../data/commands.csv"))
}

fn find(table: &[(&str, Name)], code: &str) -> Option<Name> {
    table.iter().find(|(other, _)| *other == code).map(|(_, name)| *name)
}

fn named(csv: &'static str) -> Vec<(&'static str, Name)> {
    rows(csv).map(|[code, zh, en]| (code, Name { zh, en })).collect()
}

/// The rows behind the header. The files need no quotes.
fn rows<const N: usize>(csv: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let lines = csv.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| {
        let mut cells = line.split(',');
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole_and_every_code_stands_once() {
        for csv in [
            include_str!("../data/factors.csv"),
            include_str!("../data/systems.csv"),
            include_str!("../data/marks.csv"),
            include_str!("../data/commands.csv"),
        ] {
            let lines: Vec<&str> = csv.lines().filter(|line| !line.starts_with('#')).collect();
            let columns = lines[0].split(',').count();
            let mut codes: Vec<&str> = lines[1..].iter().map(|line| line.split(',').next().unwrap()).collect();
            assert!(lines.iter().all(|line| line.split(',').count() == columns), "{}", lines[0]);
            assert!(lines[1..].iter().all(|line| line.split(',').rev().take(2).all(|name| !name.is_empty())));
            codes.dedup();
            assert_eq!(codes.len(), lines.len() - 1, "{}", lines[0]);
        }
    }

    #[test]
    fn factors_are_found_by_either_code() {
        assert_eq!(factor("w01018"), factor("011"));
        assert_eq!(factor("B01").unwrap().unit, "L/s");
        assert_eq!(factor("w20111").unwrap().unit, "µg/L");
        assert_eq!(factor("w23002"), None);
    }
}
