//! How long complexity and relatedness take. `peer.py` beside it makes the table and calls the peers.
//!
//! `complexity FILE RUNS` reads FILE (region, product, value), works everything out RUNS times from the
//! cells in memory, and prints the median in seconds, the worst, and a sum that shows that the work was
//! done.

use std::time::Instant;
use yanlian_analysis::complexity::{Cell, Matrix, Options, complexity};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    // `cargo test --benches` calls without a file: then there is nothing to measure.
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let (Some(file), Some(runs)) = (arguments.next(), arguments.next()) else { return Ok(()) };
    let mut cells = Vec::new();
    for row in csv::Reader::from_path(file)?.records() {
        let row = row?;
        cells.push(Cell { region: row[0].to_owned(), product: row[1].to_owned(), value: row[2].parse()? });
    }
    let mut seconds = Vec::new();
    let mut shown = 0.0;
    for _ in 0..runs.parse()? {
        let start = Instant::now();
        let (matrix, _) = Matrix::new(&cells).map_err(|faults| format!("{faults:?}"))?;
        let answer = complexity(&matrix, &Options::default());
        shown = answer.regions.iter().filter_map(|region| region.coi_sum).sum();
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    println!("{},{},{shown}", seconds[seconds.len() / 2], seconds[seconds.len() - 1]);
    Ok(())
}
