//! The chain library and the demonstration park, embedded in the program as register files.

use include_dir::{Dir, include_dir};
use std::collections::{BTreeMap, HashMap};
use yanlian_analysis::Zone;
use yanlian_analysis::library::{LibraryCheck, Standing, check_library};
use yanlian_intake::{SourceFile, judge, read};
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
#[derive(Debug)]
pub struct Checked {
    /// Faults and warnings, each in a file and row where it stands in one.
    pub findings: Vec<Finding>,
    /// How far each chain's rows can be trusted; empty where the files have faults.
    pub standing: Vec<Standing>,
}

/// Checks the library; `over` is laid over it as an import would, and wins where both have a record.
pub fn check(over: &[SourceFile]) -> Checked {
    Recipes::shipped().check(over)
}

/// The library as read and judged, with where each record stands.
#[derive(Debug, Clone, Default)]
pub struct Recipes {
    tables: Tables,
    places: HashMap<(&'static str, Key), Place>,
    /// Where a process has a row from files laid over, the first of them: what is found of its recipe is found there.
    own: BTreeMap<String, Place>,
    findings: Vec<Finding>,
    faulty: bool,
}

impl Recipes {
    /// What the program brings.
    pub fn shipped() -> Recipes {
        let mut shipped = Recipes::default();
        shipped.lay_over(&files("all").unwrap_or_default());
        shipped
    }

    /// Lays `over` over these and checks all.
    pub fn check(mut self, over: &[SourceFile]) -> Checked {
        let mut rows = self.lay_over(over);
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        for (key, place) in rows {
            if let Some(process) = key.parts().next() {
                self.own.entry(process.to_owned()).or_insert(place);
            }
        }
        if self.faulty {
            return Checked { findings: self.findings, standing: Vec::new() };
        }
        let checked = check_library(&Zone::new(Registers::from_tables(&self.tables)));
        let in_file = |finding: Finding| match &finding.place {
            Place::Record(Ref { register, key }) => {
                let own = self.own.get(key.as_stored()).filter(|_| *register == "processes");
                let place = own.or_else(|| self.places.get(&(*register, key.clone())));
                Finding { place: place.unwrap_or(&finding.place).clone(), ..finding }
            }
            Place::Cell { .. } | Place::Field { .. } | Place::Register(_) => finding,
        };
        let LibraryCheck { findings, standing } = checked;
        self.findings.extend(findings.into_iter().map(in_file));
        Checked { findings: self.findings, standing }
    }

    /// Takes files in as an import would; where their flows stand.
    fn lay_over(&mut self, files: &[SourceFile]) -> Vec<(Key, Place)> {
        let drafts = match read(files, &mut |_| {}) {
            Ok(drafts) => drafts,
            Err(faults) => {
                self.findings.extend(faults);
                self.faulty = true;
                return Vec::new();
            }
        };
        let places = drafts.places();
        let plan = judge(drafts, &self.tables, &mut |_| {});
        self.faulty |= plan.findings.iter().any(|finding| finding.severity == Severity::Fault);
        self.findings.extend(plan.findings);
        plan.changes.iter().for_each(|change| self.tables.apply(change));
        let flows = places.iter().filter(|((register, _), _)| *register == "flows");
        let flows = flows.map(|((_, key), place)| (key.clone(), place.clone())).collect();
        self.places.extend(places);
        flows
    }
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
