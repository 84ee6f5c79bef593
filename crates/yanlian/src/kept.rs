//! The registers as they stand, read once a revision, with the diagnoses made of them so far.

use crate::clock::Clock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::RwLock;
use yanlian_analysis::{Diagnosis, Networks, Question, Stops, Zone, default_year, diagnose};
use yanlian_model::{Registers, Tables};
use yanlian_store::{Sqlite, Store, StoreError};

/// How many answers of a kind are held; beyond it they are made anew.
const HELD: usize = 64;

/// Answers by their question.
type Held<T> = Mutex<HashMap<String, Arc<T>>>;

/// The answer to a question, made at most once.
fn held<T>(answers: &Held<T>, question: &Question, make: impl FnOnce() -> T) -> Arc<T> {
    let key = format!("{question:?}");
    let mut held = answers.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(answer) = held.get(&key) {
        return Arc::clone(answer);
    }
    if held.len() >= HELD {
        held.clear();
    }
    let answer = Arc::new(make());
    held.insert(key, Arc::clone(&answer));
    answer
}

/// The registers at one revision.
pub(crate) struct Kept {
    /// The revision.
    pub(crate) revision: i64,
    /// The rows.
    pub(crate) tables: Tables,
    /// The records with their look-ups.
    pub(crate) zone: Zone,
    diagnoses: Held<Diagnosis>,
    stops: Held<Stops>,
    /// Filled in by the first page that asks.
    networks: Held<OnceLock<Networks>>,
}

impl Kept {
    /// Reads everything that is kept.
    pub(crate) async fn load(store: &Sqlite) -> Result<Kept, StoreError> {
        let snapshot = store.load().await?;
        let zone = Zone::new(Registers::from_tables(&snapshot.tables));
        Ok(Kept {
            revision: snapshot.revision,
            tables: snapshot.tables,
            zone,
            diagnoses: Held::default(),
            stops: Held::default(),
            networks: Held::default(),
        })
    }

    /// The question for a chain and year that somebody asks about, where they are given.
    pub(crate) fn question(&self, clock: Clock, chain: Option<&str>, year: Option<i32>) -> Question {
        let today = clock.today();
        let latest = || default_year(&self.zone.registers).unwrap_or_else(|| chrono::Datelike::year(&today) - 1);
        let known = |id: &&str| self.zone.registers.chains.iter().any(|chain| chain.id == *id);
        let mut question = Question::new(year.unwrap_or_else(latest), today);
        question.chain = chain.filter(known).map(str::to_owned);
        question
    }

    /// The diagnosis for a question, with the firms whose stop spreads among its weak points.
    pub(crate) fn diagnosis(&self, question: &Question) -> Arc<Diagnosis> {
        held(&self.diagnoses, question, || {
            let mut diagnosis = diagnose(&self.zone, question);
            diagnosis.strengthen.extend(self.stops(question).weak_points(&self.zone, question));
            diagnosis
        })
    }

    /// The stops of the question's year, whichever chain it asks for: supplies know no chains.
    pub(crate) fn stops(&self, question: &Question) -> Arc<Stops> {
        let whole = Question { chain: None, ..question.clone() };
        held(&self.stops, &whole, || Stops::new(&self.zone, &diagnose(&self.zone, &whole)))
    }

    /// Where the networks of a question's year are, or will be; they too know no chains.
    pub(crate) fn networks(&self, question: &Question) -> Arc<OnceLock<Networks>> {
        held(&self.networks, &Question { chain: None, ..question.clone() }, OnceLock::default)
    }
}

/// A store with what was last read from it.
pub(crate) struct Shelf {
    /// The store.
    pub(crate) store: Sqlite,
    kept: RwLock<Arc<Kept>>,
}

impl Shelf {
    /// Reads everything that `store` keeps.
    pub(crate) async fn new(store: Sqlite) -> Result<Shelf, StoreError> {
        let kept = Arc::new(Kept::load(&store).await?);
        Ok(Shelf { store, kept: RwLock::new(kept) })
    }

    /// The registers as they stand; read anew where another program wrote to them.
    pub(crate) async fn kept(&self) -> Result<Arc<Kept>, StoreError> {
        let kept = Arc::clone(&*self.kept.read().await);
        if kept.revision == self.store.revision().await? {
            return Ok(kept);
        }
        let mut slot = self.kept.write().await;
        if slot.revision != self.store.revision().await? {
            *slot = Arc::new(Kept::load(&self.store).await?);
        }
        Ok(Arc::clone(&slot))
    }
}
