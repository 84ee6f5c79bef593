//! Cases that the page has no room for.

use super::outlets::{day, hourly, park, reading, readings, set};
use chrono::{NaiveTime, TimeDelta};
use yanlian_analysis::discharge::{
    Cause, DayState, HourState, MeanBasis, NoLimit, Outcome, ReadingSet, ReadingSetFault, Reviewed, TransmissionBy,
    day_mean, day_verdict, hours, limit_on, transmission, verdict_findings, works_day,
};
use yanlian_model::{
    DischargeWay, LimitPeriod, OutletKind, Reading, ReadingPeriod, ReadingUnit, Registers, Rows, RuleKind, Severity,
};

const COD: &str = "w01018";
const ARSENIC: &str = "w20119";

fn ids(set: &ReadingSet) -> Vec<&'static str> {
    set.findings.iter().map(|finding| finding.message.id).collect()
}

#[test]
fn readings_that_belong_nowhere_are_left_out_with_a_word() {
    let mut park = park();
    let mut unfit = park.monitor_factors[0].clone();
    (unfit.monitor, unfit.factor, unfit.unit) = ("MN-B-1".to_owned(), "w20122".to_owned(), Some(ReadingUnit::LS));
    park.monitor_factors.put(unfit);
    let mut readings = hourly("nowhere", COD, day(1), 0..=23, 1.0);
    readings.extend(hourly("A-1", "w99999", day(1), 0..=23, 1.0));
    readings.extend(hourly("B-1", "w20122", day(1), 0..=23, 1.0));
    let set = set(&park, &readings);
    assert_eq!(ids(&set), ["discharge-unknown-factor", "discharge-unit-unfit", "discharge-unknown-monitor"]);
    assert!(set.findings.iter().all(|finding| finding.severity == Severity::Warning));
    assert_eq!(day_mean(&set, "B-1", "w20122", day(1), Reviewed::After).state, DayState::Missing);
}

#[test]
fn of_two_monitors_the_larger_value_is_kept_whatever_came_first() {
    let mut park = park();
    let mut second = park.monitors[0].clone();
    second.mn = "MN-A-2".to_owned();
    park.monitors.put(second);
    let low = hourly("A-1", COD, day(1), 3..=3, 10.0);
    let high: Vec<Reading> =
        low.iter().map(|reading| Reading { monitor: "MN-A-2".into(), avg: Some(90.0), ..reading.clone() }).collect();
    for order in [[&low[..], &high[..]].concat(), [&high[..], &low[..]].concat()] {
        let set = set(&park, &order);
        assert_eq!(ids(&set), ["discharge-conflicting-readings"]);
        assert_eq!(hours(&set, "A-1", COD, day(1), Reviewed::After)[3].value, Some(90.0));
    }
}

#[test]
fn of_what_a_monitor_says_twice_the_later_counts() {
    let park = park();
    let said = |value| hourly("A-1", COD, day(1), 3..=3, value);
    for values in [[10.0, 90.0], [90.0, 10.0]] {
        let readings = values.map(said).concat();
        let set = set(&park, &readings);
        assert_eq!(ids(&set), ["discharge-corrected-readings"]);
        assert_eq!(hours(&set, "A-1", COD, day(1), Reviewed::After)[3].value, Some(values[1]));
    }
    // What says nothing takes nothing back; a flag does.
    let silent = |flag| vec![Reading { avg: None, flag, ..said(0.0).remove(0) }];
    let hour = |readings: &[Reading]| hours(&set(&park, readings), "A-1", COD, day(1), Reviewed::After).remove(3);
    assert_eq!(hour(&[said(10.0), silent('N')].concat()).valid_value(), Some(10.0));
    assert_eq!(hour(&[said(10.0), silent('D')].concat()).state, HourState::Invalid(Cause::Flag('D')));
}

