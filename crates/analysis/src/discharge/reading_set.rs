//! The readings of a time, laid beside the registers by which they are judged.
//!
//! Readings come in any order and more than once; what is kept of them is ordered by outlet, factor,
//! period and beginning, so that every answer is the same whatever the order. Only where one monitor says
//! two things of one time the order counts: the later is what it corrected the earlier to.

use super::reading::{Doubt, OVER_RANGE, Quantity, Sample, Series, in_base, quantity};
use super::review::{Review, review};
use super::{ClosedDays, DayVerdict, FLOW, MissingRules, Rules, oxygen};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::registers::{Factor, Outlet};
use yanlian_model::{Finding, Message, Place, Reading, ReadingPeriod, ReadingUnit, Registers, Severity};

/// Why readings cannot be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadingSetFault {
    /// The last day lies before the first.
    #[error("{to} lies before {from}")]
    Backwards {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// A parameter of judgement is not in force.
    #[error(transparent)]
    Rules(#[from] MissingRules),
}

/// The readings of a time, with the registers.
#[derive(Debug)]
pub struct ReadingSet<'r> {
    /// The registers by which is judged.
    pub registers: &'r Registers,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The parameters in force.
    pub rules: Rules,
    /// What was noticed about the readings and the review periods.
    pub findings: Vec<Finding>,
    pub(crate) reviews: Vec<Review>,
    series: BTreeMap<&'r str, BTreeMap<&'r str, Series>>,
    closed: Option<&'r ClosedDays>,
}

impl<'r> ReadingSet<'r> {
    /// Lays the readings of the days `from` to `to`, both included, beside the registers.
    ///
    /// Readings of other days are passed over; those of monitors or factors that are not registered,
    /// or in a unit that does not fit, are left out with a finding.
    ///
    /// # Errors
    /// Where the days run backwards, or a parameter is not in force on one of them.
    pub fn new<'a>(
        registers: &'r Registers,
        readings: impl IntoIterator<Item = &'a Reading>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<ReadingSet<'r>, ReadingSetFault> {
        if to < from {
            return Err(ReadingSetFault::Backwards { from, to });
        }
        let rules = Rules::over(&registers.discharge_rules, from, to)?;
        let mut set = ReadingSet {
            registers,
            from,
            to,
            rules,
            findings: Vec::new(),
            reviews: Vec::new(),
            series: BTreeMap::new(),
            closed: None,
        };
        set.fill(readings);
        set.read_reviews();
        Ok(set)
    }

    /// The same set; days that are closed are taken from there, whatever it has of them.
    #[must_use]
    pub fn beside(mut self, closed: &'r ClosedDays) -> ReadingSet<'r> {
        self.closed = Some(closed);
        self
    }

    /// The verdict of a closed day.
    pub(super) fn closed(&self, outlet: &str, factor: &str, day: NaiveDate) -> Option<&'r DayVerdict> {
        self.closed?.verdict(outlet, factor, day)
    }

