//! The chain library and the demonstration park, embedded in the program as register files.

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use std::collections::HashMap;
use yanlian_analysis::Zone;
use yanlian_analysis::library::{self, LibraryCheck, check_library};
use yanlian_intake::{Places, SourceFile, Standing, judge_what_stands, read};
use yanlian_model::{Finding, Key, Place, Record, Ref, Registers, Rows, Severity, Tables};

static CHAINS: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../chains");
static DEMO: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../demo");

/// What the chains share; it comes with every chain.
const COMMON: &str = "common";

/// The names of the library's chains.
pub fn chains() -> Vec<&'static str> {
    let folders = CHAINS.dirs().filter_map(|dir| dir.path().to_str());
    folders.filter(|name| *name != COMMON).collect()
}

/// The register files of a chain, or of all; `None` for a name that the library does not have.
pub fn files(chain: &str) -> Option<Vec<SourceFile>> {
    let wanted = match chain {
        "all" => chains(),
        chain => vec![*chains().iter().find(|name| **name == chain)?],
    };
    let folders = [COMMON].into_iter().chain(wanted);
    Some(folders.filter_map(|name| CHAINS.get_dir(name)).flat_map(sources).collect())
}

/// The register files of the demonstration park; it stands on the whole library.
pub fn demonstration() -> Vec<SourceFile> {
    sources(&DEMO).collect()
}

/// What was found in the library, with other recipes laid over it.
pub struct Checked {
    /// Faults and warnings, in the order of files and rows.
    pub findings: Vec<Found>,
    /// How far the rows of each chain that could be read can be trusted.
    pub standing: Vec<library::Standing>,
    /// What was checked.
    pub zone: Zone,
}

impl Checked {
    /// Those that are faults.
    pub fn faults(&self) -> impl Iterator<Item = &Found> {
        self.findings.iter().filter(|found| found.finding.severity == Severity::Fault)
    }
}

/// A finding at the file and row where its record stands.
#[derive(Debug, Clone)]
pub struct Found {
    /// What was found, and where.
    pub finding: Finding,
    /// The record; `None` where it could not be read, or where a file as a whole is meant.
    pub of: Option<Ref>,
}

/// Checks the library on a day; `over` is laid over it as an import would, and wins where both have a record.
pub fn check(over: &[SourceFile], today: NaiveDate) -> Checked {
    Recipes::shipped().check(over, today)
}

/// The library as read and judged, with where each record stands.
#[derive(Debug, Clone, Default)]
pub struct Recipes {
    tables: Tables,
    places: Places,
    findings: Vec<Found>,
}

impl Recipes {
    /// What the program brings.
    pub fn shipped() -> Recipes {
        let mut shipped = Recipes::default();
        shipped.lay_over(&files("all").unwrap_or_default());
        shipped
    }

    /// Lays `over` over these and checks all; what has a fault of its own is left out of what is checked.
    pub fn check(mut self, over: &[SourceFile], today: NaiveDate) -> Checked {
        let zone = |tables: &Tables| Zone::new(Registers::from_tables(tables));
        let shipped = (!over.is_empty()).then(|| zone(&self.tables));
        self.lay_over(over);
        let zone = zone(&self.tables);
        let LibraryCheck { findings, standing } = check_library(&zone, shipped.as_ref(), today);
        let placed = findings.into_iter().map(|finding| {
            let of = finding.place.of();
            let place = of.as_ref().and_then(|of| self.places.get(&(of.register, of.key.clone())));
            Found { finding: Finding { place: place.unwrap_or(&finding.place).clone(), ..finding }, of }
        });
        self.findings.extend(placed);
        self.findings
            .sort_by(|a, b| (&a.finding.place, a.finding.severity).cmp(&(&b.finding.place, b.finding.severity)));
        Checked { findings: self.findings, standing, zone }
    }

    /// Takes in what can be read of files, as an import would.
    fn lay_over(&mut self, files: &[SourceFile]) {
        let drafts = match read(files, &mut |_| {}) {
            Ok(drafts) => drafts,
            Err(faults) => {
                let is_faulty = |file: &&SourceFile| faults.iter().any(|fault| is_at(&fault.place, &file.name));
                let rest: Vec<SourceFile> = files.iter().filter(|file| !is_faulty(file)).cloned().collect();
                self.findings.extend(faults.iter().cloned().map(|finding| Found { finding, of: None }));
                if rest.len() < files.len() {
                    self.lay_over(&rest);
                }
                return;
            }
        };
        let Standing { plan, brought, standing } = judge_what_stands(drafts, &self.tables);
        let at_row: HashMap<_, &(&'static str, Key)> = brought.iter().map(|(key, place)| (row(place), key)).collect();
        self.findings.extend(plan.findings.into_iter().map(|finding| {
            let of = row(&finding.place).1.and_then(|_| at_row.get(&row(&finding.place)));
            let of = of.map(|(register, key)| Ref::new(register, key.clone()));
            Found { finding, of }
        }));
        plan.changes.iter().for_each(|change| self.tables.apply(change));
        self.places.extend(standing);
    }
}

/// The file with its sheet, and the row, of a place.
fn row(place: &Place) -> ((&str, Option<&str>), Option<u32>) {
    match place {
        Place::Cell { file, sheet, row, .. } => ((file, sheet.as_deref()), *row),
        _ => (("", None), None),
    }
}

fn is_at(place: &Place, name: &str) -> bool {
    matches!(place, Place::Cell { file, .. } if file == name)
}

fn sources(dir: &'static Dir) -> impl Iterator<Item = SourceFile> {
    let csv = dir.files().filter(|file| file.path().extension().is_some_and(|extension| extension == "csv"));
    csv.map(|file| SourceFile { name: file.path().display().to_string(), bytes: file.contents().to_vec() })
}

/// A park side by side with copies of itself, to measure larger ones: enterprises, plants and what they
/// trade under new keys.
pub fn side_by_side(one: &Registers, parks: usize) -> Registers {
    Registers {
        enterprises: copies(&one.enterprises, parks, |row, named| row.uscc = named(&row.uscc)),
        plants: copies(&one.plants, parks, |row, named| {
            (row.id, row.enterprise) = (named(&row.id), named(&row.enterprise));
        }),
        annuals: copies(&one.annuals, parks, |row, named| row.enterprise = named(&row.enterprise)),
        plant_outputs: copies(&one.plant_outputs, parks, |row, named| row.plant = named(&row.plant)),
        plant_measures: copies(&one.plant_measures, parks, |row, named| row.plant = named(&row.plant)),
        supplies: copies(&one.supplies, parks, |row, named| {
            let inside = |party: &String| !party.starts_with("outside:");
            for party in [&mut row.supplier, &mut row.customer].into_iter().filter(|party| inside(party)) {
                *party = named(party);
            }
        }),
        ..one.clone()
    }
}

/// The records of so many parks; `rename` puts the keys of a copy in the place of a record's own.
fn copies<R: Record + Clone>(
    one: &Rows<R>,
    parks: usize,
    rename: impl Fn(&mut R, &dyn Fn(&String) -> String),
) -> Rows<R> {
    let mut all = one.to_vec();
    for park in 1..parks {
        let from = all.len();
        all.extend_from_slice(one);
        all[from..].iter_mut().for_each(|row| rename(row, &|key| format!("{key}-{park}")));
    }
    all.into()
}
