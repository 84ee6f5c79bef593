//! Which limit holds for an outlet and a factor on a day?
//!
//! ```text
//! L = min(S, P)     for a lower limit (pH): max
//! ```
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | L | the limit applied | mg/L or pH |
//! | S | the standard's limit in force on the day, for the outlet's way of discharge | mg/L or pH |
//! | P | the permit's limit on the outlet in force on the day | mg/L or pH |
//!
//! S is the row of `discharge_limits` for the standard that the outlet follows: one for its own way
//! (direct, indirect) before one for both, of those the one that began last. Factors of class 1 are
//! judged at the workshop outlet and at the outlet of a treatment works; at an enterprise's other
//! outlets only a permit's value applies to them. At a workshop outlet only class 1 is judged; at a
//! works' inflow only what a permit row says.
//!
//! A permit's row is for hours or for days as it says; where it does not, for hours of gas, for days of
//! water. Limits on gas hold for what is converted to the reference oxygen: of a converted factor, rows of
//! the factor as measured hold where it has none of its own; and where the register gives an outlet's
//! reference oxygen, nobody is judged by what was measured.
//!
//! Source: the standards named in the rows; each row says whether it was verified.
//!
//! Limits: a standard is followed as the register of outlets has it; whether it is the right one is
//! not checked here. A limit in cold water is given beside the usual one; who judges knows the
//! temperature or leaves it open.

use super::oxygen::as_measured;
use super::reading::in_base;
use chrono::NaiveDate;
use serde::Serialize;
use yanlian_model::registers::{DischargeLimit, Factor, Outlet, OutletLimit};
use yanlian_model::{DischargeWay, LimitPeriod, OutletKind, Registers};

/// What HJ 212 calls a source of gas.
const GAS: &str = "31";

/// Why no limit holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoLimit {
    /// The outlet or the factor is not registered.
    NotRegistered,
    /// The factor is judged at the workshop outlet.
    AtWorkshop,
    /// The factor is judged at the enterprise's outlet, not at a workshop or an inflow.
    AtOutlet,
    /// The outlet names no standard.
    NoStandard,
    /// The outlet's standard has no limit on the factor in force.
    NotInStandard,
    /// The limit holds for the concentration that is converted to the reference oxygen.
    AsMeasured,
}

/// The standard's limit, as its row has it; values in mg/L or pH.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StandardValue {
    /// The id of the standard.
    pub standard: String,
    /// For which way of discharge.
    pub way: DischargeWay,
    /// Since when it is in force.
    pub from: NaiveDate,
    /// The edition.
    pub edition: Option<String>,
    /// The upper limit.
    pub high: Option<f64>,
    /// The lower limit.
    pub low: Option<f64>,
    /// The upper limit in cold water.
    pub cold_high: Option<f64>,
    /// Whether the row was checked against the text of the standard.
    pub verified: bool,
    /// Where the row comes from.
    pub source: Option<String>,
}

/// The permit's limit, as its row has it; values in mg/L or pH.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PermitValue {
    /// Since when it is in force.
    pub from: NaiveDate,
    /// The upper limit.
    pub high: Option<f64>,
    /// The lower limit.
    pub low: Option<f64>,
    /// Where the row comes from.
    pub source: Option<String>,
}

/// The limit that holds, and the rows that it comes from; values in mg/L or pH.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LimitUsed {
    /// Whether it holds for daily means or for hourly values.
    pub period: LimitPeriod,
    /// The upper limit.
    pub high: Option<f64>,
    /// The lower limit.
    pub low: Option<f64>,
    /// The upper limit in cold water, where another one holds then.
    pub cold_high: Option<f64>,
    /// The standard's row.
    pub standard: Option<StandardValue>,
    /// The permit's row.
    pub permit: Option<PermitValue>,
    /// Whether what is applied was verified; a permit's value is as registered.
    pub verified: bool,
}

/// The limit on a factor at an outlet on a day, for daily means or hourly values.
///
/// # Errors
/// Where none holds, why.
pub fn limit_on(
    registers: &Registers,
    outlet: &str,
    factor: &str,
    day: NaiveDate,
    period: LimitPeriod,
) -> Result<LimitUsed, NoLimit> {
    let outlet = registers.outlets.iter().find(|row| row.id == outlet).ok_or(NoLimit::NotRegistered)?;
    let factor = registers.factors.iter().find(|row| row.code == factor).ok_or(NoLimit::NotRegistered)?;
    let is_converted = |converted: &Factor| as_measured(&converted.code) == Some(factor.code.as_str());
    if outlet.reference_oxygen.is_some() && registers.factors.iter().any(is_converted) {
        return Err(NoLimit::AsMeasured);
    }
    let measured = as_measured(&factor.code).and_then(|code| registers.factors.iter().find(|row| row.code == code));
    let permit = |factor: &Factor| permit_value(registers, outlet, factor, day, period);
    let permit = permit(factor).or_else(|| permit(measured?));
    let own = standard_value(registers, outlet, factor, day, period);
    let standard = match (own, measured) {
        (Err(NoLimit::NotInStandard), Some(measured)) => standard_value(registers, outlet, measured, day, period),
        (own, _) => own,
    };
    match (standard, permit) {
        (Err(why), None) => Err(why),
        (standard, permit) => Ok(stricter(period, standard.ok(), permit)),
    }
}

