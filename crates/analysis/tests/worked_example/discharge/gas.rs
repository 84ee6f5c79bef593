//! Outlets that let out gas.

use super::outlets::{day, hourly, park, reading, set};
use chrono::{NaiveTime, TimeDelta};
use yanlian_analysis::discharge::{DayState, MeanBasis, NoLimit, Outcome, Reviewed, day_mean, day_verdict};
use yanlian_model::{LimitPeriod, Reading, ReadingPeriod, Registers};

/// A stack that sends sulphur dioxide in ten-minute values.
fn with_stack() -> Registers {
    let mut park = park();
    park.monitors[0].st = Some("31".to_owned());
    park
}

#[test]
fn gas_needs_45_minutes_an_hour_and_20_hours_a_day() {
    let park = with_stack();
    let minutes = |hour: i64, count: i64| {
        let start = day(1).and_time(NaiveTime::MIN) + TimeDelta::hours(hour);
        (0..count).map(move |i| {
            let start = start + TimeDelta::minutes(10 * i);
            reading("A-1", "a21026", ReadingPeriod::TenMinute, start, 30.0, 'N')
        })
    };
    for (full, state) in [(20, DayState::Valid), (19, DayState::Invalid)] {
        let readings: Vec<Reading> = (0..24).flat_map(|h| minutes(h, if h < full { 5 } else { 4 })).collect();
        let mean = day_mean(&set(&park, &readings), "A-1", "a21026", day(1), Reviewed::After);
        assert_eq!((mean.valid, mean.state, mean.mass_kg), (full as usize, state, None));
    }
}

/// The same stack with a permit's limit on a factor.
fn with_gas_limit(factor: &str, value: f64, period: Option<LimitPeriod>) -> Registers {
    let mut park = with_stack();
    let mut limit = park.outlet_limits.iter().find(|row| row.outlet == "A-1").unwrap().clone();
    (limit.factor, limit.value, limit.unit, limit.period) = (factor.to_owned(), Some(value), None, period);
    park.outlet_limits.put(limit);
    park
}

#[test]
fn gas_is_judged_by_the_plain_mean_where_the_limit_is_one_on_days() {
    let park = with_gas_limit("a21026-Zs", 50.0, Some(LimitPeriod::Daily));
    let mut readings = hourly("A-1", "a21026-Zs", day(1), 0..=11, 40.0);
    readings.extend(hourly("A-1", "a21026-Zs", day(1), 12..=23, 64.0));
    let verdict = day_verdict(&set(&park, &readings), "A-1", "a21026-Zs", day(1));
    assert_eq!((verdict.outcome, verdict.mean.mean), (Outcome::Exceedance, Some(52.0)));
    assert_eq!((verdict.mean.basis, &verdict.mean.mass_kg), (Some(MeanBasis::Arithmetic), &None));
}

#[test]
fn a_permit_on_gas_holds_for_hours_where_it_does_not_say_otherwise() {
    let mut readings = hourly("A-1", "a21026-Zs", day(1), 0..=23, 30.0);
    readings[3].avg = Some(50.0);
    for (factor, period, outcome) in [
        ("a21026-Zs", None, Outcome::Exceedance),
        ("a21026-Zs", Some(LimitPeriod::Hourly), Outcome::Exceedance),
        // Limits on gas are of what is converted, also where the permit's row names the factor alone.
        ("a21026", None, Outcome::Exceedance),
        ("a21026-Zs", Some(LimitPeriod::Daily), Outcome::Within),
    ] {
        let park = with_gas_limit(factor, 35.0, period);
        let verdict = day_verdict(&set(&park, &readings), "A-1", "a21026-Zs", day(1));
        assert_eq!((verdict.outcome, verdict.hours_over.len()), (outcome, 1), "{factor} {period:?}");
        assert_eq!((verdict.hours_over[0].exceedance, verdict.over.is_none()), (verdict.by_hours, verdict.by_hours));
    }
    readings[3].avg = Some(35.0);
    let park = with_gas_limit("a21026-Zs", 35.0, None);
    assert_eq!(day_verdict(&set(&park, &readings), "A-1", "a21026-Zs", day(1)).outcome, Outcome::Within);
    readings.truncate(10);
    let few = day_verdict(&set(&park, &readings), "A-1", "a21026-Zs", day(1));
    assert_eq!(few.outcome, Outcome::NoEvidence);
}

#[test]
fn gas_is_converted_to_the_reference_oxygen_where_the_device_does_not() {
    let mut park = with_gas_limit("a21026", 50.0, None);
    park.outlets[0].reference_oxygen = Some(9.0);
    // 30 · (21 − 9) / (21 − 15) = 60, but the device's own conversion goes before it.
    let mut readings = hourly("A-1", "a21026", day(1), 0..=23, 30.0);
    readings.extend(hourly("A-1", "a19001", day(1), 0..=20, 15.0));
    readings.extend(hourly("A-1", "a21026-Zs", day(1), 0..=0, 41.0));
    let set = set(&park, &readings);
    let verdict = day_verdict(&set, "A-1", "a21026-Zs", day(1));
    let values: Vec<_> = verdict.mean.hours.iter().map(|hour| hour.valid_value().map(f64::round)).collect();
    assert_eq!((values[0], values[1], values[23]), (Some(41.0), Some(60.0), None));
    assert_eq!((verdict.outcome, verdict.hours_over.len(), verdict.mean.valid), (Outcome::Exceedance, 20, 21));
    let measured = day_verdict(&set, "A-1", "a21026", day(1));
    assert_eq!(measured.outcome, Outcome::NotJudged(NoLimit::AsMeasured));
    assert!(set.factors_of("A-1").contains("a21026-Zs"));
}
