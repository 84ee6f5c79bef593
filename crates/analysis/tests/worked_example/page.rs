//! The tables of `docs/worked-example.md`, and what their cells say.

use yanlian_model::Figure;

const PAGE: &str = include_str!("../../../../docs/worked-example.md");

/// The rows of the `nth` table below a heading, without its head.
pub(crate) fn table(heading: &str, nth: usize) -> Vec<Vec<&'static str>> {
    table_of(PAGE, heading, nth)
}

/// The same, of another page.
pub(crate) fn table_of(page: &'static str, heading: &str, nth: usize) -> Vec<Vec<&'static str>> {
    let below =
        page.lines().skip_while(|line| line.trim_start_matches('#').trim() != heading || !line.starts_with('#'));
    let section: Vec<&str> = below.skip(1).take_while(|line| !line.starts_with('#')).collect();
    let mut tables = section.split(|line| !line.starts_with('|')).filter(|lines| !lines.is_empty());
    let lines = tables.nth(nth).unwrap_or_else(|| panic!("table {nth} of {heading:?}"));
    lines[2..].iter().map(|line| cells(line)).collect()
}

fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

/// Names between semicolons.
pub(crate) fn names(cell: &str) -> Vec<&str> {
    cell.split(';').map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// The bounds that a cell gives; `None` where it says none. Each sum in it is worked out.
pub(crate) fn bounds(cell: &str) -> Option<(f64, f64)> {
    if cell == "none" {
        return None;
    }
    let (low, high) = cell.split_once(" to ").unwrap_or((cell, cell));
    Some((bound(low, f64::NEG_INFINITY), bound(high, f64::INFINITY)))
}

fn bound(text: &str, without: f64) -> f64 {
    if text == "no bound" {
        return without;
    }
    let sides: Vec<f64> = text.split('=').map(sum).collect();
    let result = *sides.last().unwrap();
    assert!(sides.iter().all(|side| close(*side, result)), "the page miscalculates {text}: {sides:?}");
    result
}

fn sum(text: &str) -> f64 {
    let spaced = text.replace(" − ", " + −");
    spaced.split(" + ").map(|term| term.trim().strip_prefix('−').map_or_else(|| product(term), |t| -product(t))).sum()
}

fn product(text: &str) -> f64 {
    let divided: Vec<f64> =
        text.split(" × ").map(|factor| factor.split('/').map(number).reduce(|a, b| a / b).unwrap()).collect();
    divided.into_iter().product()
}

fn number(text: &str) -> f64 {
    text.trim().replace(',', "").parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

/// Equal to nine digits.
pub(crate) fn close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// Asserts that a figure has the bounds that a cell gives.
pub(crate) fn same(what: &str, figure: &Figure, cell: &str) {
    let (low, high) = bounds(cell).unwrap_or_else(|| panic!("{what}: the page says none, got {figure:?}"));
    assert!(close(figure.low(), low) && close(figure.high(), high), "{what}: the page says {cell}, got {figure:?}");
}

/// As [`same`], where there may be no figure.
pub(crate) fn same_or_none(what: &str, figure: Option<&Figure>, cell: &str) {
    match figure {
        Some(figure) => same(what, figure, cell),
        None => assert_eq!(cell, "none", "{what}"),
    }
}

/// As [`same`], for a plain number.
pub(crate) fn same_number(what: &str, number: Option<f64>, cell: &str) {
    same_or_none(what, number.map(Figure::exact).as_ref(), cell);
}
