//! What must hold whatever was read, in whichever order.

use super::outlets::{day, hourly, park, reading, readings, set};
use crate::page::close;
use crate::park::cases;
use chrono::{NaiveTime, TimeDelta};
use proptest::prelude::*;
use yanlian_analysis::discharge::{DayVerdict, ReadingSet, Reviewed, day_masses, day_mean, day_verdict};
use yanlian_model::{Figure, Reading, ReadingPeriod, ReadingUnit};

const SENT: [(&str, &[&str]); 3] =
    [("A-1", &["w01018", "w20122", "w01001"]), ("B-1", &["w01018", "w21003"]), ("W-out", &["w21003"])];

fn verdicts(set: &ReadingSet) -> Vec<DayVerdict> {
    let of = |(outlet, factors): (&str, &[&str])| {
        let days = set.days().flat_map(|day| factors.iter().map(move |factor| (day, *factor)));
        days.map(|(day, factor)| day_verdict(set, outlet, factor, day)).collect::<Vec<_>>()
    };
    SENT.into_iter().flat_map(of).collect()
}

fn measured(set: &ReadingSet) -> Vec<Figure> {
    let masses = |(outlet, factors): (&'static str, &'static [&str])| {
        factors.iter().flat_map(move |factor| day_masses(set, outlet, factor))
    };
    SENT.into_iter().flat_map(masses).map(|mass| mass.measured_kg).collect()
}

/// Twenty-four hours of flow (L/s) and concentration (mg/L), each six values.
fn tens() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0.0..50.0, 0.0..300.0), 144)
}

/// The same as hours: mean flow, and the mean concentration that the flow weighs.
fn as_hours(tens: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let hour = |six: &[(f64, f64)]| {
        let flow: f64 = six.iter().map(|(q, _)| q).sum();
        (flow / 6.0, six.iter().map(|(q, c)| q * c).sum::<f64>() / flow)
    };
    tens.chunks(6).map(hour).collect()
}

fn sent(values: &[(f64, f64)], period: ReadingPeriod) -> Vec<Reading> {
    let minutes = 24 * 60 / values.len() as i64;
    let pair = |(i, (q, c)): (usize, &(f64, f64))| {
        let start = day(1).and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes * i as i64);
        ["w00000", "w01018"].into_iter().zip([*q, *c]).map(move |(f, v)| reading("A-1", f, period, start, v, 'N'))
    };
    values.iter().enumerate().flat_map(pair).collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn neither_order_nor_repetition_matters(
        shuffled in Just(readings()).prop_shuffle(),
        again in prop::collection::vec(any::<prop::sample::Index>(), 0..200),
    ) {
        let park = park();
        let plain = verdicts(&set(&park, &readings()));
        let twice = shuffled.iter().cloned().chain(again.iter().map(|i| i.get(&shuffled).clone()));
        let other = set(&park, &twice.collect::<Vec<_>>());
        prop_assert_eq!(&other.findings, &vec![]);
        prop_assert_eq!(verdicts(&other), plain);
    }

    #[test]
    fn splitting_hours_into_ten_minutes_changes_neither_mass_nor_mean(tens in tens(), split in prop::collection::vec(any::<bool>(), 24)) {
        let park = park();
        let brute: f64 = tens.iter().map(|(q, c)| q * c * 600.0 / 1e6).sum();
        let hours = sent(&as_hours(&tens), ReadingPeriod::Hour);
        let minutes = sent(&tens, ReadingPeriod::TenMinute);
        let is_split = |reading: &&Reading| split[usize::try_from((reading.start - day(1).and_time(NaiveTime::MIN)).num_hours()).unwrap()];
        let mixed: Vec<Reading> = hours.iter().filter(|r| !is_split(r)).chain(minutes.iter().filter(is_split)).cloned().collect();
        let volume: f64 = tens.iter().map(|(q, _)| q * 0.6).sum();
        for readings in [hours, minutes, mixed] {
            let mean = day_mean(&set(&park, &readings), "A-1", "w01018", day(1), Reviewed::After);
            prop_assert!(close(mean.mass_kg.unwrap().value().unwrap(), brute));
            prop_assert!(close(mean.volume_m3.value().unwrap(), volume));
            prop_assert!(close(mean.mean.unwrap(), brute * 1000.0 / volume));
        }
    }

    #[test]
    fn what_is_lost_widens_and_never_narrows(lost in prop::collection::vec(any::<prop::sample::Index>(), 1..120)) {
        let park = park();
        // Ten-minute values say how complete an hour is; losing those is not losing the hour.
        let all: Vec<Reading> = readings().into_iter().filter(|r| r.period == ReadingPeriod::Hour).collect();
        let mut left = all.clone();
        let mut known = measured(&set(&park, &all));
        for some in lost.chunks(40) {
            some.iter().for_each(|i| { left.remove(i.index(left.len())); });
            let wider = measured(&set(&park, &left));
            for (known, wider) in known.iter().zip(&wider) {
                prop_assert!(wider.low() <= known.low() + 1e-9 && known.high() <= wider.high() + 1e-9, "{known:?} {wider:?}");
            }
            known = wider;
        }
    }

    #[test]
    fn a_review_only_takes_evidence_away(from in 0i64..72, length in 1i64..72, every_factor in any::<bool>()) {
        let mut park = park();
        let time = |hours| (day(1).and_time(NaiveTime::MIN) + TimeDelta::hours(hours)).format("%Y-%m-%dT%H:%M").to_string();
        let mut more = park.review_periods[0].clone();
        (more.id, more.outlet) = ("FH-2".to_owned(), "A-1".to_owned());
        (more.from, more.to) = (time(from), time(from + length));
        more.factor = (!every_factor).then(|| "w01018".to_owned());
        park.review_periods.put(more);
        let set = set(&park, &readings());
        for verdict in verdicts(&set) {
            let day = &verdict.mean;
            let before = day_mean(&set, &day.outlet, &day.factor, day.day, Reviewed::Before);
            prop_assert!(day.valid <= before.valid);
            prop_assert_eq!((before.valid, before.mean), (verdict.before.valid, verdict.before.mean));
            if let (Some(after), Some(before)) = (&day.mass_kg, &before.mass_kg) {
                prop_assert!(after.low() <= before.low() + 1e-9 && before.high() <= after.high() + 1e-9);
            }
        }
    }
}

