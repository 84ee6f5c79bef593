//! Input-output against published figures, against what they are by definition, and with faulty tables.

use yanlian_analysis::io::{Indicator, Io, Rows, Table, Trade, io};
use yanlian_model::Severity;

const GERMANY: &str = include_str!("../data/io/germany1995_table.csv");
const EMISSIONS: &str = include_str!("../data/io/germany1995_emissions.csv");
const NETHERLANDS: &str = include_str!("../data/io/netherlands2000_table.csv");
const PUBLISHED: &str = include_str!("../data/io/published_values.csv");
const SECTORS: usize = 6;

/// The rows of a file: label, and the numbers of the sectors from `first` on.
fn labelled(file: &str, label: usize, first: usize) -> Vec<(String, Vec<f64>)> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| {
        let number = |at: usize| row[first + at].parse().unwrap_or(f64::NAN);
        (row[label].to_owned(), (0..SECTORS).map(number).collect())
    })
    .collect()
}

fn table(file: &str, label: usize, first: usize, more: &str) -> Table {
    let rows = labelled(file, label, first);
    let find = |name: &str| rows.iter().find(|(label, _)| label == name).unwrap().1.clone();
    let more = if more.is_empty() { Vec::new() } else { labelled(more, 0, 1) };
    let indicators = rows[SECTORS..].iter().cloned().chain(more);
    Table {
        sectors: rows[..SECTORS].iter().map(|(name, _)| name.clone()).collect(),
        flows: rows[..SECTORS].iter().map(|(_, numbers)| numbers.clone()).collect(),
        output: find("output_bp"),
        indicators: indicators.map(|(name, values)| Indicator { name, values }).collect(),
        ..Table::default()
    }
}

#[test]
fn published_figures_come_out() {
    let tables = [table(GERMANY, 1, 3, EMISSIONS), table(NETHERLANDS, 0, 1, "")];
    let answers = tables.each_ref().map(|table| io(table).unwrap());
    let mut reader = csv::Reader::from_reader(PUBLISHED.as_bytes());
    let mut compared = 0;
    for row in reader.records().map(Result::unwrap) {
        let (at, tolerance) = if &row[0] == "DE1995" { (0, 5e-5) } else { (1, 5e-4) };
        let (table, answer) = (&tables[at], &answers[at]);
        let sector = table.sectors.iter().position(|name| *name == row[2]).unwrap();
        let (published, computed): (f64, f64) = (row[3].parse().unwrap(), row[4].parse().unwrap());
        let ours = figure(answer, &row[1], sector);
        assert!((ours - computed).abs() < 1e-9, "{} {}: {ours}, NumPy {computed}", &row[1], &row[2]);
        let misprint = &row[1] == "forward_linkage" && &row[2] == "manufacturing";
        assert_ne!(
            (ours - published).abs() < tolerance,
            misprint,
            "{} {}: {ours}, printed {published}",
            &row[1],
            &row[2]
        );
        compared += 1;
    }
    assert_eq!(compared, 70);
}

fn figure(answer: &Io, measure: &str, sector: usize) -> f64 {
    let indicator = |name: &str| {
        answer.multipliers.iter().find(|multipliers| multipliers.indicator == name).unwrap().sectors[sector]
    };
    match measure {
        "output_multiplier" => answer.sectors[sector].output_multiplier,
        "forward_linkage" => answer.sectors[sector].forward_total,
        "gva_indicator" => indicator("gva_bp").coefficient,
        "gva_multiplier" => indicator("gva_bp").multiplier,
        "employment_multiplier" => indicator("employment_total").multiplier,
        "co2_coefficient" => indicator("CO2").coefficient,
        "ch4_coefficient" => indicator("CH4").coefficient,
        "income_effect" => indicator("compensation_employees").multiplier,
        "income_multiplier" => indicator("compensation_employees").ratio.unwrap(),
        "leontief_matrix_diagonal" => 1.0 - answer.coefficients[sector][sector],
        "leontief_matrix_manufacturing_to_construction" => -answer.coefficients[1][2],
        "leontief_inverse_diagonal" => answer.leontief[sector][sector],
        "input_coefficient_agriculture_agriculture" => answer.coefficients[0][0],
        "ghosh_inverse_agriculture_column" => answer.ghosh[sector][0],
        "output_coefficient_business_services_row" => answer.allocation[4][sector],
        other => panic!("{other}"),
    }
}

