//! How does discharge stand today, over the whole park?
//!
//! No formula of its own: the methods of this folder asked for every outlet and factor, once, so
//! that pages, lists and exports say the same.
//!
//! | Asked of | Over |
//! |---|---|
//! | verdicts, masses, transmission | the last whole days, as many as the window has |
//! | exceedances, permits, totals of the year | 1 January, or the window's first day if earlier, to the last whole day |
//! | tax | the month of the last whole day |
//! | treatment works | the last whole day |
//! | hours over a limit | the running day too |
//!
//! Source: the methods named.
//!
//! Limits: today is not over, so that its mean is judged by nobody; its hours warn. A day before
//! what was received is unknown, and a permit's use with it.

use super::{
    ClosedDays, DayMass, DayVerdict, LimitUsed, NoLimit, Outcome, PermitUse, ReadingSet, ReadingSetFault, TaxEstimate,
    Transmission, TransmissionBy, WorksDay, YearVolume, day_masses, day_verdict, limit_of_day, permit_use,
    tax_estimate, transmission, works_day, year_volume,
};
use chrono::{Datelike, Days, NaiveDate};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use yanlian_model::registers::{ExceedanceHandling, Outlet, Permit};
use yanlian_model::{Finding, Message, OutletKind, Place, Provenance, Reading, Registers, Severity};

/// How many days a present rate is taken over.
const RATE_DAYS: u64 = 30;

/// How something stands today, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The last whole day was over the limit, or an hour over one on hours.
    Exceedance,
    /// An hour of the last whole day or of today is over the limit on days.
    EarlyWarning,
    /// It hangs on the temperature of the water, which is not known.
    Undetermined,
    /// The readings of the last whole day are no evidence.
    NoEvidence,
    /// Within the limit.
    Within,
    /// Nothing was discharged.
    NoDischarge,
    /// No limit holds.
    NotJudged,
}

/// What was done about an exceedance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HandlingState {
    /// Its term is over and it is not closed.
    Overdue,
    /// Nobody has it.
    Unassigned,
    /// Somebody has it.
    Assigned,
    /// It is closed.
    Closed,
    /// A review took it back before anybody closed it.
    Withdrawn,
}

/// A day over a limit, or one that was before a review.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exceedance {
    /// The verdict, with what it was before the review.
    pub verdict: DayVerdict,
    /// The id of the record of what was done about it.
    pub handling: Option<String>,
    /// Where that stands.
    pub state: HandlingState,
}

/// One factor of an outlet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactorAssessment {
    /// The factor's code.
    pub factor: String,
    /// How it stands.
    pub standing: Standing,
    /// The limit by which the last whole day is judged.
    pub limit: Result<LimitUsed, NoLimit>,
    /// The verdicts of the window's days, in order.
    pub days: Vec<DayVerdict>,
    /// The masses of the window's days; empty of what has none.
    pub masses: Vec<DayMass>,
    /// Today so far: its hours are of use, its mean is not whole.
    pub running: DayVerdict,
    /// Transmission by hours over the window.
    pub by_hour: Transmission,
    /// Transmission by days over the window.
    pub by_day: Transmission,
    /// The year's mass so far and its present rate; `None` of what has no mass.
    pub year: Option<PermitUse>,
}

impl FactorAssessment {
    /// The verdict on the last whole day.
    pub fn last(&self) -> Option<&DayVerdict> {
        self.days.last()
    }
}

/// One outlet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutletAssessment {
    /// The outlet's id.
    pub outlet: String,
    /// The worst standing of its factors.
    pub standing: Standing,
    /// Its factors without flow, in the order of the register of factors.
    pub factors: Vec<FactorAssessment>,
    /// The tax of the month, where its discharge is taxed.
    pub tax: Option<TaxEstimate>,
    /// The year's water so far and its present rate; `None` where only flow is measured, or nothing.
    pub volume: Option<YearVolume>,
}

impl OutletAssessment {
    /// The factor that stands worst; of several the one that is nearest to its limit.
    pub fn worst(&self) -> Option<&FactorAssessment> {
        let over =
            |factor: &FactorAssessment| factor.last().and_then(|verdict| verdict.over).unwrap_or(f64::NEG_INFINITY);
        let mut factors = self.factors.iter();
        let first = factors.next()?;
        Some(factors.fold(first, |worst, factor| {
            let nearer = factor.standing == worst.standing && over(factor) > over(worst);
            if factor.standing < worst.standing || nearer { factor } else { worst }
        }))
    }
}

/// The whole park.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DischargeAssessment {
    /// The first day that is looked at.
    pub from: NaiveDate,
    /// The first day of the window.
    pub window_from: NaiveDate,
    /// The last whole day.
    pub through: NaiveDate,
    /// The day on which it is asked.
    pub today: NaiveDate,
    /// The outlets, in order of their ids.
    pub outlets: Vec<OutletAssessment>,
    /// The exceedances, latest first.
    pub exceedances: Vec<Exceedance>,
    /// The permits of the year, in order of the register.
    pub permits: Vec<PermitUse>,
    /// The treatment works on the last whole day.
    pub works: Vec<WorksDay>,
    /// What was noticed about readings, reviews and handling.
    pub findings: Vec<Finding>,
}

