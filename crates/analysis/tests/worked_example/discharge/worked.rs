//! Every table of the page against the methods.

use super::outlets::{PAGE, date, park, readings, set, tables};
use crate::page::{same, same_number, same_or_none, table_of};
use yanlian_analysis::discharge::{
    Cause, Forecast, HourState, MassBasis, NoLimit, Outcome, ReadingSet, Reviewed, TransmissionBy, day_masses,
    day_mean, day_verdict, hours, limit_on, permit_use, tax_estimate, transmission, works_day,
};
use yanlian_model::{LimitPeriod, dangling};

fn table(heading: &str) -> Vec<Vec<&'static str>> {
    table_of(PAGE, heading, 0)
}

fn with_book(check: impl Fn(&ReadingSet)) {
    let park = park();
    let set = set(&park, &readings());
    assert_eq!(set.findings, []);
    check(&set);
}

fn words(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().replace('_', " ")
}

#[test]
fn the_outlets_are_as_the_page_says() {
    assert_eq!(dangling(&tables()), []);
    with_book(|set| {
        for row in table("1. The outlets") {
            let outlet = set.outlet(row[0]).unwrap();
            assert_eq!(words(outlet.kind.choice().key), row[1]);
            assert_eq!(outlet.standard.as_deref().unwrap_or_default(), row[2]);
            assert_eq!(outlet.discharges_to.as_deref().unwrap_or_default(), row[3]);
            same_number(row[0], outlet.tax_rate_cny, if row[4].is_empty() { "none" } else { row[4] });
        }
    });
}

fn state(state: &HourState) -> String {
    match state {
        HourState::Valid => "valid".into(),
        HourState::NoFlow => "no flow".into(),
        HourState::Missing => "missing".into(),
        HourState::Invalid(Cause::Flag(flag)) => format!("flag {flag}"),
        HourState::Invalid(Cause::FewTenMinutes { valid, due }) => format!("{valid} of {due}"),
        HourState::Invalid(Cause::Review(id)) => format!("review {id}"),
        HourState::Invalid(Cause::NoValue) => "no value".into(),
        HourState::Invalid(Cause::Negative) => "negative".into(),
    }
}

#[test]
fn hours_of_the_page() {
    with_book(|set| {
        for row in table("3. Hours") {
            let of_day = hours(set, row[0], row[1], date(row[2]), Reviewed::After);
            let hour = &of_day[row[3].parse::<usize>().unwrap()];
            assert_eq!(state(&hour.state), row[4], "{row:?}");
            same_number(row[1], hour.value, row[5]);
            same_number(row[1], hour.volume_m3, row[6]);
        }
    });
}

#[test]
fn means_of_the_page() {
    with_book(|set| {
        for row in table("Means") {
            let mean = day_mean(set, row[0], row[1], date(row[2]), Reviewed::After);
            assert_eq!([mean.due.to_string(), mean.valid.to_string(), words(mean.state)], row[3..6], "{row:?}");
            same_number(row[1], mean.mean, row[6]);
            assert_eq!(mean.basis.map_or("none".to_owned(), words), row[7], "{row:?}");
        }
    });
}

#[test]
fn masses_of_the_page() {
    with_book(|set| {
        for row in table("Volumes and masses") {
            let masses = day_masses(set, row[0], row[1]);
            let mass = masses.iter().find(|mass| mass.day == date(row[2])).unwrap();
            let mean = day_mean(set, row[0], row[1], mass.day, Reviewed::After);
            same(row[1], &mean.volume_m3, row[3]);
            same(row[1], &mass.measured_kg, row[4]);
            same(row[1], &mass.counted_kg, row[5]);
            let basis = match mass.basis {
                MassBasis::Measured => "measured".to_owned(),
                MassBasis::ByMean => "by mean".to_owned(),
                MassBasis::Substituted { from, since } => format!("substituted from {from} since {since}"),
                MassBasis::Open => "open".to_owned(),
            };
            assert_eq!(basis, row[6], "{row:?}");
        }
    });
}