/// Solves (I − A)x = f by elimination without any of the code under test.
fn production(coefficients: &Rows, demand: &[f64]) -> Vec<f64> {
    let size = demand.len();
    let mut system: Rows = (0..size)
        .map(|row| {
            let own = |column| f64::from(u8::from(row == column)) - coefficients[row][column];
            (0..size).map(own).chain([demand[row]]).collect()
        })
        .collect();
    for pivot in 0..size {
        for row in (0..size).filter(|row| *row != pivot) {
            let share = system[row][pivot] / system[pivot][pivot];
            let pivots = system[pivot].clone();
            system[row].iter_mut().zip(pivots).for_each(|(entry, pivot)| *entry -= share * pivot);
        }
    }
    (0..size).map(|row| system[row][size] / system[row][row]).collect()
}

#[test]
fn extraction_is_what_is_lost_when_row_column_and_demand_are_zero() {
    let table = table(GERMANY, 1, 3, "");
    let answer = io(&table).unwrap();
    let demand: Vec<f64> = (0..SECTORS).map(|at| table.output[at] - table.flows[at].iter().sum::<f64>()).collect();
    for group in [vec![0], vec![3], vec![1, 4], vec![0, 2, 5], (0..SECTORS).collect()] {
        let left = |row: usize, column: usize, value: f64| match group.contains(&row) || group.contains(&column) {
            true => 0.0,
            false => value,
        };
        let coefficients: Rows = (0..SECTORS)
            .map(|row| (0..SECTORS).map(|column| left(row, column, answer.coefficients[row][column])).collect())
            .collect();
        let demand: Vec<f64> = demand.iter().enumerate().map(|(at, demand)| left(at, at, *demand)).collect();
        let without = production(&coefficients, &demand);
        for (at, loss) in answer.extraction(&group).into_iter().enumerate() {
            assert!((table.output[at] - without[at] - loss).abs() < 1e-6, "{group:?} {at}: {loss}");
        }
        if let [one] = group[..] {
            let lost = table.output.iter().sum::<f64>() - without.iter().sum::<f64>();
            assert!((answer.sectors[one].extraction_loss - lost).abs() < 1e-6);
        }
    }
}

#[test]
fn linkages_average_one_and_the_inverses_invert() {
    let answer = io(&table(NETHERLANDS, 0, 1, "")).unwrap();
    let mean = |of: fn(&yanlian_analysis::io::Sector) -> f64| answer.sectors.iter().map(of).sum::<f64>() / 6.0;
    for mean in [
        mean(|sector| sector.backward_rasmussen),
        mean(|sector| sector.forward_rasmussen),
        mean(|sector| sector.forward_rasmussen_leontief),
    ] {
        assert!((mean - 1.0).abs() < 1e-14);
    }
    for (inverse, matrix) in [(&answer.leontief, &answer.coefficients), (&answer.ghosh, &answer.allocation)] {
        for (row, column) in (0..SECTORS * SECTORS).map(|entry| (entry / SECTORS, entry % SECTORS)) {
            let sent: f64 = (0..SECTORS).map(|at| matrix[row][at] * inverse[at][column]).sum();
            let one = f64::from(u8::from(row == column));
            assert!((inverse[row][column] - sent - one).abs() < 1e-14);
        }
    }
}

/// A chain: ore goes to steel, steel to cars, cars to final use.
fn chain() -> Table {
    Table {
        sectors: ["ore", "steel", "cars"].map(str::to_owned).to_vec(),
        flows: vec![vec![0.0, 10.0, 0.0], vec![0.0, 0.0, 20.0], vec![0.0; 3]],
        output: vec![10.0, 20.0, 40.0],
        final_demand: Some(vec![0.0, 0.0, 40.0]),
        ..Table::default()
    }
}

