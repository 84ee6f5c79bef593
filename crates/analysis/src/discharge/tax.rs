//! What environmental tax would a month's discharge cost?
//!
//! ```text
//! E = M / e                    equivalents of a factor
//! X = E · c · w                its tax
//! c = 1, c₁ where C̄ ≤ (1 − u₁)·L, c₂ where C̄ ≤ (1 − u₂)·L, and no day over the limit
//! X(outlet) = Σ X over the k₁ factors of class 1 and the k₂ others with most equivalents
//! ```
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | M | counted mass of the month | kg |
//! | e | the factor's equivalent | kg |
//! | w | the outlet's rate; where not registered, between rules `tax_rate_low` and `tax_rate_high` | CNY |
//! | C̄ | mean of the month's valid daily means | mg/L |
//! | L | the limit on the month's last day | mg/L |
//! | u, c | rules `tax_cut_under`, `tax_cut_pays`, `tax_deep_cut_under`, `tax_deep_cut_pays` | 1 |
//! | k₁, k₂ | rules `tax_top_class1`, `tax_top_others` | 1 |
//!
//! Source: Environmental Protection Tax Law: equivalents, range of rates and cuts read in a stored
//! source; the top five and three, that discharge into a treatment works is not taxed here, the mean
//! of daily means and the condition that no day is over are from memory, to be checked.
//!
//! Limits: an estimate, not an assessment. Class 1 is counted at a workshop outlet that measures it
//! and not again at the outlet behind it. Indirect outlets and inflows are not taxed. A cut that
//! hangs on something unknown lies between the deepest and none. pH, colour and coliforms are left out.

use super::day::{DayState, Outcome};
use super::limits::limit_on;
use super::means::day_mean;
use super::substitution::day_masses;
use super::verdict::day_verdict;
use super::{ReadingSet, Reviewed};
use crate::rounding::at_least;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeSet;
use yanlian_model::registers::{Factor, Outlet};
use yanlian_model::{Figure, LimitPeriod, Missing, MissingKind, OutletKind, RuleKind};

/// One factor of an outlet's estimate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaxLine {
    /// The factor.
    pub factor: String,
    /// Whether it is of class 1.
    pub class1: bool,
    /// Mass of the month, kg.
    pub mass_kg: Figure,
    /// Equivalents.
    pub equivalents: Figure,
    /// Mean of the valid daily means, mg/L.
    pub mean: Option<f64>,
    /// The limit that the cut is measured by, mg/L.
    pub limit: Option<f64>,
    /// Share of the tax that is paid.
    pub pays: Figure,
    /// Whether it may be among those with most equivalents.
    pub counts: bool,
    /// Its tax were it counted, CNY.
    pub tax_cny: Figure,
}

/// The estimate for an outlet and a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaxEstimate {
    /// The outlet.
    pub outlet: String,
    /// The month's first day in the set.
    pub from: NaiveDate,
    /// The month's last day in the set.
    pub to: NaiveDate,
    /// Tax an equivalent, CNY.
    pub rate_cny: Figure,
    /// The factors, class 1 first, by equivalents from the most.
    pub lines: Vec<TaxLine>,
    /// The tax of those that count, CNY.
    pub tax_cny: Figure,
}

/// The estimate for an outlet, for the days of a month that the set has. `None` for an outlet whose
/// discharge is not taxed, and where the set has none of those days.
pub fn tax_estimate(set: &ReadingSet, outlet: &str, year: i32, month: u32) -> Option<TaxEstimate> {
    let outlet = set.outlet(outlet).filter(|outlet| is_taxed(set, outlet))?;
    let days: Vec<NaiveDate> = set.days().filter(|day| (day.year(), day.month()) == (year, month)).collect();
    let (from, to) = (*days.first()?, *days.last()?);
    let rate_cny = match outlet.tax_rate_cny {
        Some(rate) => Figure::exact(rate),
        None => {
            let rule = |kind| set.rules.value(kind, to);
            let missing = Missing::of(MissingKind::TaxRate, outlet);
            Figure::between(rule(RuleKind::TaxRateLow), rule(RuleKind::TaxRateHigh), BTreeSet::from([missing]))
        }
    };
    let factors = taxed_factors(set, outlet);
    let mut lines: Vec<TaxLine> = factors.iter().map(|factor| line(set, outlet, factor, &days, &rate_cny)).collect();
    lines.sort_by(|a, b| {
        let most = b.equivalents.low().total_cmp(&a.equivalents.low());
        b.class1.cmp(&a.class1).then(most).then_with(|| a.factor.cmp(&b.factor))
    });
    let tops = [(true, RuleKind::TaxTopClass1), (false, RuleKind::TaxTopOthers)];
    let tax = tops.map(|(class1, rule)| top(&mut lines, class1, set.rules.value(rule, to) as usize));
    Some(TaxEstimate { outlet: outlet.id.clone(), from, to, rate_cny, tax_cny: &tax[0] + &tax[1], lines })
}

fn is_taxed(set: &ReadingSet, outlet: &Outlet) -> bool {
    let behind = || outlet.discharges_to.as_deref().and_then(|id| set.outlet(id));
    match outlet.kind {
        OutletKind::Direct | OutletKind::WorksOutlet => true,
        OutletKind::Workshop => behind().is_some_and(|outlet| outlet.kind == OutletKind::Direct),
        OutletKind::Indirect | OutletKind::WorksInflow => false,
    }
}

