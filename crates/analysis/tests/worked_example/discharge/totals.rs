//! Permits over a year: against a calculation day by day.

use super::outlets::{hourly, park};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use yanlian_analysis::discharge::{Forecast, PermitUse, ReadingSet, permit_use};
use yanlian_model::Reading;

fn january(day: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(day - 1)
}

/// A-1 from 1 January, each day with that mass of COD in kg: 1,000 m³ at a constant concentration.
fn masses(kg: &[f64]) -> Vec<Reading> {
    let of_day = |(i, kg): (usize, &f64)| {
        let day = january(i as u64 + 1);
        let flow = hourly("A-1", "w00000", day, 0..=23, 1000.0 / 86.4);
        flow.into_iter().chain(hourly("A-1", "w01018", day, 0..=23, *kg))
    };
    kg.iter().enumerate().flat_map(of_day).collect()
}

fn used(kg: &[f64], total: Option<f64>, rate_days: u64) -> Option<PermitUse> {
    let mut park = park();
    park.permits[0].total_kg = total;
    let set = ReadingSet::new(&park, &masses(kg), january(1), january(kg.len() as u64)).unwrap();
    permit_use(&set, &park.permits[0], rate_days)
}

fn one_day(day: Option<NaiveDate>) -> Forecast {
    Forecast::Between { earliest: day, latest: day }
}

#[test]
fn the_rate_of_the_last_days_is_carried_on() {
    let kg = [100.0, 10.0, 20.0, 30.0];
    let of_all = used(&kg, Some(250.0), 365).unwrap();
    assert!((of_all.used_kg.value().unwrap() - 160.0).abs() < 1e-9);
    assert!((of_all.rate_kg_day.value().unwrap() - 40.0).abs() < 1e-9);
    assert_eq!(of_all.forecast, one_day(Some(january(7))), "90 kg at 40 a day");
    assert_eq!(used(&kg, Some(250.0), 3).unwrap().forecast, one_day(Some(january(9))), "90 kg at 20 a day");
    assert_eq!(used(&kg, Some(240.0), 3).unwrap().forecast, one_day(Some(january(8))), "80 kg at 20 a day, exactly");
    assert_eq!(used(&kg, Some(50_000.0), 3).unwrap().forecast, one_day(None), "not this year");
    assert_eq!(used(&kg, Some(130.0), 3).unwrap().forecast, Forecast::UsedUp(january(3)));
    assert_eq!(used(&kg, None, 3).unwrap().forecast, Forecast::NoTotal);
    assert_eq!(used(&[0.0, 0.0], Some(10.0), 2).unwrap().forecast, one_day(None), "nothing is discharged");
}

#[test]
fn a_permit_of_another_year_or_of_nobody_has_no_use() {
    let mut park = park();
    let readings = masses(&[1.0]);
    park.permits[0].year = 2024;
    (park.permits[1].enterprise, park.permits[1].outlet) = (None, None);
    let set = ReadingSet::new(&park, &readings, january(1), january(1)).unwrap();
    assert_eq!(park.permits.iter().map(|permit| permit_use(&set, permit, 7)).collect::<Vec<_>>(), [None, None]);
}

proptest! {
    #![proptest_config(crate::park::cases())]

    #[test]
    fn the_forecast_is_the_day_that_counting_on_reaches(
        kg in prop::collection::vec(1u32..40, 1..12),
        days in 1u64..12,
        more in 1u32..4000,
    ) {
        let kg: Vec<f64> = kg.into_iter().map(f64::from).collect();
        let sum: f64 = kg.iter().sum();
        let last = &kg[kg.len() - days.min(kg.len() as u64) as usize..];
        let rate = last.iter().sum::<f64>() / last.len() as f64;
        let mut day = january(kg.len() as u64);
        let mut left = f64::from(more);
        while left > 1e-9 {
            left -= rate;
            day = day + Days::new(1);
        }
        let expected = (day < NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()).then_some(day);
        prop_assert_eq!(used(&kg, Some(sum + f64::from(more)), days).unwrap().forecast, one_day(expected));
    }
}
