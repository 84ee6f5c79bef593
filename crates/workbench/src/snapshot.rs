//! The registers at one revision, with the answers that were made from them.

use crate::answers::{Answers, rest_on};
use crate::by_register::ByRegister;
use crate::suggest::Names;
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use yanlian_analysis::{Freshness, Question, Zone, default_year};
use yanlian_model::{Change, Register, Registers, Tables};
use yanlian_store as store;

/// The registers at one revision. It never changes: a write makes the next one.
pub struct Snapshot {
    /// The revision of the store.
    pub revision: i64,
    /// The rows.
    pub tables: Tables,
    /// The typed records with their look-ups.
    pub zone: Zone,
    /// The answers made from them; snapshots that differ only in what no answer rests on share them.
    pub(crate) answers: Arc<Answers>,
    /// What references may mean.
    pub(crate) names: ByRegister<Names>,
    freshness: ByRegister<Freshness>,
    /// At which revision each register was last written to, of those written to since the load.
    changed: BTreeMap<&'static str, i64>,
    /// The revision that was loaded.
    loaded: i64,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Snapshot").field(&self.revision).finish()
    }
}

impl Snapshot {
    /// The snapshot of what a store gave.
    pub(crate) fn new(store::Snapshot { revision, tables }: store::Snapshot) -> Snapshot {
        let zone = Zone::new(Registers::from_tables(&tables));
        Snapshot {
            revision,
            tables,
            zone,
            answers: Arc::default(),
            names: ByRegister::default(),
            freshness: ByRegister::default(),
            changed: BTreeMap::new(),
            loaded: revision,
        }
    }

    /// The snapshot after `changes`, of a revision that is still to be said. What was not written to is shared.
    pub(crate) fn after(&self, changes: &[Change]) -> Snapshot {
        let mut tables = self.tables.clone();
        changes.iter().for_each(|change| tables.apply(change));
        let written: BTreeSet<&'static str> = changes.iter().map(|change| change.register).collect();
        let mut registers = self.zone.registers.clone();
        let (mut names, mut freshness) = (self.names.clone(), self.freshness.clone());
        for register in &written {
            registers.read_again(register, &tables);
            names.forget(register);
            freshness.forget(register);
        }
        let answers = match written.iter().any(|register| rest_on(register)) {
            true => Arc::default(),
            false => Arc::clone(&self.answers),
        };
        let mut changed = self.changed.clone();
        changed.extend(written.into_iter().map(|register| (register, i64::MAX)));
        let zone = self.zone.after(registers);
        Snapshot { revision: self.revision, tables, zone, answers, names, freshness, changed, loaded: self.loaded }
    }

    /// The same, now that its revision is known.
    pub(crate) fn at(mut self, revision: i64) -> Snapshot {
        self.changed.values_mut().for_each(|changed| *changed = revision.min(*changed));
        Snapshot { revision, ..self }
    }

    /// How fresh the records of a register are.
    pub fn freshness(&self, register: &Register) -> &Freshness {
        let table = self.tables.get(register.name);
        self.freshness.get(register, || table.map_or_else(Freshness::default, |table| Freshness::of(register, table)))
    }

    /// The last revision that wrote to one of these registers, as far as is known: what rests on them
    /// alone is the same in every snapshot that gives the same.
    pub fn last_written(&self, registers: &[&str]) -> i64 {
        let written = registers.iter().filter_map(|register| self.changed.get(register).copied());
        written.max().unwrap_or(self.loaded)
    }

    /// The question for a chain and year that somebody asks about, where they are given and known.
    pub fn question(&self, today: NaiveDate, chain: Option<&str>, year: Option<i32>) -> Question {
        let latest = || default_year(&self.zone.registers).unwrap_or_else(|| today.year() - 1);
        let known = |id: &&str| self.zone.registers.chains.iter().any(|chain| chain.id == *id);
        let mut question = Question::new(year.unwrap_or_else(latest), today);
        question.chain = chain.filter(known).map(str::to_owned);
        question
    }
}