/// The limit by which a day is judged: that on daily means, or that on hours where there is none on days.
///
/// # Errors
/// Where neither holds, why none on days does.
pub fn limit_of_day(registers: &Registers, outlet: &str, factor: &str, day: NaiveDate) -> Result<LimitUsed, NoLimit> {
    let limit = |period| limit_on(registers, outlet, factor, day, period);
    limit(LimitPeriod::Daily).or_else(|why| limit(LimitPeriod::Hourly).or(Err(why)))
}

fn standard_value(
    registers: &Registers,
    outlet: &Outlet,
    factor: &Factor,
    day: NaiveDate,
    period: LimitPeriod,
) -> Result<StandardValue, NoLimit> {
    let class1 = factor.class1 == Some(true);
    let ways = match outlet.kind {
        OutletKind::Direct | OutletKind::Indirect if class1 => return Err(NoLimit::AtWorkshop),
        OutletKind::Workshop if !class1 => return Err(NoLimit::AtOutlet),
        OutletKind::WorksInflow => return Err(NoLimit::AtOutlet),
        OutletKind::Direct | OutletKind::WorksOutlet => [DischargeWay::Direct, DischargeWay::Both],
        OutletKind::Indirect => [DischargeWay::Indirect, DischargeWay::Both],
        OutletKind::Workshop => [DischargeWay::Both, DischargeWay::Both],
    };
    let standard = outlet.standard.as_ref().ok_or(NoLimit::NoStandard)?;
    let in_force = |way: DischargeWay| {
        let rows = registers.discharge_limits.iter().filter(|row| {
            row.standard == *standard && row.factor == factor.code && row.way == way && row.period == period
        });
        let of_day = rows.filter(|row| row.from <= day && row.to.is_none_or(|to| day <= to));
        of_day.max_by_key(|row| row.from)
    };
    ways.into_iter().find_map(in_force).map(value_of_row).ok_or(NoLimit::NotInStandard)
}

fn value_of_row(row: &DischargeLimit) -> StandardValue {
    let base = |value: Option<f64>| value.map(|value| in_base(value, row.unit));
    StandardValue {
        standard: row.standard.clone(),
        way: row.way,
        from: row.from,
        edition: row.edition.clone(),
        high: base(row.value),
        low: base(row.low),
        cold_high: base(row.cold_value),
        verified: row.verified == Some(true),
        source: row.provenance.source.clone(),
    }
}

fn permit_value(
    registers: &Registers,
    outlet: &Outlet,
    factor: &Factor,
    day: NaiveDate,
    period: LimitPeriod,
) -> Option<PermitValue> {
    let usual = if is_gas(registers, &outlet.id) { LimitPeriod::Hourly } else { LimitPeriod::Daily };
    let in_force = |row: &&OutletLimit| {
        row.period.unwrap_or(usual) == period && row.from <= day && row.to.is_none_or(|to| day <= to)
    };
    let rows = registers.outlet_limits.iter().filter(|row| row.outlet == outlet.id && row.factor == factor.code);
    let row = rows.filter(in_force).max_by_key(|row| row.from)?;
    let base = |value: Option<f64>| value.map(|value| in_base(value, row.unit.unwrap_or(factor.unit)));
    let source = row.provenance.source.clone();
    Some(PermitValue { from: row.from, high: base(row.value), low: base(row.low), source })
}

fn stricter(period: LimitPeriod, standard: Option<StandardValue>, permit: Option<PermitValue>) -> LimitUsed {
    let of_permit = permit.as_ref().map_or((None, None), |row| (row.high, row.low));
    let of_standard = standard.as_ref().map_or((None, None, None), |row| (row.high, row.low, row.cold_high));
    let least = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).min_by(f64::total_cmp);
    let most = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).max_by(f64::total_cmp);
    let (high, low) = (least(of_standard.0, of_permit.0), most(of_standard.1, of_permit.1));
    let cold_high = of_standard.2.and(least(of_standard.2, of_permit.0)).filter(|cold| high.is_some_and(|h| *cold > h));
    let from_standard =
        (high.is_some() && high != of_permit.0) || (low.is_some() && low != of_permit.1) || cold_high.is_some();
    let verified = !from_standard || standard.as_ref().is_some_and(|row| row.verified);
    LimitUsed { period, high, low, cold_high, standard, permit, verified }
}

/// Whether an outlet lets out gas: what its monitors say that they are.
pub(super) fn is_gas(registers: &Registers, outlet: &str) -> bool {
    let mut monitors = registers.monitors.iter().filter(|monitor| monitor.outlet == outlet);
    monitors.any(|monitor| monitor.st.as_deref() == Some(GAS))
}