impl DischargeAssessment {
    /// Assesses the outlets of the registers on the day `today`, with a window of `window` whole days
    /// before it (at least one). Readings of days outside are passed over; those of closed days
    /// before the window need not be there.
    ///
    /// # Errors
    /// Where a parameter of judgement is not in force on one of the days.
    pub fn new(
        registers: &Registers,
        readings: &[Reading],
        closed: &ClosedDays,
        today: NaiveDate,
        window: u64,
    ) -> Result<DischargeAssessment, ReadingSetFault> {
        let through = today - Days::new(1);
        let window_from = today - Days::new(window.max(1));
        let from = begin(today, window);
        let whole = ReadingSet::new(registers, readings, from, through)?.beside(closed);
        let recent = ReadingSet::new(registers, readings, window_from, through)?;
        let running = ReadingSet::new(registers, readings, today, today)?;
        let mut ids: Vec<&Outlet> = registers.outlets.iter().collect();
        ids.sort_by(|a, b| a.id.cmp(&b.id));
        let assessed: Vec<(OutletAssessment, Vec<Exceedance>)> =
            ids.par_iter().map(|outlet| of_outlet(&whole, &recent, &running, outlet)).collect();
        let (outlets, exceedances): (Vec<_>, Vec<_>) = assessed.into_iter().unzip();
        let mut exceedances: Vec<Exceedance> = exceedances.into_iter().flatten().collect();
        let place = |e: &Exceedance| (e.verdict.mean.outlet.clone(), e.verdict.mean.factor.clone());
        exceedances.sort_by(|a, b| {
            let latest = b.verdict.mean.day.cmp(&a.verdict.mean.day);
            latest.then_with(|| place(a).cmp(&place(b)))
        });
        let mut findings = whole.findings.clone();
        let more = closed.findings.iter().chain(&running.findings);
        findings.extend(more.filter(|finding| !whole.findings.contains(finding)).cloned());
        findings.extend(without_exceedance(registers, &exceedances, from, through));
        Ok(DischargeAssessment {
            from,
            window_from,
            through,
            today,
            permits: registers.permits.par_iter().filter_map(|permit| permit_use(&whole, permit, RATE_DAYS)).collect(),
            works: ids.iter().filter_map(|outlet| works_day(&whole, &outlet.id, through)).collect(),
            outlets,
            exceedances,
            findings,
        })
    }

    /// The assessment of the outlet of that id.
    pub fn outlet(&self, id: &str) -> Option<&OutletAssessment> {
        self.outlets.iter().find(|outlet| outlet.outlet == id)
    }

    /// Whether a limit by which somebody is judged was not checked against the text of its standard.
    pub fn rests_on_unverified(&self) -> bool {
        let mut limits = self.outlets.iter().flat_map(|outlet| &outlet.factors).filter_map(|f| f.limit.as_ref().ok());
        limits.any(|limit| !limit.verified)
    }
}

/// The first day that an assessment looks at: readings are wanted from then on.
pub fn begin(today: NaiveDate, window: u64) -> NaiveDate {
    let through = today - Days::new(1);
    let year = NaiveDate::from_ymd_opt(through.year(), 1, 1).unwrap_or(through);
    year.min(today - Days::new(window.max(1)))
}

fn of_outlet(
    whole: &ReadingSet,
    recent: &ReadingSet,
    running: &ReadingSet,
    outlet: &Outlet,
) -> (OutletAssessment, Vec<Exceedance>) {
    let mut codes: BTreeSet<&str> = whole.factors_of(&outlet.id);
    codes.extend(running.factors_of(&outlet.id));
    // A temperature is for judging others.
    let in_order = whole.registers.factors.iter().map(|factor| factor.code.as_str());
    let codes = in_order.filter(|code| codes.contains(code) && *code != super::WATER_TEMPERATURE);
    let assessed = codes.map(|factor| of_factor(whole, recent, running, &outlet.id, factor));
    let (factors, exceedances): (Vec<_>, Vec<_>) = assessed.unzip();
    let standing = factors.iter().map(|factor| factor.standing).min().unwrap_or(Standing::NotJudged);
    let tax = tax_estimate(whole, &outlet.id, whole.to.year(), whole.to.month());
    let volume = year_volume(whole, &outlet.id, RATE_DAYS);
    (
        OutletAssessment { outlet: outlet.id.clone(), standing, factors, tax, volume },
        exceedances.into_iter().flatten().collect(),
    )
}