#[test]
fn limits_of_the_page() {
    with_book(|set| {
        for row in table("5. Verdicts") {
            let limit = limit_on(set.registers, row[0], row[1], set.to, LimitPeriod::Daily).unwrap();
            same_number(row[1], limit.high, row[2]);
            same_number(row[1], limit.cold_high, row[3]);
            same_number(row[1], limit.low, row[4]);
            assert_eq!(limit.verified, row[5] == "yes", "{row:?}");
        }
    });
}

fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::NotJudged(NoLimit::AtWorkshop) => "not judged: at workshop".to_owned(),
        Outcome::NotJudged(why) => format!("not judged: {why:?}"),
        plain => words(plain),
    }
}

#[test]
fn verdicts_of_the_page() {
    with_book(|set| {
        for row in table("Day by day") {
            let verdict = day_verdict(set, row[0], row[1], date(row[2]));
            assert_eq!([outcome(verdict.before.outcome), outcome(verdict.outcome)], row[3..5], "{row:?}");
            same_number(row[1], verdict.over, row[5]);
            assert_eq!(verdict.hours_over.len().to_string(), row[6], "{row:?}");
        }
        let turned = day_verdict(set, "B-1", "w01018", super::outlets::day(2));
        same_number("before review", turned.before.mean, "150/2 + 290/2 = 220");
    });
}

#[test]
fn transmission_of_the_page() {
    with_book(|set| {
        for row in table("6. Transmission") {
            let by = if row[2] == "day" { TransmissionBy::Day } else { TransmissionBy::Hour };
            let sent = transmission(set, row[0], row[1], by);
            for (count, cell) in [sent.due, sent.received, sent.due_valid, sent.valid].into_iter().zip(&row[3..7]) {
                same_number(row[1], Some(count as f64), cell);
            }
            same_number(row[1], sent.effective_rate(), row[7]);
        }
    });
}

#[test]
fn totals_of_the_page() {
    with_book(|set| {
        for row in table("7. Totals") {
            let permit = set.registers.permits.iter().find(|permit| permit.id == row[0]).unwrap();
            let used = permit_use(set, permit, 3).unwrap();
            assert_eq!(used.outlets.join("; "), row[1]);
            same("used", &used.used_kg, row[2]);
            same("measured", &used.measured_kg, row[3]);
            same_or_none("left", used.left_kg.as_ref(), row[4]);
            same("rate", &used.rate_kg_day, row[5]);
            let (earliest, latest) = (Some(date(row[6])), Some(date(row[7])));
            assert_eq!(used.forecast, Forecast::Between { earliest, latest });
        }
    });
}

#[test]
fn tax_of_the_page() {
    with_book(|set| {
        for row in table("8. Tax") {
            let estimate = tax_estimate(set, row[0], 2025, 3).unwrap();
            let line = estimate.lines.iter().find(|line| line.factor == row[1]).unwrap();
            assert!(line.counts);
            same("mass", &line.mass_kg, row[2]);
            same("equivalents", &line.equivalents, row[3]);
            same_number("mean", line.mean, row[4]);
            same("pays", &line.pays, row[5]);
            same("tax", &line.tax_cny, row[6]);
        }
        for row in table("Sums") {
            same(row[0], &tax_estimate(set, row[0], 2025, 3).unwrap().tax_cny, row[1]);
        }
        assert_eq!(tax_estimate(set, "B-1", 2025, 3), None);
    });
}

#[test]
fn works_of_the_page() {
    with_book(|set| {
        for row in table("9. The treatment works") {
            let works = works_day(set, "W-out", date(row[0])).unwrap();
            same("inflow", &works.inflow_m3, row[1]);
            same_or_none("load", works.load.as_ref(), row[2]);
            let [firm] = &works.dischargers[..] else { panic!("one firm: {:?}", works.dischargers) };
            assert_eq!(firm.outlet, "B-1");
            same("volume", &firm.volume_m3, row[3]);
            same_or_none("share", firm.share.as_ref(), row[4]);
            same("rest", &works.rest_m3, row[5]);
        }
    });
}
