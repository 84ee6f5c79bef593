//! Readings that contradict each other or themselves.

use super::outlets::{day, hourly, park, set};
use chrono::TimeDelta;
use yanlian_analysis::discharge::{Cause, HourState, ReadingSet, Reviewed, day_mean, hours};
use yanlian_model::registers::MonitorFactor;
use yanlian_model::{Reading, Record, Registers};

const COD: &str = "w01018";

fn ids(set: &ReadingSet) -> Vec<&'static str> {
    set.findings.iter().map(|finding| finding.message.id).collect()
}

#[test]
fn a_counted_volume_that_contradicts_the_mean_flow_does_not_count() {
    let park = park();
    // 5 L/s are 18 m³ an hour: litres, a running total, an hour's count of the wrong unit, none at all.
    for (counted, clear) in
        [(18_000.0, false), (1_018.0, false), (5.0, false), (64.8, false), (0.0, false), (19.4, true), (16.5, true)]
    {
        let mut readings = hourly("A-1", COD, day(1), 0..=23, 60.0);
        readings[3].avg = Some(200.0);
        let flow = hourly("A-1", "w00000", day(1), 0..=23, 5.0).into_iter();
        let counts = (0..24).map(|hour| if hour == 3 { counted } else { 18.0 });
        readings.extend(flow.zip(counts).map(|(reading, cou)| Reading { cou: Some(cou), ..reading }));
        let set = set(&park, &readings);
        assert_eq!(ids(&set), if clear { vec![] } else { vec!["discharge-volume-contradicts"] }, "{counted}");
        let mean = day_mean(&set, "A-1", COD, day(1), Reviewed::After);
        let expected = if clear { Some(23.0 * 18.0 + counted) } else { None };
        assert_eq!((mean.volume_m3.value(), mean.valid), (expected, 24), "{counted}");
        // Filled in between its neighbours: (23·60 + 200) / 24.
        assert!(clear || (mean.mean.unwrap() - 1580.0 / 24.0).abs() < 1e-9, "{counted}: {:?}", mean.mean);
        let hour = hours(&set, "A-1", "w00000", day(1), Reviewed::After).remove(3);
        assert_eq!(hour.state == HourState::Valid, clear, "{counted}");
    }
    // A flag by which the hour is no evidence says so itself.
    for (flag, found) in [('D', vec![]), ('!', vec![]), ('S', vec!["discharge-volume-contradicts"])] {
        let flow = hourly("A-1", "w00000", day(1), 3..=3, 5.0).remove(0);
        let readings = [Reading { cou: Some(64.8), flag, ..flow }];
        let set = set(&park, &readings);
        let cause = if flag == 'D' { 'D' } else { '!' };
        let hour = hours(&set, "A-1", "w00000", day(1), Reviewed::After).remove(3);
        assert_eq!((hour.state, ids(&set)), (HourState::Invalid(Cause::Flag(cause)), found), "{flag}");
    }
    // What is measured coarsely is no contradiction: 0.1 L/s may be 0.14.
    let mut coarse = hourly("A-1", "w00000", day(1), 0..=0, 0.1);
    coarse[0].cou = Some(0.5);
    assert_eq!(ids(&set(&park, &coarse)), Vec::<&str>::new());
}

#[test]
fn what_contradicts_itself_is_no_evidence_and_takes_nothing_back() {
    let park = park();
    let unclear =
        || hourly("A-1", COD, day(1), 3..=3, 90.0).into_iter().map(|reading| Reading { flag: '!', ..reading });
    let clear = || hourly("A-1", COD, day(1), 3..=3, 10.0).into_iter();
    let hour = |readings: Vec<Reading>| hours(&set(&park, &readings), "A-1", COD, day(1), Reviewed::After).remove(3);
    assert_eq!(hour(unclear().collect()).state, HourState::Invalid(Cause::Flag('!')));
    assert_eq!(hour(unclear().chain(clear()).collect()).valid_value(), Some(10.0));
    assert_eq!(hour(clear().chain(unclear()).collect()).valid_value(), Some(10.0));
}

