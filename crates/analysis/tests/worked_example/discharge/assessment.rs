//! The assessment of the example's outlets, on the day after its page: what the page says of each.

use super::outlets::{day, hourly, park, readings, tables};
use crate::networks::add;
use yanlian_analysis::discharge::{
    ClosedDays, DischargeAssessment, HandlingState, ReadingSet, Standing, WASTEWATER, begin, leaves_the_park,
};
use yanlian_analysis::{Question, TakeBasis, Zone, diagnose, plant_uses};
use yanlian_model::registers::{ExceedanceHandling, Limit, ReviewPeriod};
use yanlian_model::{Provenance, Registers, Rows};

fn assessment(registers: &Registers) -> DischargeAssessment {
    DischargeAssessment::new(registers, &readings(), &ClosedDays::default(), day(4), 3).unwrap()
}

fn standing(assessment: &DischargeAssessment, outlet: &str, factor: &str) -> Standing {
    let factors = &assessment.outlet(outlet).unwrap().factors;
    factors.iter().find(|assessment| assessment.factor == factor).unwrap().standing
}

fn handled(closed: bool, due: u32) -> ExceedanceHandling {
    ExceedanceHandling {
        id: "CB-1".to_owned(),
        outlet: "A-1".to_owned(),
        factor: "w01018".to_owned(),
        day: day(2),
        assigned: Some("office".to_owned()),
        due: Some(day(due)),
        cause: None,
        measure: None,
        closed: closed.then(|| day(3)),
        by: None,
        provenance: Provenance::default(),
    }
}

#[test]
fn every_outlet_stands_as_its_last_whole_day() {
    let assessment = assessment(&park());
    assert_eq!((assessment.window_from, assessment.through), (day(1), day(3)));
    assert_eq!(standing(&assessment, "A-1", "w01018"), Standing::NoEvidence, "14 of 24 hours");
    assert_eq!(standing(&assessment, "A-1", "w20122"), Standing::Within);
    assert_eq!(standing(&assessment, "B-1", "w20119"), Standing::NotJudged, "class 1 is judged at the workshop");
    assert_eq!(standing(&assessment, "W-out", "w21003"), Standing::Undetermined, "the temperature is not known");
    assert_eq!(assessment.outlet("W-out").unwrap().standing, Standing::Undetermined, "the worst of its factors");
    assert!(assessment.rests_on_unverified(), "copper's limit is not verified");
}

#[test]
fn exceedances_are_latest_first_and_a_review_withdraws_one() {
    let assessment = assessment(&park());
    let said = assessment.exceedances.iter().map(|e| {
        let mean = &e.verdict.mean;
        (mean.outlet.as_str(), mean.factor.as_str(), mean.day, e.state)
    });
    let expected = [
        ("A-1", "w01001", day(2), HandlingState::Unassigned),
        ("A-1", "w01018", day(2), HandlingState::Unassigned),
        ("B-1", "w01018", day(2), HandlingState::Withdrawn),
        ("W-out", "w21003", day(2), HandlingState::Unassigned),
    ];
    assert_eq!(said.collect::<Vec<_>>(), expected);
}

#[test]
fn handling_moves_an_exceedance_on() {
    let state = |row: ExceedanceHandling| {
        let assessment = assessment(&Registers { exceedance_handling: vec![row].into(), ..park() });
        let cod = assessment.exceedances.iter().find(|e| e.verdict.mean.factor == "w01018").unwrap();
        assert_eq!(cod.handling.as_deref(), Some("CB-1"));
        cod.state
    };
    assert_eq!(state(handled(false, 9)), HandlingState::Assigned);
    assert_eq!(state(handled(false, 4)), HandlingState::Assigned, "its last day is not over");
    assert_eq!(state(handled(false, 3)), HandlingState::Overdue);
    assert_eq!(state(handled(true, 3)), HandlingState::Closed);
}

#[test]
fn handling_without_an_exceedance_is_noticed() {
    let row = ExceedanceHandling { day: day(1), ..handled(false, 9) };
    let assessment = assessment(&Registers { exceedance_handling: vec![row].into(), ..park() });
    let ids: Vec<&str> = assessment.findings.iter().map(|finding| finding.message.id).collect();
    assert!(ids.contains(&"discharge-handled-without"), "{ids:?}");
}

#[test]
fn totals_transmission_tax_and_works_are_those_of_the_page() {
    let assessment = assessment(&park());
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    let cod = &assessment.outlet("A-1").unwrap().factors.iter().find(|f| f.factor == "w01018").unwrap();
    close(assessment.permits[0].used_kg.low(), 196.83);
    close(cod.year.as_ref().unwrap().used_kg.low(), 196.83);
    assert!(assessment.permits[0].used_kg.value().is_none(), "January and February are unknown");
    close(cod.by_hour.effective_rate().unwrap(), 0.7045454545454545);
    close(cod.masses.iter().map(|mass| mass.counted_kg.low()).sum(), 196.83);
    close(assessment.outlet("A-1").unwrap().tax.as_ref().unwrap().tax_cny.low(), 397.98);
    assert!(assessment.outlet("B-1").unwrap().tax.is_none());
    close(assessment.works[0].load.as_ref().unwrap().value().unwrap(), 0.864);
}

