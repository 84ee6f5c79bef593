//! Does a row rest on what it says that it rests on?
//!
//! - Flows and treatments name basis, verified and source; what is an estimate is not verified, what is not an
//!   estimate is.
//! - A source of a verified row names a document: something with a number, a page or an address. One that speaks of
//!   memory, of an estimate of its own or of the closing of a balance verifies nothing.
//! - A second figure has its source, and that is another document than the first.
//! - No figure holds for a day that is still to come.
//!
//! Only rows that pass are counted as verified, or as told twice, by `standing`. Source: the rules of the library.
//! Limits: whether a document says what is claimed cannot be seen here.

use crate::Zone;
use chrono::NaiveDate;
use yanlian_model::registers::Flow;
use yanlian_model::{Basis, Finding, Message, Place, Provenance, Record, Ref, Severity};

/// Words of a source that cannot verify anything.
const NO_SOURCE: [&str; 10] = [
    "unverified",
    "from memory",
    "by memory",
    "own estimate",
    "mass closure",
    "guess",
    "凭记忆",
    "未核实",
    "估计值",
    "估算值",
];

/// So many characters of two sources that begin alike make them one document.
const SAME_HEAD: usize = 40;

/// The least that names a document, in characters.
const SHORTEST: usize = 6;

pub(super) fn check(zone: &Zone, today: NaiveDate, findings: &mut Vec<Finding>) {
    let registers = &zone.registers;
    let mut say = |of: Ref, id: Option<&'static str>| {
        findings.extend(id.map(|id| Finding::new(Severity::Fault, Place::Record(of), Message::new(id))));
    };
    for flow in &registers.flows {
        let ids = [standing_fault(flow.basis, flow.verified, &flow.provenance), second_fault(flow)];
        ids.into_iter().for_each(|id| say(Ref::of(flow), id));
    }
    for treatment in &registers.treatments {
        say(Ref::of(treatment), standing_fault(treatment.basis, treatment.verified, &treatment.provenance));
    }
    let mut dated = |rows: &mut dyn Iterator<Item = (Ref, Option<NaiveDate>)>| {
        for (of, _) in rows.filter(|(_, date)| date.is_some_and(|date| date > today)) {
            say(of, Some("library-date-to-come"));
        }
    };
    fn held<R: Record>(row: &R, provenance: &Provenance) -> (Ref, Option<NaiveDate>) {
        (Ref::of(row), provenance.as_of)
    }
    dated(&mut registers.flows.iter().map(|row| held(row, &row.provenance)));
    dated(&mut registers.treatments.iter().map(|row| held(row, &row.provenance)));
    dated(&mut registers.processes.iter().map(|row| held(row, &row.provenance)));
    dated(&mut registers.products.iter().map(|row| held(row, &row.provenance)));
    dated(&mut registers.markets.iter().map(|row| held(row, &row.provenance)));
    let prices = registers.prices.iter();
    dated(
        &mut prices.map(|row| (Ref::of(row), Some(row.provenance.as_of.map_or(row.date, |date| date.max(row.date))))),
    );
}

/// Whether a flow is verified and may say so.
pub(super) fn is_verified(flow: &Flow) -> bool {
    flow.verified == Some(true) && standing_fault(flow.basis, flow.verified, &flow.provenance).is_none()
}

/// Whether a flow has a second figure and may say so.
pub(super) fn is_told_twice(flow: &Flow) -> bool {
    flow.second_quantity.is_some() && second_fault(flow).is_none()
}

fn standing_fault(basis: Option<Basis>, verified: Option<bool>, provenance: &Provenance) -> Option<&'static str> {
    let (Some(basis), Some(verified), Some(source)) = (basis, verified, provenance.source.as_deref()) else {
        return Some("library-source-unsaid");
    };
    match (basis, verified) {
        (Basis::Estimate, true) | (Basis::Published | Basis::Stoichiometric | Basis::Norm, false) => {
            Some("library-verified-estimate")
        }
        (_, true) if is_no_source(source) => Some("library-verified-by-nothing"),
        (Basis::Published | Basis::Norm, true) if !names_document(source) => Some("library-document-unnamed"),
        _ => None,
    }
}