#[test]
fn upstreamness_counts_the_steps_to_final_use() {
    let upstreamness = |table: &Table| -> Vec<(f64, Option<f64>)> {
        let answer = io(table).unwrap();
        answer.sectors.iter().map(|sector| (sector.upstreamness, sector.upstreamness_open)).collect()
    };
    assert_eq!(upstreamness(&chain()), [(3.0, None), (2.0, None), (1.0, None)]);
    // Half of the steel is exported: what is left goes to cars all the same, when exports are taken as
    // used like the rest; and half of the cars are for stock, which changes nothing for an end product.
    let mut open = chain();
    open.flows[1][2] = 10.0;
    open.trade =
        Some(Trade { exports: vec![0.0, 10.0, 0.0], imports: vec![0.0; 3], inventories: vec![0.0, 0.0, 20.0] });
    open.final_demand = None;
    assert_eq!(upstreamness(&open), [(2.5, Some(3.0)), (1.5, Some(2.0)), (1.0, Some(1.0))]);
}

/// The messages of the findings with their severity and sector.
fn told(table: &Table) -> Vec<(&'static str, Severity, Option<usize>)> {
    let findings = io(table).map_or_else(|faults| faults, |answer| answer.findings);
    findings.iter().map(|finding| (finding.message.id, finding.severity, finding.row)).collect()
}

#[test]
fn what_is_wrong_is_told_by_sector() {
    use Severity::{Fault, Warning};
    assert_eq!(told(&chain()), []);
    let with = |change: fn(&mut Table)| {
        let mut table = chain();
        change(&mut table);
        told(&table)
    };
    assert_eq!(told(&Table::default()), [("io-empty", Fault, None)]);
    assert_eq!(with(|table| table.sectors[2] = "ore".into()), [("io-repeated", Fault, Some(2))]);
    assert_eq!(with(|table| table.flows[1].truncate(2)), [("io-not-square", Fault, Some(1))]);
    assert_eq!(with(|table| table.flows[1][0] = f64::NAN), [("io-not-finite", Fault, Some(1))]);
    assert_eq!(with(|table| table.output[0] = f64::INFINITY), [("io-not-finite", Fault, Some(0))]);
    assert_eq!(with(|table| table.output[2] = -1.0)[0], ("io-negative-output", Fault, Some(2)));
    assert_eq!(with(|table| table.output[1] = 0.0)[0], ("io-zero-output-with-flows", Fault, Some(1)));
    assert_eq!(
        with(|table| (table.flows[0][0], table.output[0]) = (-1.0, 9.0)),
        [("io-negative-flow", Warning, Some(0))]
    );
    assert_eq!(with(|table| table.output[0] = 11.0), [("io-row-differs", Warning, Some(0))]);
    // Cars are bought by cars alone: nothing is left, and no level of output is right or wrong.
    assert!(with(|table| table.flows[2][2] = 40.0).contains(&("io-singular", Fault, None)));
    let overdrawn = with(|table| table.flows[2][2] = 60.0);
    assert!(overdrawn.contains(&("io-inputs-exceed", Warning, Some(2))), "{overdrawn:?}");
    assert!(overdrawn.contains(&("io-not-productive", Warning, None)), "{overdrawn:?}");
}

#[test]
fn a_sector_that_is_not_there_is_left_out_by_name() {
    let mut table = chain();
    table.sectors.insert(1, "ships".into());
    table.flows.iter_mut().for_each(|row| row.insert(1, 0.0));
    table.flows.insert(1, vec![0.0; 4]);
    table.output.insert(1, 0.0);
    table.final_demand = None;
    let (answer, without) = (io(&table).unwrap(), io(&chain()).unwrap());
    assert_eq!(answer.kept, [0, 2, 3]);
    assert_eq!((&answer.sectors, &answer.leontief), (&without.sectors, &without.leontief));
    assert_eq!(told(&table), [("io-zero-output", Severity::Warning, Some(1))]);
}