#[test]
fn an_hour_off_the_hour_never_replaces_the_one_on_it() {
    let park = park();
    let on = hourly("A-1", COD, day(1), 12..=12, 60.0).remove(0);
    let off =
        |minutes, value| Reading { start: on.start + TimeDelta::minutes(minutes), avg: Some(value), ..on.clone() };
    let of = |readings: &[Reading]| {
        let set = set(&park, readings);
        (hours(&set, "A-1", COD, day(1), Reviewed::After)[12].valid_value(), ids(&set))
    };
    let noted = "discharge-off-period-readings";
    assert_eq!(of(&[on.clone(), off(59, 2000.0)]), (Some(60.0), vec![noted]));
    assert_eq!(of(&[off(59, 2000.0), on.clone()]), (Some(60.0), vec![noted]));
    assert_eq!(of(&[off(59, 50.0)]), (Some(50.0), vec![noted]), "alone it stands for its hour");
    for readings in [[off(20, 40.0), off(59, 50.0)], [off(59, 50.0), off(20, 40.0)]] {
        assert_eq!(of(&readings), (Some(50.0), vec![noted]), "of two the later, whatever came first");
    }
    // Nor where what stands on the hour is no evidence, whatever came first: the hour stays as it is.
    let silent = Reading { avg: None, ..on.clone() };
    let flagged = |flag| Reading { flag, ..on.clone() };
    for (on, cause) in [(silent, Cause::NoValue), (flagged('!'), Cause::Flag('!')), (flagged('D'), Cause::Flag('D'))] {
        for readings in [[on.clone(), off(7, 5.0)], [off(7, 5.0), on.clone()]] {
            let set = set(&park, &readings);
            let hour = hours(&set, "A-1", COD, day(1), Reviewed::After).remove(12);
            assert_eq!((hour.state, ids(&set)), (HourState::Invalid(cause.clone()), vec![noted]), "{readings:?}");
        }
    }
}

#[test]
fn an_hour_off_the_hour_does_not_replace_that_of_another_monitor() {
    let mut park = park();
    let mut second = park.monitors[0].clone();
    second.mn = "MN-A-2".to_owned();
    park.monitors.put(second);
    let on = hourly("A-1", COD, day(1), 12..=12, 60.0).remove(0);
    let late = on.start + TimeDelta::minutes(7);
    let off = |avg| Reading { monitor: "MN-A-2".into(), start: late, avg: Some(avg), ..on.clone() };
    let unclear = Reading { flag: '!', ..on.clone() };
    for (on, value) in [(on.clone(), Some(60.0)), (unclear, None)] {
        for readings in [[on.clone(), off(2000.0)], [off(2000.0), on.clone()]] {
            let set = set(&park, &readings);
            assert_eq!(hours(&set, "A-1", COD, day(1), Reviewed::After)[12].valid_value(), value, "{readings:?}");
            assert_eq!(ids(&set), ["discharge-off-period-readings"], "two times are no conflict");
        }
    }
}

#[test]
fn what_no_water_can_have_is_no_evidence_and_what_is_over_range_was_more() {
    let hour_of = |park: &Registers, factor: &str, value: f64, flag: char| {
        let reading = Reading { flag, ..hourly("A-1", factor, day(1), 3..=3, value).remove(0) };
        let readings = [reading];
        let set = set(park, &readings);
        let state = hours(&set, "A-1", factor, day(1), Reviewed::After).remove(3).state;
        (state == HourState::Valid, ids(&set))
    };
    let mut park = park();
    for value in [9999.0, 99_999.0, 999_999.0, 9_999_999.0, 9999.9, 99_999.99, 1_000_001.0] {
        assert_eq!(hour_of(&park, COD, value, 'N'), (false, vec!["discharge-odd-readings"]), "{value}");
    }
    for value in [999.0, 99.99, 9998.0, 19_999.0, 9990.0, 60.0] {
        assert_eq!(hour_of(&park, COD, value, 'N'), (true, vec![]), "{value}");
    }
    assert_eq!(hour_of(&park, "w00000", 9_999_999.0, 'N'), (false, vec!["discharge-odd-readings"]));
    // A flag by which the hour is no evidence says so itself.
    assert_eq!(hour_of(&park, COD, 9999.0, 'D'), (false, vec![]));
    let monitor = park.monitors.iter().find(|monitor| monitor.outlet == "A-1").unwrap().mn.clone();
    let row = MonitorFactor::from_texts(&[("monitor", &monitor), ("factor", COD), ("range_high", "500")]).unwrap();
    let others = park.monitor_factors.iter().filter(|row| row.monitor != monitor || row.factor != COD).cloned();
    park.monitor_factors = others.chain([row]).collect::<Vec<_>>().into();
    assert_eq!(hour_of(&park, COD, 500.0, 'N'), (true, vec![]));
    // What the monitor is not made for may hide no exceedance.
    for (value, flag) in [(500.1, 'N'), (500.0, 'T'), (640.0, 'T')] {
        assert_eq!(hour_of(&park, COD, value, flag), (true, vec!["discharge-over-range"]), "{value}");
    }
    assert_eq!(hour_of(&park, COD, 500.1, 'D'), (false, vec![]));
}