    fn fill<'a>(&mut self, readings: impl IntoIterator<Item = &'a Reading>) {
        let mut slots: BTreeMap<(&str, &str), Option<(Slot, Series)>> = BTreeMap::new();
        let mut refused = Vec::new();
        let [mut corrected, mut conflicts, mut off_time, mut unclear] = [const { BTreeSet::new() }; 4];
        let [mut odd, mut over_range] = [const { BTreeSet::new() }; 2];
        for reading in readings {
            let in_time = (self.from..=self.to).contains(&reading.start.date());
            if !in_time || reading.period == ReadingPeriod::RealTime {
                continue;
            }
            let own = slots.entry((&reading.monitor, &reading.factor)).or_insert_with(|| {
                let slot = slot(self.registers, reading).map_err(|why| refused.push((reading, why))).ok();
                slot.map(|slot| (slot, Series::default()))
            });
            let Some((Slot { outlet, factor, unit, range }, series)) = own else { continue };
            let sample = Sample::of(reading, *unit);
            let is_over = reading.avg.zip(*range).is_some_and(|(mean, highest)| mean > highest);
            if !series.take(reading.period, reading.start, sample) {
                corrected.insert((*outlet, *factor));
            }
            if !sample.on_time() {
                off_time.insert((*outlet, *factor));
            }
            match sample.doubt {
                Some(Doubt::Volume) => drop(unclear.insert((*outlet, *factor))),
                Some(Doubt::Odd) => drop(odd.insert((*outlet, *factor))),
                None if sample.flag == OVER_RANGE || is_over && sample.may_count() => {
                    over_range.insert((*outlet, *factor));
                }
                None => {}
            }
        }
        for (Slot { outlet, factor, .. }, series) in slots.into_values().flatten() {
            if !self.series.entry(outlet).or_default().entry(factor).or_default().merge(series) {
                conflicts.insert((outlet, factor));
            }
        }
        let differ = |id: &'static str| {
            move |(outlet, factor): (&str, &str)| finding("outlets", outlet, Message::new(id).with("factor", factor))
        };
        self.findings.extend(conflicts.into_iter().map(differ("discharge-conflicting-readings")));
        self.findings.extend(corrected.into_iter().map(differ("discharge-corrected-readings")));
        self.findings.extend(off_time.into_iter().map(differ("discharge-off-period-readings")));
        self.findings.extend(unclear.into_iter().map(differ("discharge-volume-contradicts")));
        self.findings.extend(odd.into_iter().map(differ("discharge-odd-readings")));
        self.findings.extend(over_range.into_iter().map(differ("discharge-over-range")));
        refused.sort_by_key(|(reading, _)| (&reading.monitor, &reading.factor));
        self.findings.extend(refused.into_iter().map(|(reading, why)| {
            let message = Message::new(why).with("factor", &*reading.factor);
            finding("monitors", &reading.monitor, message)
        }));
    }

    fn read_reviews(&mut self) {
        for period in &self.registers.review_periods {
            match review(period) {
                Some(review) => self.reviews.push(review),
                None => {
                    self.findings.push(finding("review_periods", &period.id, Message::new("discharge-review-time")))
                }
            }
        }
    }

    /// The days, in order.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let to = self.to;
        self.from.iter_days().take_while(move |day| *day <= to)
    }

    /// The registered outlet of that id.
    pub fn outlet(&self, id: &str) -> Option<&'r Outlet> {
        self.registers.outlets.iter().find(|outlet| outlet.id == id)
    }

    /// The registered factor of that code.
    pub fn factor(&self, code: &str) -> Option<&'r Factor> {
        self.registers.factors.iter().find(|factor| factor.code == code)
    }

    /// The factors that an outlet's monitors measure, by register or by what they sent, and those that are
    /// converted here; not flow.
    pub fn factors_of(&self, outlet: &str) -> BTreeSet<&str> {
        let monitors = self.registers.monitors.iter().filter(|monitor| monitor.outlet == outlet);
        let mns: BTreeSet<&str> = monitors.map(|monitor| monitor.mn.as_str()).collect();
        let registered = self.registers.monitor_factors.iter().filter(|row| mns.contains(row.monitor.as_str()));
        let sent = self.series.get(outlet).into_iter().flat_map(BTreeMap::keys).copied();
        let closed = self.closed.map(|closed| closed.factors_of(outlet)).unwrap_or_default();
        let own = registered.map(|row| row.factor.as_str()).chain(sent).chain(closed);
        let own: BTreeSet<&str> = own.filter(|factor| *factor != FLOW).collect();
        let converts = self.outlet(outlet).is_some_and(|outlet| outlet.reference_oxygen.is_some());
        let converted = own.iter().filter(|_| converts).filter_map(|factor| self.factor(&oxygen::converted(factor)));
        let converted: Vec<&str> = converted.map(|factor| factor.code.as_str()).collect();
        own.into_iter().chain(converted).collect()
    }

    pub(crate) fn series(&self, outlet: &str, factor: &str) -> Option<&Series> {
        self.series.get(outlet)?.get(factor)
    }

    /// Whether the factor's means are weighted by flow: concentrations are, pH and temperature are not.
    pub(crate) fn weighs(&self, factor: &str) -> bool {
        let unit = self.factor(factor).map(|factor| quantity(factor.unit));
        matches!(unit, Some(Quantity::Concentration | Quantity::GasConcentration))
    }

    /// Whether the factor is judged by each hour: means of pH, a logarithm, are no measure of anything.
    pub(crate) fn judged_by_hours(&self, factor: &str) -> bool {
        self.factor(factor).is_some_and(|factor| quantity(factor.unit) == Quantity::Acidity)
    }

    /// Whether the factor has a mass: pH and temperature have none.
    pub(crate) fn has_mass(&self, factor: &str) -> bool {
        self.factor(factor).is_some_and(|factor| quantity(factor.unit) == Quantity::Concentration)
    }
}

/// Where a monitor's readings of a factor belong.
#[derive(Clone, Copy)]
struct Slot<'r> {
    outlet: &'r str,
    factor: &'r str,
    unit: ReadingUnit,
    /// The largest value that the monitor measures, in that unit.
    range: Option<f64>,
}

/// Where it belongs, or the message that says why it belongs nowhere.
fn slot<'r>(registers: &'r Registers, reading: &Reading) -> Result<Slot<'r>, &'static str> {
    let monitor = registers.monitors.iter().find(|monitor| *monitor.mn == *reading.monitor);
    let monitor = monitor.ok_or("discharge-unknown-monitor")?;
    let factor = registers.factors.iter().find(|factor| *factor.code == *reading.factor);
    let factor = factor.ok_or("discharge-unknown-factor")?;
    let own = registers.monitor_factors.iter().find(|row| row.monitor == monitor.mn && row.factor == factor.code);
    let unit = own.and_then(|row| row.unit).unwrap_or(factor.unit);
    if quantity(unit) != quantity(factor.unit) {
        return Err("discharge-unit-unfit");
    }
    Ok(Slot { outlet: &monitor.outlet, factor: &factor.code, unit, range: own.and_then(|row| row.range_high) })
}

/// What a value of a reading is in the base unit of its factor: mg/L (gas: mg/m³), L/s, pH or °C.
/// `None` where monitor or factor are not registered, or the unit does not fit.
pub fn in_base_unit(registers: &Registers, reading: &Reading, value: f64) -> Option<f64> {
    slot(registers, reading).ok().map(|slot| in_base(value, slot.unit))
}

fn finding(register: &'static str, key: &str, message: Message) -> Finding {
    Finding::new(Severity::Warning, Place::record(register, key), message)
}