#[test]
fn an_hour_of_today_warns_and_an_empty_day_does_not() {
    let mut readings = readings();
    let quiet = DischargeAssessment::new(&park(), &readings, &ClosedDays::default(), day(4), 3).unwrap();
    readings.extend(hourly("A-1", "w00000", day(4), 0..=9, 20.0));
    readings.extend(hourly("A-1", "w01018", day(4), 0..=8, 40.0));
    readings.extend(hourly("A-1", "w01018", day(4), 9..=9, 51.0));
    let warned = DischargeAssessment::new(&park(), &readings, &ClosedDays::default(), day(4), 3).unwrap();
    assert_eq!(standing(&quiet, "A-1", "w01018"), Standing::NoEvidence);
    assert_eq!(standing(&warned, "A-1", "w01018"), Standing::EarlyWarning);
    assert_eq!(warned.exceedances, quiet.exceedances, "a day that is not over exceeds nothing");
    assert_eq!(warned.permits, quiet.permits);
}

#[test]
fn a_survey_begins_with_the_year_or_with_its_window() {
    let date = |year, month, day| chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
    assert_eq!(begin(day(4), 30), date(2025, 1, 1));
    assert_eq!(begin(date(2025, 1, 10), 30), date(2024, 12, 11));
    assert_eq!(begin(date(2025, 1, 1), 1), date(2024, 1, 1), "the last whole day is of the year before");
}

#[test]
fn what_monitors_measured_stands_where_no_use_is_registered() {
    let limit = |year, used| Limit {
        resource: "cod".to_owned(),
        year,
        cap: Some(50_000.0),
        used,
        provenance: Provenance::default(),
    };
    let registers = Registers { limits: vec![limit(2024, None), limit(2025, None)].into(), ..park() };
    let measured = assessment(&registers).measured(&registers);
    let cod = measured.iter().find(|measured| measured.resource == "cod").unwrap();
    assert_eq!((cod.year, cod.through), (2025, day(3)));
    // What leaves the park is the works' outlet and the direct ones; the indirect ones are in the works'.
    let assessment = assessment(&registers);
    let leaving = |outlet: &str| {
        let factors = &assessment.outlet(outlet).unwrap().factors;
        factors.iter().find(|factor| factor.factor == "w01018").and_then(|factor| factor.year.clone())
    };
    let direct: Vec<_> = registers.outlets.iter().filter(|outlet| leaves_the_park(outlet)).collect();
    let rates: Vec<f64> =
        direct.iter().filter_map(|outlet| leaving(&outlet.id)).map(|year| year.rate_kg_day.low()).collect();
    assert_eq!(cod.outlets, rates.len());
    assert!((cod.per_year.low() - 365.0 * rates.iter().sum::<f64>()).abs() < 1e-9);

    let used = |registers: &Registers, year| {
        let question = Question { measured: measured.clone(), ..Question::new(year, day(4)) };
        let diagnosis = diagnose(&Zone::new(registers.clone()), &question);
        (diagnosis.limits[0].used.low(), diagnosis.limits[0].measured.is_some())
    };
    assert_eq!(used(&registers, 2025), (cod.per_year.low(), true));
    assert_eq!(used(&registers, 2024), (0.0, false), "readings are of their own year");
    let registered = Registers { limits: vec![limit(2025, Some(7.0))].into(), ..park() };
    assert_eq!(used(&registered, 2025), (7.0, false), "what is registered goes first");
}

#[test]
fn waste_water_is_measured_by_its_volume() {
    let assessment = assessment(&park());
    let measured = assessment.measured(&park());
    let water = measured.iter().find(|measured| measured.resource == WASTEWATER).unwrap();
    // A-1 discharges 10 and 20 L/s for half a day each, then 20 for 18 hours, then for 24; W-out as the page says.
    let of_a = 1296.0 + 1296.0 + 1728.0;
    let volume = |outlet: &str| assessment.outlet(outlet).unwrap().volume.clone().unwrap();
    assert_eq!(volume("A-1").used_m3.low(), of_a);
    assert!((volume("A-1").rate_m3_day.low() - of_a / 30.0).abs() < 1e-9, "days before the readings are unknown");
    assert_eq!(volume("A-1").rate_m3_day.value(), None);
    assert_eq!((water.outlets, water.unit), (2, "m3"));
    let leaving = volume("A-1").rate_m3_day.low() + volume("W-out").rate_m3_day.low();
    assert!((water.per_year.low() - 365.0 * leaving).abs() < 1e-6);

    // Days that were closed have their volume too.
    let mut kept = ClosedDays::default();
    closed(&park(), &mut kept);
    let recent: Vec<_> = readings().into_iter().filter(|reading| reading.start.date() >= day(3)).collect();
    let of_a_day = DischargeAssessment::new(&park(), &recent, &kept, day(4), 1).unwrap();
    assert_eq!(of_a_day.outlet("A-1").unwrap().volume, Some(volume("A-1")));
}

