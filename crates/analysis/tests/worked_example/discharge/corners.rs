//! Cases that the page has no room for.

use super::outlets::{book, day, hourly, park, reading, readings};
use chrono::{NaiveTime, TimeDelta};
use yanlian_analysis::discharge::{
    Book, BookFault, Cause, DayState, HourState, MeanBasis, NoLimit, Outcome, Reviewed, TransmissionBy, day_mean,
    day_verdict, hours, limit_on, transmission, verdict_findings, works_day,
};
use yanlian_model::{
    DischargeWay, LimitPeriod, OutletKind, Reading, ReadingPeriod, ReadingUnit, Registers, RuleKind, Severity,
};

const COD: &str = "w01018";
const ARSENIC: &str = "w20119";

fn ids(book: &Book) -> Vec<&'static str> {
    book.findings.iter().map(|finding| finding.message.id).collect()
}

#[test]
fn readings_that_belong_nowhere_are_left_out_with_a_word() {
    let mut park = park();
    park.monitor_factors.push(park.monitor_factors[0].clone());
    let last = park.monitor_factors.last_mut().unwrap();
    (last.monitor, last.factor, last.unit) = ("MN-B-1".to_owned(), "w20122".to_owned(), Some(ReadingUnit::LS));
    let mut readings = hourly("nowhere", COD, day(1), 0..=23, 1.0);
    readings.extend(hourly("A-1", "w99999", day(1), 0..=23, 1.0));
    readings.extend(hourly("B-1", "w20122", day(1), 0..=23, 1.0));
    let book = book(&park, &readings);
    assert_eq!(ids(&book), ["discharge-unknown-factor", "discharge-unit-unfit", "discharge-unknown-monitor"]);
    assert!(book.findings.iter().all(|finding| finding.severity == Severity::Warning));
    assert_eq!(day_mean(&book, "B-1", "w20122", day(1), Reviewed::After).state, DayState::Missing);
}

#[test]
fn of_two_readings_the_larger_is_kept_whatever_came_first() {
    let park = park();
    let (low, high) = (hourly("A-1", COD, day(1), 3..=3, 10.0), hourly("A-1", COD, day(1), 3..=3, 90.0));
    for order in [[&low[..], &high[..]].concat(), [&high[..], &low[..]].concat()] {
        let book = book(&park, &order);
        assert_eq!(ids(&book), ["discharge-conflicting-readings"]);
        assert_eq!(hours(&book, "A-1", COD, day(1), Reviewed::After)[3].value, Some(90.0));
    }
}

#[test]
fn a_time_without_rules_is_not_judged() {
    let mut park = park();
    let row = park.discharge_rules.iter().position(|row| row.rule == RuleKind::WaterDayHours).unwrap();
    park.discharge_rules[row].to = Some(day(2));
    let fault = Book::new(&park, &[], day(1), day(3)).unwrap_err();
    let BookFault::Rules(missing) = &fault else { panic!("{fault}") };
    assert_eq!(missing.0, [(RuleKind::WaterDayHours, day(3))]);
    assert!(fault.to_string().contains("water_day_hours on 2025-03-03"));
    let mut next = park.discharge_rules[row].clone();
    (next.from, next.to, next.value) = (day(3), None, 5.0);
    park.discharge_rules.push(next);
    let book = book(&park, &readings());
    assert_eq!(day_mean(&book, "B-1", COD, day(2), Reviewed::After).state, DayState::Invalid);
    assert_eq!(day_mean(&book, "A-1", COD, day(3), Reviewed::After).state, DayState::Valid, "14 hours of 5");
    assert_eq!(Book::new(&park, &[], day(3), day(1)).unwrap_err(), BookFault::Backwards { from: day(3), to: day(1) });
}

#[test]
fn a_review_whose_times_cannot_be_read_has_no_effect() {
    let mut park = park();
    for (from, to) in [("2025-03-02 12:00", "2025-03-02T18:00"), ("2025-03-02T18:00", "2025-03-02T12:00")] {
        (park.review_periods[0].from, park.review_periods[0].to) = (from.to_owned(), to.to_owned());
        let book = book(&park, &readings());
        assert_eq!(ids(&book), ["discharge-review-time"]);
        assert_eq!(day_verdict(&book, "B-1", COD, day(2)).outcome, Outcome::Exceedance);
    }
}