#[test]
fn a_day_value_that_contradicts_the_hours_brings_a_finding() {
    let park = park();
    let ids = |sent: f64, value: f64| {
        let mut readings = hourly("A-1", COD, day(1), 0..=23, value);
        readings.extend(hourly("A-1", "w00000", day(1), 0..=23, 10.0));
        let start = day(1).and_time(NaiveTime::MIN);
        readings.push(reading("A-1", COD, ReadingPeriod::Day, start, sent, 'N'));
        let set = set(&park, &readings);
        let findings = verdict_findings(&set, &day_verdict(&set, "A-1", COD, day(1)));
        findings.iter().map(|finding| finding.message.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(150.0, 40.0), ["discharge-day-value-differs"]);
    assert_eq!(ids(41.0, 40.0), Vec::<&str>::new());
    assert_eq!(ids(40.0, 150.0), ["discharge-exceedance", "discharge-day-value-differs"], "the hours are judged");
}

#[test]
fn a_lost_flow_takes_no_hour_out_of_the_mean() {
    let park = park();
    // Twenty hours of 160 mg/L at 5 L/s, four of 60 mg/L at 100 L/s: by flow 80 mg/L, plainly 143.3.
    let day_of = |lost: &[i64]| {
        let mut readings = hourly("A-1", COD, day(1), 0..=19, 160.0);
        readings.extend(hourly("A-1", COD, day(1), 20..=23, 60.0));
        let flow = |hour: i64| hourly("A-1", "w00000", day(1), hour..=hour, if hour < 20 { 5.0 } else { 100.0 });
        readings.extend((0..24).filter(|hour| !lost.contains(hour)).flat_map(flow));
        let mean = day_mean(&set(&park, &readings), "A-1", COD, day(1), Reviewed::After);
        (mean.mean.unwrap(), mean.basis.unwrap(), mean.volume_m3.value())
    };
    assert_eq!(day_of(&[]), (80.0, MeanBasis::FlowWeighted, Some((20.0 * 5.0 + 4.0 * 100.0) * 3.6)));
    for lost in [&[7_i64][..], &[0, 1], &[23], &[3, 9, 22]] {
        let (mean, basis, volume) = day_of(lost);
        assert!((mean - 80.0).abs() < 1e-9, "{lost:?}: {mean}");
        assert_eq!((basis, volume), (MeanBasis::FlowFilled, None));
    }
    // Between 5 and 100 L/s stands the middle: (160·(19·5 + 52.5) + 60·400) / (19·5 + 52.5 + 400).
    let (mean, ..) = day_of(&[19]);
    assert!((mean - (160.0 * 147.5 + 24_000.0) / 547.5).abs() < 1e-9, "{mean}");
    let most: Vec<i64> = (0..13).collect();
    let (mean, basis, _) = day_of(&most);
    assert!((mean - 3440.0 / 24.0).abs() < 1e-9 && basis == MeanBasis::Arithmetic, "{mean}");
}

#[test]
fn eighteen_hours_of_water_are_evidence_and_seventeen_are_none() {
    let park = park();
    for (last, outcome) in [(17, Outcome::Exceedance), (16, Outcome::NoEvidence)] {
        let mut readings = hourly("A-1", "w00000", day(1), 0..=23, 5.0);
        readings.extend(hourly("A-1", COD, day(1), 0..=last, 120.0));
        assert_eq!(day_verdict(&set(&park, &readings), "A-1", COD, day(1)).outcome, outcome);
    }
}

#[test]
fn a_time_without_rules_is_not_judged() {
    let mut park = park();
    let row = park.discharge_rules.iter().position(|row| row.rule == RuleKind::WaterDayHours).unwrap();
    park.discharge_rules[row].to = Some(day(2));
    let fault = ReadingSet::new(&park, &[], day(1), day(3)).unwrap_err();
    let ReadingSetFault::Rules(missing) = &fault else { panic!("{fault}") };
    assert_eq!(missing.0, [(RuleKind::WaterDayHours, day(3))]);
    assert!(fault.to_string().contains("water_day_hours on 2025-03-03"));
    let mut next = park.discharge_rules[row].clone();
    (next.from, next.to, next.value) = (day(3), None, 5.0);
    park.discharge_rules.put(next);
    let set = set(&park, &readings());
    assert_eq!(day_mean(&set, "B-1", COD, day(2), Reviewed::After).state, DayState::Invalid);
    assert_eq!(day_mean(&set, "A-1", COD, day(3), Reviewed::After).state, DayState::Valid, "14 hours of 5");
    assert_eq!(
        ReadingSet::new(&park, &[], day(3), day(1)).unwrap_err(),
        ReadingSetFault::Backwards { from: day(3), to: day(1) }
    );
}

#[test]
fn a_review_whose_times_cannot_be_read_has_no_effect() {
    let mut park = park();
    for (from, to) in [("2025-03-02 12:00", "2025-03-02T18:00"), ("2025-03-02T18:00", "2025-03-02T12:00")] {
        (park.review_periods[0].from, park.review_periods[0].to) = (from.to_owned(), to.to_owned());
        let set = set(&park, &readings());
        assert_eq!(ids(&set), ["discharge-review-time"]);
        assert_eq!(day_verdict(&set, "B-1", COD, day(2)).outcome, Outcome::Exceedance);
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
    let states: Vec<HourState> = hours(&set(&park, &readings), "A-1", COD, day(1), Reviewed::After)
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
    let volume = day_mean(&set(&park, &readings), "A-1", COD, day(1), Reviewed::After).volume_m3;
    assert_eq!(volume.value(), Some(40.0 + 23.0 * 36.0));
}

#[test]
fn a_day_without_discharge_has_no_mass_and_no_verdict() {
    let park = park();
    let mut readings = hourly("A-1", "w00000", day(1), 0..=23, 0.0);
    readings.extend(hourly("A-1", COD, day(1), 0..=23, 500.0));
    let verdict = day_verdict(&set(&park, &readings), "A-1", COD, day(1));
    assert_eq!((verdict.outcome, verdict.mean.mean), (Outcome::NoDischarge, None));
    assert_eq!(verdict.mean.mass_kg.unwrap().value(), Some(0.0));
}

#[test]
fn an_hour_over_a_limit_on_hours_is_an_exceedance() {
    let mut park = park();
    let mut hourly_limit = park.discharge_limits.iter().find(|row| row.factor == COD).unwrap().clone();
    (hourly_limit.standard, hourly_limit.way) = ("gb25467-2010-2".to_owned(), DischargeWay::Both);
    (hourly_limit.period, hourly_limit.value) = (LimitPeriod::Hourly, Some(60.0));
    park.discharge_limits.put(hourly_limit);
    let verdict = day_verdict(&set(&park, &readings()), "A-1", COD, day(2));
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
    park.outlet_limits = Rows::default();
    assert_eq!(high(&park, "A-1", COD), Err(NoLimit::AtOutlet));
    (park.outlets[0].kind, park.outlets[0].standard) = (OutletKind::Direct, None);
    assert_eq!(high(&park, "A-1", COD), Err(NoLimit::NoStandard));
}

#[test]
fn an_amended_limit_follows_the_first_from_its_day() {
    let mut park = park();
    park.outlet_limits = Rows::default();
    let of_cod = |row: &&yanlian_model::registers::DischargeLimit| {
        row.standard == "gb25467-2010-2" && row.factor == COD && row.way == DischargeWay::Direct
    };
    let mut amended = park.discharge_limits.iter().find(of_cod).unwrap().clone();
    (amended.from, amended.value, amended.verified) = (day(2), Some(40.0), Some(true));
    park.discharge_limits.put(amended);
    let limits = [1, 2].map(|d| limit_on(&park, "A-1", COD, day(d), LimitPeriod::Daily).unwrap());
    assert_eq!(limits.each_ref().map(|limit| (limit.high, limit.verified)), [(Some(60.0), false), (Some(40.0), true)]);
}

#[test]
fn ph_is_judged_by_its_hours() {
    let park = park();
    let verdict_of = |values: &dyn Fn(i64) -> f64, last: i64| {
        let mut readings = hourly("A-1", "w00000", day(1), 0..=23, 10.0);
        readings.extend((0..=last).flat_map(|h| hourly("A-1", "w01001", day(1), h..=h, values(h))));
        let set = set(&park, &readings);
        let verdict = day_verdict(&set, "A-1", "w01001", day(1));
        let ids: Vec<_> = verdict_findings(&set, &verdict).iter().map(|finding| finding.message.id).collect();
        (verdict.outcome, verdict.hours_over.len(), verdict.over, ids)
    };
    let over = vec!["discharge-range-exceedance", "discharge-limit-unverified"];
    // Acid and lye of which the mean is 8.
    let both = verdict_of(&|hour| if hour < 12 { 3.0 } else { 13.0 }, 23);
    assert_eq!(both, (Outcome::Exceedance, 24, None, over.clone()));
    assert_eq!(verdict_of(&|hour| if hour == 7 { 5.9 } else { 7.0 }, 23), (Outcome::Exceedance, 1, None, over.clone()));
    assert_eq!(verdict_of(&|hour| if hour % 2 == 0 { 6.0 } else { 9.0 }, 23), (Outcome::Within, 0, None, vec![]));
    // Few hours are no evidence that all is well, but each is one of what it shows.
    assert_eq!(verdict_of(&|_| 7.0, 9).0, Outcome::NoEvidence);
    assert_eq!(verdict_of(&|_| 9.5, 0).0, Outcome::Exceedance);
}

#[test]
fn ten_minutes_of_acid_and_lye_make_no_good_hour() {
    let park = park();
    let mut readings = hourly("A-1", "w00000", day(1), 0..=23, 10.0);
    let start = day(1).and_time(NaiveTime::MIN);
    readings.extend((0..144).map(|ten| {
        let value = if ten % 2 == 0 { 3.0 } else { 13.0 };
        reading("A-1", "w01001", ReadingPeriod::TenMinute, start + TimeDelta::minutes(10 * ten), value, 'N')
    }));
    let verdict = day_verdict(&set(&park, &readings), "A-1", "w01001", day(1));
    assert_eq!((verdict.outcome, verdict.hours_over.len()), (Outcome::Exceedance, 24));
}

#[test]
fn findings_of_the_example() {
    let park = park();
    let set = set(&park, &readings());
    let ids = |outlet, factor, on| {
        let findings = verdict_findings(&set, &day_verdict(&set, outlet, factor, day(on)));
        findings.iter().map(|finding| finding.message.id).collect::<Vec<_>>()
    };
    assert_eq!(ids("A-1", COD, 1), Vec::<&str>::new());
    assert_eq!(ids("A-1", COD, 2), ["discharge-exceedance", "discharge-day-value-differs"]);
    assert_eq!(ids("A-1", "w01001", 2), ["discharge-range-exceedance", "discharge-limit-unverified"]);
    assert_eq!(ids("B-1", COD, 2), ["discharge-early-warning", "discharge-no-evidence", "discharge-turned-by-review"]);
    assert_eq!(ids("W-out", "w21003", 3), ["discharge-undetermined"]);
}

#[test]
fn readings_are_due_since_the_monitor_was_installed() {
    let mut park = park();
    park.monitors[0].installed = Some(day(3));
    let sent = transmission(&set(&park, &readings()), "A-1", COD, TransmissionBy::Hour);
    assert_eq!((sent.due, sent.received, sent.valid), (24, 14, 14));
    park.monitors[0].installed = ymd(2025, 4, 1);
    let sent = transmission(&set(&park, &readings()), "A-1", COD, TransmissionBy::Hour);
    assert_eq!((sent.due, sent.effective_rate()), (0, None));
}

#[test]
fn a_works_without_a_registered_inflow_is_loaded_by_what_leaves_it() {
    let mut park = park();
    park.outlets.retain(|outlet| outlet.id != "W-in");
    park.outlets[1].discharges_to = Some("W-out".to_owned());
    let readings: Vec<Reading> = readings().into_iter().filter(|r| &*r.monitor != "MN-W-in").collect();
    let works = works_day(&set(&park, &readings), "W-out", day(1)).unwrap();
    assert_eq!((works.inflow_m3.value(), works.dischargers.len()), (works.outflow_m3.value(), 1));
    assert_eq!(works_day(&set(&park, &readings), "A-1", day(1)), None);
}

fn ymd(year: i32, month: u32, day: u32) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::from_ymd_opt(year, month, day)
}
