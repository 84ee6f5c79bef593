//! How long a diagnosis, a load and a search take. `benches/run.py` calls it beside the peers.
//!
//! `speed DIR` reads the register files of DIR (the product graph) and prints one line a measure:
//! name, median, worst, in milliseconds. `speed library` does so for the growth of the chain library.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;
use yanlian_analysis::{Question, Shutdowns, Zone, absent, diagnose};
use yanlian_intake::{SourceFile, judge, read};
use yanlian_model::{Lang, Registers, Tables};
use yanlian_store::{Address, Entry, EntryKind};

/// Copies of the demonstration's 42 enterprises: about 300.
const PARKS: usize = 7;
/// How often each measure is taken.
const RUNS: usize = 31;
/// How often a start is taken.
const STARTS: usize = 7;
/// The chains of the demonstration: what the library held before it grew. The second as its files are named.
const FIRST: [&str; 2] = ["zirconium-titanium", "rolls-castings/"];

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    // `cargo test --benches` calls without a folder: then there is nothing to measure.
    let Some(folder) = std::env::args().nth(1).filter(|argument| !argument.starts_with('-')) else { return Ok(()) };
    let runtime = tokio::runtime::Runtime::new()?;
    if folder == "library" {
        return runtime.block_on(growth());
    }
    diagnosis()?;
    runtime.block_on(graph(PathBuf::from(folder)))
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
    plan.changes.iter().for_each(|change| kept.apply(change));
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
    measure(&format!("shutdowns of {enterprises} enterprises"), || Shutdowns::new(&zone, &diagnosis));
    Ok(())
}

/// What a start and a diagnosis of the demonstration cost with the library's first two chains, and with all.
async fn growth() -> Result<(), Error> {
    let whole = yanlian::library::files("all").ok_or("library")?;
    let mut first = yanlian::library::files(FIRST[0]).ok_or("library")?;
    first.extend(whole.iter().filter(|file| file.name.starts_with(FIRST[1])).cloned());
    let mut park = Tables::new();
    import(&whole, &mut park)?;
    import(&yanlian::library::demonstration(), &mut park)?;
    for files in [first, whole] {
        let mut tables = Tables::new();
        import(&files, &mut tables)?;
        let size = |register: &str| tables.get(register).map_or(0, |rows| rows.len());
        let name = format!("{} processes of {} rows", size("processes"), size("flows"));
        measure(&format!("{name}: read and judge"), || import(&files, &mut Tables::new()).is_ok());
        let registers = only(&park, &tables);
        measure(&format!("{name}: type and index"), || Zone::new(registers.clone()));
        let zone = Zone::new(registers.clone());
        let question = Question::new(2025, chrono::NaiveDate::from_ymd_opt(2026, 3, 20).ok_or("a day")?);
        measure(&format!("{name}: diagnose"), || diagnose(&zone, &question));
        measure(&format!("{name}: check the library"), || {
            yanlian_analysis::library::check_library(&zone, None, question.today)
        });
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            let scratch = tempfile::tempdir()?;
            let start = Instant::now();
            let store = Address::folder(scratch.path()).open().await?;
            let drafts = read(&files, &mut |_| {}).map_err(|findings| format!("{findings:?}"))?;
            let plan = judge(drafts, &Tables::new(), &mut |_| {});
            store.commit(&entry("library"), 0, &plan.changes).await?;
            let zone = Zone::new(Registers::from_tables(&store.load().await?.tables));
            black_box(diagnose(&zone, &question));
            starts.push(start.elapsed().as_secs_f64() * 1e3);
        }
        report(&format!("{name}: first start, kept on disk"), starts);
    }
    Ok(())
}

/// The registers of `park` without the recipes that `library` does not have.
fn only(park: &Tables, library: &Tables) -> Registers {
    let mut registers = Registers::from_tables(park);
    let kept = Registers::from_tables(library);
    let processes: std::collections::BTreeSet<&str> =
        kept.processes.iter().map(|process| process.id.as_str()).collect();
    registers.processes.retain(|process| processes.contains(process.id.as_str()));
    registers.flows.retain(|flow| processes.contains(flow.process.as_str()));
    registers.treatments.retain(|treatment| processes.contains(treatment.process.as_str()));
    registers.benchmarks.retain(|benchmark| processes.contains(benchmark.process.as_str()));
    registers
}

fn entry(files: &str) -> Entry {
    Entry {
        at: chrono::DateTime::UNIX_EPOCH,
        by: "bench".into(),
        files: files.into(),
        kind: EntryKind::Import,
        submission: None,
    }
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
    store.commit(&entry("graph"), 0, &plan.changes).await?;
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