#[test]
fn values_that_are_none() {
    let park = park();
    let mut readings = hourly("A-1", "w00000", day(1), 0..=23, 10.0);
    let values = [-1.0, f64::NAN, f64::INFINITY, 5.0, 5.0, 5.0];
    let cod = hourly("A-1", COD, day(1), 0..=5, 0.0).into_iter().zip(values).zip(['N', 'N', 'N', 'T', 'S', 'B']);
    readings.extend(cod.map(|((reading, value), flag)| Reading { avg: Some(value), flag, ..reading }));
    readings.push(Reading { avg: None, ..hourly("A-1", COD, day(1), 6..=6, 0.0).remove(0) });
    let states: Vec<HourState> = hours(&book(&park, &readings), "A-1", COD, day(1), Reviewed::After)
        .into_iter()
        .take(8)
        .map(|hour| hour.state)
        .collect();
    let invalid = HourState::Invalid;
    assert_eq!(
        states,
        [
            invalid(Cause::Negative),
            invalid(Cause::NoValue),
            invalid(Cause::NoValue),
            HourState::Valid,
            HourState::Valid,
            invalid(Cause::Flag('B')),
            invalid(Cause::NoValue),
            HourState::Missing,
        ]
    );
}

#[test]
fn a_counted_volume_goes_before_the_mean_flow() {
    let park = park();
    let mut readings = hourly("A-1", "w00000", day(1), 0..=23, 10.0);
    readings[0].cou = Some(40.0);
    let volume = day_mean(&book(&park, &readings), "A-1", COD, day(1), Reviewed::After).volume_m3;
    assert_eq!(volume.value(), Some(40.0 + 23.0 * 36.0));
}

#[test]
fn a_day_without_discharge_has_no_mass_and_no_verdict() {
    let park = park();
    let mut readings = hourly("A-1", "w00000", day(1), 0..=23, 0.0);
    readings.extend(hourly("A-1", COD, day(1), 0..=23, 500.0));
    let verdict = day_verdict(&book(&park, &readings), "A-1", COD, day(1));
    assert_eq!((verdict.outcome, verdict.mean.mean), (Outcome::NoDischarge, None));
    assert_eq!(verdict.mean.mass_kg.unwrap().value(), Some(0.0));
}

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
        let mean = day_mean(&book(&park, &readings), "A-1", "a21026", day(1), Reviewed::After);
        assert_eq!((mean.valid, mean.state, mean.mass_kg), (full as usize, state, None));
    }
}

#[test]
fn gas_is_judged_by_the_plain_mean_of_what_was_converted() {
    let mut park = with_stack();
    let mut limit = park.outlet_limits.iter().find(|row| row.outlet == "A-1").unwrap().clone();
    (limit.factor, limit.value, limit.unit) = ("a21026-Zs".to_owned(), Some(50.0), None);
    park.outlet_limits.push(limit);
    let mut readings = hourly("A-1", "a21026-Zs", day(1), 0..=11, 40.0);
    readings.extend(hourly("A-1", "a21026-Zs", day(1), 12..=23, 64.0));
    let verdict = day_verdict(&book(&park, &readings), "A-1", "a21026-Zs", day(1));
    assert_eq!((verdict.outcome, verdict.mean.mean), (Outcome::Exceedance, Some(52.0)));
    assert_eq!((verdict.mean.basis, &verdict.mean.mass_kg), (Some(MeanBasis::Arithmetic), &None));
}

#[test]
fn an_hour_over_a_limit_on_hours_is_an_exceedance() {
    let mut park = park();
    let mut hourly_limit = park.discharge_limits.iter().find(|row| row.factor == COD).unwrap().clone();
    (hourly_limit.standard, hourly_limit.way) = ("gb25467-2010-2".to_owned(), DischargeWay::Both);
    (hourly_limit.period, hourly_limit.value) = (LimitPeriod::Hourly, Some(60.0));
    park.discharge_limits.push(hourly_limit);
    let verdict = day_verdict(&book(&park, &readings()), "A-1", COD, day(2));
    let exceeding: Vec<f64> = verdict.hours_over.iter().filter(|hour| hour.exceedance).map(|hour| hour.value).collect();
    assert_eq!((exceeding, verdict.hours_over.len()), (vec![70.0], 16));
}