fn second_fault(flow: &Flow) -> Option<&'static str> {
    let (second, source) = (flow.second_source.as_deref(), flow.provenance.source.as_deref());
    match (flow.second_quantity, second, source) {
        (None, None, _) => None,
        (Some(_), Some(second), _) if is_no_source(second) || !names_document(second) => Some("library-second-nothing"),
        (Some(_), Some(second), Some(first)) if is_same_document(first, second) => Some("library-second-same"),
        (Some(_), Some(_), _) => None,
        _ => Some("library-second-half"),
    }
}

fn is_no_source(source: &str) -> bool {
    let lower = source.to_ascii_lowercase();
    NO_SOURCE.iter().any(|word| lower.contains(word))
}

/// A year, page, table, number or address; what is computed tells its own arithmetic.
fn names_document(source: &str) -> bool {
    let letters: Vec<char> = source.chars().collect();
    // A point or a stroke within a word is one of an address; at the end of a word it says nothing.
    let is_address =
        |at: &[char]| matches!(at[1], '.' | '/') && at[0].is_ascii_alphanumeric() && at[2].is_ascii_alphanumeric();
    let told = source.chars().any(|c| c.is_ascii_digit())
        || source.contains("->")
        || source.contains('《')
        || letters.windows(3).any(is_address);
    source.chars().count() >= SHORTEST && (told || source.starts_with("computed"))
}

/// Whether two sources name one document, by their dataset or DOI, or by how they begin.
fn is_same_document(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    let identifiers = |text: &str| -> Vec<String> {
        let words = text.split([' ', ',', ';', '(', ')']).map(|word| word.trim_end_matches('.').to_ascii_lowercase());
        let is_uuid = |word: &String| word.len() == 36 && word.matches('-').count() == 4;
        words.filter(|word| is_uuid(word) || word.starts_with("10.") && word.contains('/')).collect()
    };
    let head = |text: &str| text.chars().take(SAME_HEAD).collect::<String>().to_ascii_lowercase();
    let theirs = identifiers(other);
    one.eq_ignore_ascii_case(other)
        || identifiers(one).iter().any(|own| theirs.contains(own))
        || one.chars().count() >= SAME_HEAD && !tells_of_others(one) && head(one) == head(other)
}

/// Whether a source is a collection that names whose figure it passes on, such as `NREL/PV_ICE …: Joosten 1998`, or
/// tells its own arithmetic.
fn tells_of_others(source: &str) -> bool {
    let first = source.split([' ', ',']).next().unwrap_or_default();
    first.contains('/') || source.starts_with("computed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sources_are_one_document() {
        for (one, other, same) in [
            ("some book p. 3", "Some book p. 3", true),
            ("Li 2020, table 4, doi 10.1016/j.x.2020.1", "Wu 2021 after 10.1016/j.x.2020.1", true),
            ("set 3f0603eb-1111-2222-3333-444455556666, row 3", "3f0603eb-1111-2222-3333-444455556666", true),
            ("Li 2020, table 4", "Li 2021, table 4", false),
        ] {
            assert_eq!(is_same_document(one, other), same, "{one} | {other}");
        }
    }

    #[test]
    fn what_verifies_names_a_document() {
        for (source, named, nothing) in [
            ("a book", false, false),
            ("Company brochure.", false, false),
            ("example.org/page", true, false),
            ("some book p. 3", true, false),
            ("computed: black mass less active material", true, false),
            ("unverified estimate", false, true),
            ("computed: mass closure", true, true),
            ("凭记忆", false, true),
        ] {
            assert_eq!((names_document(source), is_no_source(source)), (named, nothing), "{source}");
        }
    }
}