fn of_factor(
    whole: &ReadingSet,
    recent: &ReadingSet,
    running: &ReadingSet,
    outlet: &str,
    factor: &str,
) -> (FactorAssessment, Vec<Exceedance>) {
    let verdicts: Vec<DayVerdict> = whole.days().map(|day| day_verdict(whole, outlet, factor, day)).collect();
    let exceedances = verdicts.iter().filter(|verdict| was_over(verdict));
    let exceedances = exceedances.map(|verdict| exceedance(running.to, whole.registers, verdict)).collect();
    let running = day_verdict(running, outlet, factor, running.to);
    let days: Vec<DayVerdict> = verdicts.into_iter().filter(|verdict| verdict.mean.day >= recent.from).collect();
    let masses: Vec<DayMass> = day_masses(whole, outlet, factor);
    let assessment = FactorAssessment {
        factor: factor.to_owned(),
        standing: standing(days.last(), &running),
        limit: limit_of_day(whole.registers, outlet, factor, whole.to),
        year: (!masses.is_empty())
            .then(|| permit_use(whole, &no_permit(outlet, factor, whole.to), RATE_DAYS))
            .flatten(),
        masses: masses.into_iter().filter(|mass| mass.day >= recent.from).collect(),
        by_hour: transmission(recent, outlet, factor, TransmissionBy::Hour),
        by_day: transmission(recent, outlet, factor, TransmissionBy::Day),
        running,
        days,
    };
    (assessment, exceedances)
}

/// A permit that allows nothing and forbids nothing, to ask for the year's use of one outlet.
fn no_permit(outlet: &str, factor: &str, day: NaiveDate) -> Permit {
    Permit {
        id: String::new(),
        enterprise: None,
        outlet: Some(outlet.to_owned()),
        factor: factor.to_owned(),
        year: day.year(),
        total_kg: None,
        provenance: Provenance::default(),
    }
}

fn standing(last: Option<&DayVerdict>, running: &DayVerdict) -> Standing {
    let hours = || last.into_iter().chain([running]).flat_map(|verdict| &verdict.hours_over);
    match last.map(|verdict| verdict.outcome) {
        Some(Outcome::Exceedance) => Standing::Exceedance,
        _ if hours().any(|hour| hour.exceedance) => Standing::Exceedance,
        _ if hours().next().is_some() => Standing::EarlyWarning,
        Some(Outcome::Undetermined) => Standing::Undetermined,
        Some(Outcome::Within) => Standing::Within,
        Some(Outcome::NoDischarge) => Standing::NoDischarge,
        Some(Outcome::NotJudged(_)) => Standing::NotJudged,
        Some(Outcome::NoEvidence) | None => Standing::NoEvidence,
    }
}

/// Whether it is an exceedance, was one before a review, or has an hour over a limit on hours.
fn was_over(verdict: &DayVerdict) -> bool {
    let outcomes = [verdict.outcome, verdict.before.outcome];
    outcomes.contains(&Outcome::Exceedance) || verdict.hours_over.iter().any(|hour| hour.exceedance)
}

fn exceedance(today: NaiveDate, registers: &Registers, verdict: &DayVerdict) -> Exceedance {
    let mean = &verdict.mean;
    let about =
        |row: &&ExceedanceHandling| (&row.outlet, &row.factor, row.day) == (&mean.outlet, &mean.factor, mean.day);
    // Of several the one that was written last, as their ids count up.
    let handling = registers.exceedance_handling.iter().filter(about).max_by(|a, b| a.id.cmp(&b.id));
    let stands = verdict.outcome == Outcome::Exceedance || verdict.hours_over.iter().any(|hour| hour.exceedance);
    let state = match handling {
        Some(row) if row.closed.is_some_and(|closed| closed <= today) => HandlingState::Closed,
        _ if !stands => HandlingState::Withdrawn,
        Some(row) if row.due.is_some_and(|due| due < today) => HandlingState::Overdue,
        Some(row) if row.assigned.is_some() => HandlingState::Assigned,
        _ => HandlingState::Unassigned,
    };
    Exceedance { verdict: verdict.clone(), handling: handling.map(|row| row.id.clone()), state }
}

/// Handling of a day on which readings show no exceedance.
fn without_exceedance(
    registers: &Registers,
    exceedances: &[Exceedance],
    from: NaiveDate,
    through: NaiveDate,
) -> Vec<Finding> {
    let shown = |row: &&ExceedanceHandling| {
        exceedances.iter().any(|e| {
            (&e.verdict.mean.outlet, &e.verdict.mean.factor, e.verdict.mean.day) == (&row.outlet, &row.factor, row.day)
        })
    };
    let rows = registers.exceedance_handling.iter().filter(|row| (from..=through).contains(&row.day));
    let finding = |row: &ExceedanceHandling| {
        let place = Place::record("exceedance_handling", &row.id);
        let message = Message::new("discharge-handled-without").with("day", row.day.to_string());
        Finding::new(Severity::Note, place, message)
    };
    rows.filter(|row| !shown(row)).map(finding).collect()
}

/// Whether water of an outlet leaves the park, and does not run on to another of its outlets.
pub fn leaves_the_park(outlet: &Outlet) -> bool {
    matches!(outlet.kind, OutletKind::Direct | OutletKind::WorksOutlet)
}