#[test]
fn which_limit_holds() {
    let mut park = park();
    let high = |park: &Registers, outlet: &str, factor: &str| {
        limit_on(park, outlet, factor, day(1), LimitPeriod::Daily).map(|limit| limit.high.unwrap())
    };
    assert_eq!(high(&park, "A-1", COD), Ok(50.0), "the later permit");
    park.outlet_limits[1].to = ymd(2025, 2, 28);
    assert_eq!(high(&park, "A-1", COD), Ok(55.0), "the earlier one, which did not end");
    park.outlet_limits[0].value = Some(80.0);
    assert_eq!(high(&park, "A-1", COD), Ok(60.0), "a permit looser than the standard");
    assert_eq!(high(&park, "W-in", COD), Err(NoLimit::AtOutlet));
    assert_eq!(high(&park, "A-1", ARSENIC), Err(NoLimit::AtWorkshop));
    assert_eq!(high(&park, "A-1", "vanadium"), Err(NoLimit::NotInStandard));
    assert_eq!(high(&park, "W-out", ARSENIC), Ok(0.1), "class 1 at the outlet of a works");
    assert_eq!(high(&park, "A-9", COD), Err(NoLimit::NotRegistered));
    park.outlets[0].kind = OutletKind::Workshop;
    assert_eq!(high(&park, "A-1", ARSENIC), Ok(0.5));
    park.outlet_limits.clear();
    assert_eq!(high(&park, "A-1", COD), Err(NoLimit::AtOutlet));
    (park.outlets[0].kind, park.outlets[0].standard) = (OutletKind::Direct, None);
    assert_eq!(high(&park, "A-1", COD), Err(NoLimit::NoStandard));
}

#[test]
fn an_amended_limit_follows_the_first_from_its_day() {
    let mut park = park();
    park.outlet_limits.clear();
    let of_cod = |row: &&yanlian_model::registers::DischargeLimit| {
        row.standard == "gb25467-2010-2" && row.factor == COD && row.way == DischargeWay::Direct
    };
    let mut amended = park.discharge_limits.iter().find(of_cod).unwrap().clone();
    (amended.from, amended.value, amended.verified) = (day(2), Some(40.0), Some(true));
    park.discharge_limits.insert(0, amended);
    let limits = [1, 2].map(|d| limit_on(&park, "A-1", COD, day(d), LimitPeriod::Daily).unwrap());
    assert_eq!(limits.each_ref().map(|limit| (limit.high, limit.verified)), [(Some(60.0), false), (Some(40.0), true)]);
}

#[test]
fn ph_is_judged_on_both_sides() {
    let park = park();
    let mut readings = hourly("A-1", "w00000", day(1), 0..=23, 10.0);
    readings.extend(hourly("A-1", "w01001", day(1), 0..=23, 5.9));
    let book = book(&park, &readings);
    let verdict = day_verdict(&book, "A-1", "w01001", day(1));
    assert_eq!((verdict.outcome, verdict.hours_over.len(), verdict.over), (Outcome::Exceedance, 24, None));
    let ids: Vec<_> = verdict_findings(&book, &verdict).iter().map(|finding| finding.message.id).collect();
    assert_eq!(ids, ["discharge-range-exceedance", "discharge-limit-unverified"]);
}

#[test]
fn findings_of_the_example() {
    let park = park();
    let book = book(&park, &readings());
    let ids = |outlet, factor, on| {
        let findings = verdict_findings(&book, &day_verdict(&book, outlet, factor, day(on)));
        findings.iter().map(|finding| finding.message.id).collect::<Vec<_>>()
    };
    assert_eq!(ids("A-1", COD, 1), Vec::<&str>::new());
    assert_eq!(ids("A-1", COD, 2), ["discharge-exceedance"]);
    assert_eq!(ids("A-1", "w01001", 2), ["discharge-range-warning"]);
    assert_eq!(ids("B-1", COD, 2), ["discharge-early-warning", "discharge-no-evidence", "discharge-turned-by-review"]);
    assert_eq!(ids("W-out", "w21003", 3), ["discharge-undetermined"]);
}

#[test]
fn readings_are_due_since_the_monitor_was_installed() {
    let mut park = park();
    park.monitors[0].installed = Some(day(3));
    let sent = transmission(&book(&park, &readings()), "A-1", COD, TransmissionBy::Hour);
    assert_eq!((sent.due, sent.received, sent.valid), (24, 14, 14));
    park.monitors[0].installed = ymd(2025, 4, 1);
    let sent = transmission(&book(&park, &readings()), "A-1", COD, TransmissionBy::Hour);
    assert_eq!((sent.due, sent.effective_rate()), (0, None));
}

#[test]
fn a_works_without_a_registered_inflow_is_loaded_by_what_leaves_it() {
    let mut park = park();
    park.outlets.retain(|outlet| outlet.id != "W-in");
    park.outlets[1].discharges_to = Some("W-out".to_owned());
    let readings: Vec<Reading> = readings().into_iter().filter(|r| &*r.monitor != "MN-W-in").collect();
    let works = works_day(&book(&park, &readings), "W-out", day(1)).unwrap();
    assert_eq!((works.inflow_m3.value(), works.dischargers.len()), (works.outflow_m3.value(), 1));
    assert_eq!(works_day(&book(&park, &readings), "A-1", day(1)), None);
}

fn ymd(year: i32, month: u32, day: u32) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::from_ymd_opt(year, month, day)
}