#[test]
fn the_unit_of_sending_does_not_matter() {
    let plain = park();
    let mut other = park();
    let mut row = other.monitor_factors[0].clone();
    for (factor, unit) in [("w01018", ReadingUnit::UgL), ("w00000", ReadingUnit::M3H), ("w20122", ReadingUnit::GL)] {
        (row.factor, row.unit) = (factor.to_owned(), Some(unit));
        other.monitor_factors.put(row.clone());
    }
    let in_other_units = readings().into_iter().map(|reading| {
        let by = match (&*reading.monitor, &*reading.factor) {
            ("MN-A-1", "w01018") => 1000.0,
            ("MN-A-1", "w00000") => 3.6,
            ("MN-A-1", "w20122") => 0.001,
            _ => 1.0,
        };
        Reading { avg: reading.avg.map(|value| value * by), ..reading }
    });
    let (plain, other) = (set(&plain, &readings()), set(&other, &in_other_units.collect::<Vec<_>>()));
    assert_eq!(other.findings, []);
    for (a, b) in verdicts(&plain).iter().zip(verdicts(&other)) {
        assert_eq!((a.outcome, a.mean.state, a.mean.valid), (b.outcome, b.mean.state, b.mean.valid));
        assert!(a.mean.mean.zip(b.mean.mean).is_none_or(|(a, b)| close(a, b)), "{:?} {:?}", a.mean.mean, b.mean.mean);
    }
    for (a, b) in measured(&plain).iter().zip(measured(&other)) {
        assert!(close(a.low(), b.low()) && close(a.high(), b.high()));
    }
}

#[test]
fn masses_of_parts_add_up_to_the_whole() {
    let park = park();
    let readings = readings();
    let part = |from, to| measured_of(&ReadingSet::new(&park, &readings, from, to).unwrap());
    let (whole, parts) = (part(day(1), day(3)), [part(day(1), day(1)), part(day(2), day(3))]);
    let sum = &parts[0] + &parts[1];
    assert!(close(whole.low(), sum.low()) && whole.missing() == sum.missing());
}

fn measured_of(set: &ReadingSet) -> Figure {
    day_masses(set, "B-1", "w01018").into_iter().map(|mass| mass.measured_kg).sum()
}

#[test]
fn a_constant_at_its_limit_is_not_over_it() {
    let park = park();
    for limit in [50.0, 49.999_999_999_9] {
        let mut readings = hourly("A-1", "w01018", day(1), 0..=23, limit);
        readings.extend((0..24).flat_map(|h| hourly("A-1", "w00000", day(1), h..=h, 0.1 + h as f64 / 7.0)));
        let verdict = day_verdict(&set(&park, &readings), "A-1", "w01018", day(1));
        assert_eq!(verdict.outcome, yanlian_analysis::discharge::Outcome::Within, "{:?}", verdict.mean.mean);
        assert!(verdict.hours_over.is_empty());
    }
}
