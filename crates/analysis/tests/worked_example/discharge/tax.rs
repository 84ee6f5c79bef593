//! Which factors are taxed, and how much is taken off.

use super::outlets::{day, hourly, park, set};
use crate::page::close;
use yanlian_analysis::discharge::{TaxEstimate, tax_estimate};
use yanlian_model::{OutletKind, Reading, Registers};

/// A-1 over three days at 10 L/s, each factor at a constant concentration in its default unit.
fn constant(outlet: &str, factors: &[(&str, f64)]) -> Vec<Reading> {
    let all = factors.iter().copied().chain([("w00000", 10.0)]);
    let of_days = |(factor, value): (&str, f64)| {
        (1..=3).flat_map(|d| hourly(outlet, factor, day(d), 0..=23, value)).collect::<Vec<_>>()
    };
    all.flat_map(of_days).collect()
}

fn estimate(park: &Registers, readings: &[Reading], outlet: &str) -> TaxEstimate {
    tax_estimate(&set(park, readings), outlet, 2025, 3).unwrap()
}

fn paying(estimate: &TaxEstimate) -> Vec<&str> {
    estimate.lines.iter().filter(|line| line.counts).map(|line| line.factor.as_str()).collect()
}

#[test]
fn what_lies_far_enough_under_the_limit_pays_less() {
    let park = park();
    // The limit is 50: 30 % under it is 35, 50 % under it 25.
    for (cod, pays) in [(25.0, 0.5), (25.1, 0.75), (35.0, 0.75), (35.1, 1.0), (50.0, 1.0), (51.0, 1.0)] {
        let estimate = estimate(&park, &constant("A-1", &[("w01018", cod)]), "A-1");
        assert_eq!(estimate.lines[0].pays.value(), Some(pays), "{cod}");
        // 2,592 m³ of it, at 2 CNY a kg.
        assert!(close(estimate.tax_cny.value().unwrap(), 2592.0 * cod / 1000.0 * 2.0 * pays), "{estimate:?}");
    }
}

#[test]
fn one_day_over_the_limit_forfeits_the_cut() {
    let park = park();
    let mut readings = constant("A-1", &[("w01018", 1.0)]);
    readings.retain(|reading| reading.start.date() != day(2) || &*reading.factor != "w01018");
    readings.extend(hourly("A-1", "w01018", day(2), 0..=23, 60.0));
    let line = &estimate(&park, &readings, "A-1").lines[0];
    assert_eq!((line.pays.value(), line.mean.map(f64::round)), (Some(1.0), Some(21.0)));
}

#[test]
fn three_others_and_five_of_class_1_count() {
    let mut park = park();
    (park.outlets[0].kind, park.outlets[0].standard) = (OutletKind::WorksOutlet, Some("gb18918-2002-1a".to_owned()));
    // Equivalents a m³: SS 10/4 = 2.5, COD 40, TP 1/0.25 = 4, Cu 1/0.1 = 10, Zn 1/0.2 = 5 g over kg.
    let others = [("w01012", 10.0), ("w01018", 40.0), ("w21011", 1.0), ("w20122", 1.0), ("w20123", 1.0)];
    // Of class 1 (µg/L, of Cr and Ni mg/L): Hg 2, Cd 4, Cr 1/0.04 = 25, As 5, Pb 8, Ni 40.
    let class1 =
        [("w20111", 1.0), ("w20115", 20.0), ("w20116", 1.0), ("w20119", 100.0), ("w20120", 200.0), ("w20121", 1.0)];
    let readings = constant("A-1", &[&others[..], &class1[..]].concat());
    let estimate = estimate(&park, &readings, "A-1");
    assert_eq!(paying(&estimate), ["w20121", "w20116", "w20120", "w20119", "w20115", "w01018", "w20122", "w20123"]);
    assert_eq!(estimate.lines.len(), 11);
    let counted: f64 = estimate.lines.iter().filter(|l| l.counts).map(|l| l.tax_cny.value().unwrap()).sum();
    assert!(close(estimate.tax_cny.value().unwrap(), counted));
}

#[test]
fn where_the_rank_is_open_so_is_the_tax() {
    let park = park();
    let mut readings =
        constant("A-1", &[("w01012", 10.0), ("w01018", 40.0), ("w21011", 1.0), ("w20122", 0.3), ("w20123", 1.0)]);
    // Suspended solids of one day only: their mass has no upper bound, so that they may come first
    // and push the third, phosphorus, out. Copper is surely behind three others.
    readings.retain(|reading| &*reading.factor != "w01012" || reading.start.date() == day(1));
    let estimate = estimate(&park, &readings, "A-1");
    assert_eq!(paying(&estimate), ["w01018", "w20123", "w21011", "w01012"]);
    // COD 103.68 equivalents at 2 CNY, zinc 12.96 at 2 CNY less a quarter.
    assert!(close(estimate.tax_cny.low(), 207.36 + 19.44), "{:?}", estimate.tax_cny);
    assert!(estimate.tax_cny.high().is_infinite() && !estimate.tax_cny.missing().is_empty());
}

#[test]
fn class_1_counts_once_at_the_workshop() {
    let mut park = park();
    let mut workshop = park.outlets[0].clone();
    (workshop.id, workshop.kind) = ("A-2".to_owned(), OutletKind::Workshop);
    workshop.discharges_to = Some("A-1".to_owned());
    park.outlets.put(workshop);
    let mut monitor = park.monitors[0].clone();
    (monitor.mn, monitor.outlet) = ("MN-A-2".to_owned(), "A-2".to_owned());
    park.monitors.put(monitor);
    let arsenic = [("w20119", 100.0), ("w01018", 20.0)];
    let both = [constant("A-1", &arsenic), constant("A-2", &arsenic)].concat();
    assert_eq!(paying(&estimate(&park, &both, "A-1")), ["w01018"]);
    assert_eq!(paying(&estimate(&park, &both, "A-2")), ["w20119"]);
    assert_eq!(paying(&estimate(&park, &constant("A-1", &arsenic), "A-1")), ["w20119", "w01018"]);
}
