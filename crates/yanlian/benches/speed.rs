//! How long a diagnosis, a load and a search take. `benches/run.py` calls it beside the peers.
//!
//! `speed DIR` reads the register files of DIR (the product graph) and prints one line a measure:
//! name, median, worst, in milliseconds.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;
use yanlian_analysis::{Question, Stops, Zone, absent, diagnose};
use yanlian_intake::{SourceFile, judge, read};
use yanlian_model::{Lang, Registers, Tables};
use yanlian_store::{Address, Entry, EntryKind};

/// Copies of the demonstration's 42 enterprises: about 300.
const PARKS: usize = 7;
/// How often each measure is taken.
const RUNS: usize = 31;

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    // `cargo test --benches` calls without a folder: then there is nothing to measure.
    let Some(folder) = std::env::args().nth(1).filter(|argument| !argument.starts_with('-')) else { return Ok(()) };
    diagnosis()?;
    tokio::runtime::Runtime::new()?.block_on(graph(PathBuf::from(folder)))
}

fn report(name: &str, mut milliseconds: Vec<f64>) {
    milliseconds.sort_by(f64::total_cmp);
    println!("{name},{:.3},{:.3}", milliseconds[milliseconds.len() / 2], milliseconds[milliseconds.len() - 1]);
}

fn measure<T>(name: &str, mut work: impl FnMut() -> T) {
    let once = |work: &mut dyn FnMut() -> T| {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64() * 1e3
    };
    report(name, (0..RUNS).map(|_| once(&mut work)).collect());
}

/// The tables that `files` bring into `kept`.
fn import(files: &[SourceFile], kept: &mut Tables) -> Result<(), Error> {
    let drafts = read(files, &mut |_| {}).map_err(|findings| format!("{findings:?}"))?;
    let plan = judge(drafts, kept, &mut |_| {});
    for change in plan.changes {
        if let Some(row) = change.after {
            kept.entry(change.register).or_default().insert(change.key, row);
        }
    }
    Ok(())
}

/// A zone of about 300 enterprises with the whole library.
fn diagnosis() -> Result<(), Error> {
    let mut tables = Tables::new();
    import(&yanlian::library::files("all").ok_or("library")?, &mut tables)?;
    import(&yanlian::library::demonstration(), &mut tables)?;
    let registers = yanlian::library::side_by_side(&Registers::from_tables(&tables), PARKS);
    let enterprises = registers.enterprises.len();
    let zone = Zone::new(registers);
    let question = Question::new(2025, chrono::NaiveDate::from_ymd_opt(2026, 3, 20).ok_or("a day")?);
    measure(&format!("diagnose {enterprises} enterprises"), || diagnose(&zone, &question));
    let diagnosis = diagnose(&zone, &question);
    measure(&format!("stops of {enterprises} enterprises"), || Stops::new(&zone, &diagnosis));
    Ok(())
}

/// Load, presence and search on a large product graph.
async fn graph(folder: PathBuf) -> Result<(), Error> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.ends_with(".csv") {
            files.push(SourceFile { name, bytes: std::fs::read(path)? });
        }
    }
    let scratch = tempfile::tempdir()?;
    let store = Address::folder(scratch.path()).open().await?;
    let start = Instant::now();
    let drafts = read(&files, &mut |_| {}).map_err(|findings| format!("{findings:?}"))?;
    let plan = judge(drafts, &Tables::new(), &mut |_| {});
    let entry = Entry {
        at: chrono::DateTime::UNIX_EPOCH,
        by: "bench".into(),
        files: "graph".into(),
        kind: EntryKind::Import,
        submission: None,
    };
    store.commit(&entry, 0, &plan.changes).await?;
    report("import the graph", vec![start.elapsed().as_secs_f64() * 1e3]);

    let mut loads = Vec::new();
    let mut indexes = Vec::new();
    for _ in 0..7 {
        let start = Instant::now();
        let snapshot = store.load().await?;
        loads.push(start.elapsed().as_secs_f64() * 1e3);
        let start = Instant::now();
        black_box(Zone::new(Registers::from_tables(&snapshot.tables)));
        indexes.push(start.elapsed().as_secs_f64() * 1e3);
    }
    report("load the graph from the store", loads);
    report("type and index the graph", indexes);
    let zone = Zone::new(Registers::from_tables(&store.load().await?.tables));
    measure("presence-only diagnosis", || absent(&zone));
    let mut searches = Vec::new();
    for query in ["产品", "产品 42", "product 9", "9", "firm 17"].iter().cycle().take(RUNS) {
        let start = Instant::now();
        black_box(store.search(query, Lang::Zh, 50).await?);
        searches.push(start.elapsed().as_secs_f64() * 1e3);
    }
    report("search the graph", searches);
    Ok(())
}
