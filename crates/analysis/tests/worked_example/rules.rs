//! The rules of prices, limits and years at their edges, on changes of the park.

use crate::page::{close, same};
use crate::park::{asked, diagnosed, question, set, set_number, tables, zone_of};
use yanlian_analysis::{Diagnosis, Extension, LimitUse, PriceUsed};
use yanlian_model::Value;

const MAGNESIUM_PRICE: [&str; 2] = ["magnesium", "2025-06-30"];

fn flag(yes: bool) -> Option<Value> {
    Some(Value::Flag(yes))
}

/// The price of magnesium after its only row is replaced by one of this date.
fn price_of(date: &str, tax_included: Option<Value>) -> Option<PriceUsed> {
    let mut tables = tables();
    set(&mut tables, "prices", &MAGNESIUM_PRICE, "price_cny", None);
    set_number(&mut tables, "prices", &["magnesium", date], "price_cny", 22_600.0);
    set(&mut tables, "prices", &["magnesium", date], "tax_included", tax_included);
    zone_of(&tables).price("magnesium", &question())
}

#[test]
fn a_price_with_tax_is_divided_by_one_plus_the_rate() {
    let price = price_of("2025-12-31", flag(true)).unwrap();
    assert!(close(price.cny, 20_000.0) && close(price.tax_taken_out, 0.13) && price.registered_cny == 22_600.0);
    for without in [None, flag(false)] {
        let price = price_of("2025-12-31", without).unwrap();
        assert_eq!((price.cny, price.tax_taken_out), (22_600.0, 0.0));
    }
}

#[test]
fn the_latest_price_by_the_end_of_the_year_counts_and_is_stale_after_three_years() {
    assert!(price_of("2026-01-01", None).is_none());
    assert!(!price_of("2022-12-31", None).unwrap().stale, "three years old is not older than three years");
    assert!(price_of("2022-12-30", None).unwrap().stale);
}

pub(crate) fn limit<'d>(diagnosis: &'d Diagnosis, resource: &str) -> &'d LimitUse {
    diagnosis.limits.iter().find(|limit| limit.resource == resource).unwrap()
}

/// Whether melting fits under the limit of CO2.
fn melting_fits(diagnosis: &Diagnosis) -> Option<bool> {
    let melting = step(diagnosis, "melting");
    melting.takes.iter().find(|take| take.resource == "co2").unwrap().fits
}

pub(crate) fn step<'d>(diagnosis: &'d Diagnosis, process: &str) -> &'d Extension {
    diagnosis.extensions.iter().find(|step| step.process == process).unwrap()
}

#[test]
fn a_use_that_is_not_registered_is_derived_and_only_a_lower_bound() {
    let mut tables = tables();
    set(&mut tables, "limits", &["co2", "2025"], "used", None);
    let diagnosis = diagnosed(&tables);
    let co2 = limit(&diagnosis, "co2");
    assert!(co2.derived);
    same("used", &co2.used, "400 × 0.1 + 100 × 0.1 = 50 to no bound");
    same("left", co2.left.as_ref().unwrap(), "no bound to 1,000 − 50 = 950");
    assert_eq!(melting_fits(&diagnosis), None);
}

#[test]
fn nothing_fits_under_a_limit_that_is_used_up_and_nothing_is_said_without_a_cap() {
    let mut tables = tables();
    set_number(&mut tables, "limits", &["co2", "2025"], "used", 1_100.0);
    let diagnosis = diagnosed(&tables);
    same("left", limit(&diagnosis, "co2").left.as_ref().unwrap(), "1,000 − 1,100 = −100");
    assert_eq!(melting_fits(&diagnosis), Some(false));

    set(&mut tables, "limits", &["co2", "2025"], "cap", None);
    let diagnosis = diagnosed(&tables);
    assert_eq!(limit(&diagnosis, "co2").left, None);
    assert_eq!(melting_fits(&diagnosis), None);
}

#[test]
fn a_plant_that_started_after_the_year_made_nothing_in_it() {
    let mut tables = tables();
    let day = Value::parse(yanlian_model::Kind::Date, "2026-01-01").unwrap();
    set(&mut tables, "plants", &["F2"], "started", Some(day));
    same("castings", &diagnosed(&tables).balance_of("casting").unwrap().made, "500");
}

#[test]
fn only_the_year_asked_for_counts() {
    let mut question = question();
    question.year = 2024;
    let diagnosis = asked(&tables(), &question);
    same("castings of 2024", &diagnosis.balance_of("casting").unwrap().made, "700 to 700 + 800 = 1,500");
    same("demand of 2024", &diagnosis.balance_of("casting").unwrap().needed, "900");
    same("supplies of 2024", &diagnosis.balance_of("sponge").unwrap().registered_out, "0");
}