/// The factors with an equivalent that are counted at this outlet.
fn taxed_factors<'b>(set: &'b ReadingSet, outlet: &Outlet) -> Vec<&'b Factor> {
    let feeding = set
        .registers
        .outlets
        .iter()
        .filter(|other| other.kind == OutletKind::Workshop && other.discharges_to.as_ref() == Some(&outlet.id));
    let at_workshop: BTreeSet<&str> = feeding.flat_map(|other| set.factors_of(&other.id)).collect();
    let counted_here = |factor: &&Factor| match factor.class1 == Some(true) {
        true => outlet.kind == OutletKind::Workshop || !at_workshop.contains(factor.code.as_str()),
        false => outlet.kind != OutletKind::Workshop,
    };
    let measured = set.factors_of(&outlet.id).into_iter().filter_map(|code| set.factor(code));
    measured.filter(|factor| factor.tax_equivalent_kg.is_some_and(|e| e > 0.0)).filter(counted_here).collect()
}

fn line(set: &ReadingSet, outlet: &Outlet, factor: &Factor, days: &[NaiveDate], rate_cny: &Figure) -> TaxLine {
    let of_month = day_masses(set, &outlet.id, &factor.code).into_iter().filter(|mass| days.contains(&mass.day));
    let mass_kg: Figure = of_month.map(|mass| mass.counted_kg).sum();
    let equivalents = mass_kg.times(1.0 / factor.tax_equivalent_kg.unwrap_or(f64::INFINITY));
    let mean = month_mean(set, &outlet.id, &factor.code, days);
    let last = *days.last().unwrap_or(&set.to);
    let limit = limit_on(set.registers, &outlet.id, &factor.code, last, LimitPeriod::Daily).ok().and_then(|l| l.high);
    let pays = pays(set, outlet, factor, days, mean.zip(limit));
    let tax_cny = &(&equivalents * &pays) * rate_cny;
    let class1 = factor.class1 == Some(true);
    TaxLine { factor: factor.code.clone(), class1, mass_kg, equivalents, mean, limit, pays, counts: false, tax_cny }
}

fn month_mean(set: &ReadingSet, outlet: &str, factor: &str, days: &[NaiveDate]) -> Option<f64> {
    let means = days.iter().map(|day| day_mean(set, outlet, factor, *day, Reviewed::After));
    let valid: Vec<f64> = means.filter(|day| day.state == DayState::Valid).filter_map(|day| day.mean).collect();
    (!valid.is_empty()).then(|| valid.iter().sum::<f64>() / valid.len() as f64)
}

/// The share of the tax that is paid; `measured` is the month's mean and the limit.
fn pays(
    set: &ReadingSet,
    outlet: &Outlet,
    factor: &Factor,
    days: &[NaiveDate],
    measured: Option<(f64, f64)>,
) -> Figure {
    let outcomes: Vec<Outcome> =
        days.iter().map(|day| day_verdict(set, &outlet.id, &factor.code, *day).outcome).collect();
    let rule = |kind| set.rules.value(kind, *days.last().unwrap_or(&set.to));
    let (cut, deep) = (rule(RuleKind::TaxCutPays), rule(RuleKind::TaxDeepCutPays));
    let unknown = |pays: f64, kind| {
        let missing = Missing::of(kind, outlet).part(&factor.code);
        Figure::between(pays, 1.0, BTreeSet::from([missing]))
    };
    let share = match measured {
        _ if outcomes.contains(&Outcome::Exceedance) => return Figure::exact(1.0),
        None if outcomes.iter().any(|outcome| matches!(outcome, Outcome::NotJudged(_))) => {
            return unknown(deep, MissingKind::DischargeLimit);
        }
        None => return unknown(deep, MissingKind::Reading),
        Some((mean, limit)) if at_least(limit * (1.0 - rule(RuleKind::TaxDeepCutUnder)), mean) => deep,
        Some((mean, limit)) if at_least(limit * (1.0 - rule(RuleKind::TaxCutUnder)), mean) => cut,
        Some(_) => 1.0,
    };
    match outcomes.contains(&Outcome::Undetermined) {
        true => unknown(share, MissingKind::Reading),
        false => Figure::exact(share),
    }
}

/// The tax of the `count` factors of a class with most equivalents; marks those that may be among
/// them. Which they are may be open, so the bounds are taken over every choice that is possible.
fn top(lines: &mut [TaxLine], class1: bool, count: usize) -> Figure {
    let of_class = |line: &TaxLine| line.class1 == class1;
    let mut lows: Vec<f64> = lines.iter().filter(|l| of_class(l)).map(|l| l.equivalents.low()).collect();
    lows.sort_by(|a, b| b.total_cmp(a));
    // What is surely topped by `count` others cannot be among the top.
    let bar = count.checked_sub(1).and_then(|last| lows.get(last).copied()).unwrap_or(0.0);
    let mut possible = Vec::new();
    let mut surely = Vec::new();
    for i in 0..lines.len() {
        let own = lines[i].equivalents.clone();
        if !of_class(&lines[i]) || count == 0 || own.high() < bar || own.high() == 0.0 {
            continue;
        }
        lines[i].counts = true;
        possible.push(lines[i].tax_cny.clone());
        let could_top = |(j, other): (usize, &TaxLine)| {
            let before = other.equivalents.high() > own.low() || (other.equivalents.high() == own.low() && j < i);
            j != i && of_class(other) && before
        };
        if lines.iter().enumerate().filter(|(j, other)| could_top((*j, other))).count() < count {
            surely.push(lines[i].tax_cny.clone());
        }
    }
    if possible.len() == surely.len() {
        return surely.into_iter().sum();
    }
    let mut highs: Vec<Figure> = possible;
    highs.sort_by(|a, b| b.high().total_cmp(&a.high()));
    let least: f64 = surely.iter().map(Figure::low).sum();
    let most: f64 = highs.iter().take(count).map(Figure::high).sum();
    Figure::between(least, most, highs.iter().flat_map(|tax| tax.missing().clone()).collect())
}
