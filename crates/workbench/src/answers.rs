//! The answers over one snapshot, each made when it is first asked for, and once.

use crate::Snapshot;
use crate::aside::aside;
use crate::cells::Cells;
use std::sync::{Arc, LazyLock, OnceLock};
use tokio::sync::Semaphore;
use tokio::task::JoinError;
use yanlian_analysis::{Diagnosis, Networks, Question, Shutdowns, Zone, diagnose};
use yanlian_model::{Bearing, registers};

/// Whether an answer held here may rest on a register.
pub(crate) fn rest_on(register: &str) -> bool {
    let bearing = registers::by_name(register).map_or(Bearing::Some, |register| register.bearing);
    bearing == Bearing::Some
}

/// How many answers are made at a time: one a core, so that pages have a core left.
static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)));

/// Answers by their question.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// Of all chains.
    wholes: Cells<Question, Whole>,
    /// Of one chain.
    chains: Cells<Question, Diagnosis>,
    networks: Cells<Question, OnceLock<Networks>>,
}

/// What is said of all chains together.
#[derive(Debug)]
struct Whole {
    diagnosis: Arc<Diagnosis>,
    shutdowns: Arc<Shutdowns>,
}

impl Whole {
    fn new(zone: &Zone, question: &Question) -> Whole {
        let mut diagnosis = diagnose(zone, question);
        let shutdowns = Shutdowns::new(zone, &diagnosis);
        diagnosis.vulnerabilities.extend(shutdowns.vulnerabilities(zone, question));
        Whole { diagnosis: Arc::new(diagnosis), shutdowns: Arc::new(shutdowns) }
    }
}

impl Snapshot {
    /// The diagnosis for a question, with the firms whose shutdown spreads among its vulnerabilities.
    ///
    /// # Errors
    /// The method panicked; the next who asks has it tried again.
    pub async fn diagnosis(self: &Arc<Self>, question: &Question) -> Result<Arc<Diagnosis>, JoinError> {
        let whole = self.whole(question).await?;
        if question.chain.is_none() {
            return Ok(Arc::clone(&whole.diagnosis));
        }
        let (own, asked) = (Arc::clone(self), question.clone());
        let make = move || {
            let mut diagnosis = diagnose(&own.zone, &asked);
            diagnosis.vulnerabilities.extend(whole.shutdowns.vulnerabilities(&own.zone, &asked));
            diagnosis
        };
        self.answers.chains.get(question, &TURNS, make).await
    }

    /// The shutdowns of the question's year, whichever chain it asks for: supplies know no chains.
    ///
    /// # Errors
    /// As [`Snapshot::diagnosis`].
    pub async fn shutdowns(self: &Arc<Self>, question: &Question) -> Result<Arc<Shutdowns>, JoinError> {
        Ok(Arc::clone(&self.whole(question).await?.shutdowns))
    }

    async fn whole(self: &Arc<Self>, question: &Question) -> Result<Arc<Whole>, JoinError> {
        let asked = Question { chain: None, ..question.clone() };
        let (own, whole) = (Arc::clone(self), asked.clone());
        self.answers.wholes.get(&whole, &TURNS, move || Whole::new(&own.zone, &asked)).await
    }

    /// Where the networks of a question's year are, or will be when a page first looks; they too know
    /// no chains.
    ///
    /// # Errors
    /// None; it has the type of the others.
    pub async fn networks(self: &Arc<Self>, question: &Question) -> Result<Arc<OnceLock<Networks>>, JoinError> {
        let whole = Question { chain: None, ..question.clone() };
        self.answers.networks.get(&whole, &TURNS, OnceLock::default).await
    }

    /// Works the networks out before a page looks.
    ///
    /// # Errors
    /// As [`Snapshot::diagnosis`].
    pub async fn work_out_networks(self: &Arc<Self>, question: &Question) -> Result<(), JoinError> {
        let (networks, whole) = (self.networks(question).await?, self.whole(question).await?);
        let own = Arc::clone(self);
        let make = move || {
            networks.get_or_init(|| Networks::of(&own.zone, &whole.diagnosis));
        };
        aside(make).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use yanlian_intake::{SourceFile, judge, read};
    use yanlian_model::{Registers, Table, Tables};

    /// The demonstration park with the whole library.
    fn park() -> Tables {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let entries = |folder: &Path| -> Vec<_> {
            let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            paths.sort();
            paths
        };
        let library: Vec<_> = entries(&root.join("chains")).into_iter().filter(|path| path.is_dir()).collect();
        let mut tables = Registers::default().to_tables();
        // The library, then the park that stands on it.
        for folders in [library, vec![root.join("demo")]] {
            let paths = folders.iter().flat_map(|folder| entries(folder));
            let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
            let file = |path: std::path::PathBuf| SourceFile {
                name: path.file_name().unwrap().to_string_lossy().into_owned(),
                bytes: std::fs::read(path).unwrap(),
            };
            let drafts = read(&files.map(file).collect::<Vec<_>>(), &mut |_| {}).unwrap();
            for change in judge(drafts, &tables, &mut |_| {}).changes {
                tables.apply(&change);
            }
        }
        tables
    }

    fn answers(tables: &Tables) -> [String; 3] {
        let zone = Zone::new(Registers::from_tables(tables));
        let question = Question::new(2025, chrono::NaiveDate::from_ymd_opt(2026, 3, 20).unwrap());
        let diagnosis = diagnose(&zone, &question);
        let shutdowns = Shutdowns::new(&zone, &diagnosis);
        let vulnerabilities = format!("{:?}", shutdowns.vulnerabilities(&zone, &question));
        [format!("{diagnosis:?}"), vulnerabilities, format!("{:?}", Networks::of(&zone, &diagnosis))]
    }

    #[test]
    fn no_answer_rests_on_what_is_beside() {
        let mut tables = park();
        let whole = answers(&tables);
        let beside = registers::ALL.iter().map(|register| register.name).filter(|register| !rest_on(register));
        for register in beside {
            let table = tables.entry(register);
            assert!(!table.is_empty() || register == "review_periods", "{register} has records to leave out");
            *table = Table::new();
        }
        assert_eq!(answers(&tables), whole);
    }
}