#[test]
fn a_plant_takes_what_outlets_of_its_firm_measure_and_else_what_its_recipe_says() {
    let mut tables = tables();
    for (process, kg) in [("one", "3"), ("two", "1")] {
        add(&mut tables, "processes", &[("id", process), ("name_zh", process), ("main_product", process)]);
        let flow = [("process", process), ("item", "cod"), ("direction", "emit"), ("quantity", kg)];
        add(&mut tables, "flows", &flow);
    }
    // Of the plant of A no recipe says that it discharges anything; readings do.
    add(&mut tables, "processes", &[("id", "bare"), ("name_zh", "bare"), ("main_product", "bare")]);
    for (plant, firm, process) in [("A", "1", "bare"), ("B1", "2", "one"), ("B2", "2", "two"), ("C", "4", "two")] {
        let firm = format!("91000000MA000000{firm}X");
        add(&mut tables, "plants", &[("id", plant), ("enterprise", &firm), ("process", process), ("capacity", "100")]);
        add(&mut tables, "plant_outputs", &[("plant", plant), ("year", "2025"), ("output", "10")]);
    }
    let registers = Registers::from_tables(&tables);
    let zone = Zone::new(registers.clone());
    let assessment = assessment(&registers);
    let of = |year, plant: &str| {
        let uses = plant_uses(&zone, &Question::new(year, day(4)), Some(&assessment));
        let own = uses.into_iter().find(|own| own.plant == plant).unwrap();
        own.takes.into_iter().find(|take| take.resource == "cod").map(|take| (take.amount.low(), take.basis)).unwrap()
    };
    let measured =
        |firm: &str| assessment.of_enterprise(&registers, &format!("91000000MA000000{firm}X"), "cod").unwrap().low();
    assert!(measured("1") > 0.0 && measured("2") > 0.0);
    assert_eq!(of(2025, "A"), (measured("1"), TakeBasis::Readings));
    let close = |(amount, basis): (f64, TakeBasis), expected: f64| {
        assert_eq!(basis, TakeBasis::SharedReadings);
        assert!((amount - expected).abs() < 1e-9, "{amount} {expected}");
    };
    close(of(2025, "B1"), measured("2") * 0.75);
    close(of(2025, "B2"), measured("2") * 0.25);
    assert_eq!(of(2025, "C"), (10.0, TakeBasis::Recipe), "nobody measures there");
    assert_eq!(of(2024, "A").1, TakeBasis::Recipe, "readings are of their own year");
}

/// The days before the third, judged by the readings of each outlet alone, in the order of `open`.
fn closed(registers: &Registers, closed: &mut ClosedDays) {
    closed.suit(registers);
    for outlet in &registers.outlets {
        for (from, to) in closed.open(&outlet.id, begin(day(4), 1), day(3)) {
            let set = ReadingSet::new(registers, &readings(), from, to).unwrap();
            closed.close(&set, &outlet.id);
        }
    }
}

/// An assessment with a window of a day; of exceedances the hours are left out, which closed days lack.
fn of_a_day(registers: &Registers, readings: &[yanlian_model::Reading], closed: &ClosedDays) -> DischargeAssessment {
    let mut assessment = DischargeAssessment::new(registers, readings, closed, day(4), 1).unwrap();
    assessment.exceedances.iter_mut().for_each(|exceedance| exceedance.verdict.mean.hours.clear());
    assessment
}

#[test]
fn beside_closed_days_the_survey_is_the_same_without_their_readings() {
    let (park, readings) = (park(), readings());
    let mut kept = ClosedDays::default();
    closed(&park, &mut kept);
    let recent: Vec<_> = readings.iter().filter(|reading| reading.start.date() >= day(3)).cloned().collect();
    assert!(recent.len() < readings.len());
    let whole = of_a_day(&park, &readings, &ClosedDays::default());
    assert!(whole.exceedances.iter().any(|exceedance| exceedance.verdict.mean.day < day(3)), "a closed day has one");
    assert_eq!(of_a_day(&park, &recent, &kept), whole);

    // Another review reopens the days that it is about, other limits reopen all.
    let mut reviewed = park.clone();
    reviewed.review_periods.put(ReviewPeriod {
        id: "FH-9".to_owned(),
        outlet: "A-1".to_owned(),
        factor: None,
        from: format!("{}T08:00", day(2)),
        to: format!("{}T20:00", day(2)),
        reason: "a test".to_owned(),
        evidence: None,
        by: None,
        at: None,
        provenance: Provenance::default(),
    });
    kept.suit(&reviewed);
    assert_eq!(kept.open("A-1", day(1), day(3)), [(day(2), day(2))]);
    assert_eq!(kept.open("B-1", day(1), day(3)), []);
    closed(&reviewed, &mut kept);
    assert_eq!(of_a_day(&reviewed, &recent, &kept), of_a_day(&reviewed, &readings, &ClosedDays::default()));
    reviewed.outlet_limits = Rows::default();
    kept.suit(&reviewed);
    assert_eq!(kept.open("A-1", day(1), day(3)), [(day(1), day(2))]);
}
