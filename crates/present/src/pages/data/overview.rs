//! The data page: what is kept, how fresh it is, and where it comes in and goes out.

use super::cell::is_stale;
use crate::link::Link;
use crate::{View, format};
use askama::Template;
use chrono::NaiveDateTime;
use std::collections::BTreeMap;
use yanlian_analysis::Freshness;
use yanlian_model::{Group, Message, Register, Table, Tables, registers};

/// What the data page shows beside the view.
pub struct DataContext<'a> {
    /// Every record, by register.
    pub tables: &'a Tables,
    /// How fresh those of a register are.
    pub freshness: &'a dyn Fn(&'static Register) -> &'a Freshness,
    /// When each register was last written to, by the reader's clock; absent where it never was.
    pub last_changed: BTreeMap<&'static str, NaiveDateTime>,
    /// What was written, newest first.
    pub entries: Vec<PastEntry>,
    /// The names of the library's chains that can be loaded.
    pub libraries: Vec<String>,
}

/// Something that was written: an import, an edit, an undo or an erasure.
#[derive(Debug, Clone)]
pub struct EntryHead {
    /// Its number.
    pub id: String,
    /// When, by the reader's clock.
    pub at: NaiveDateTime,
    /// Who.
    pub by: String,
    /// From which files.
    pub files: String,
    /// `import`, `edit`, `undo` or `erasure`.
    pub kind: &'static str,
    /// The entry that it took back.
    pub undoes: Option<String>,
    /// The entry that took it back.
    pub undone_by: Option<String>,
}

impl EntryHead {
    /// What it was: an import, an edit, the undo of another.
    pub(super) fn what(&self, v: &View) -> String {
        match &self.undoes {
            Some(undone) => v.t1("data-entry-undoes", "number", undone.to_string()),
            None => v.t(&format!("data-entry-{}", self.kind)),
        }
    }

    /// When, to the minute.
    pub(super) fn time(&self) -> String {
        minute(self.at)
    }

    /// Whether it may be taken back.
    fn can_be_undone(&self) -> bool {
        self.undone_by.is_none() && matches!(self.kind, "import" | "edit")
    }
}

/// An entry and how many records of each register it touched.
#[derive(Debug, Clone)]
pub struct PastEntry {
    /// The entry.
    pub head: EntryHead,
    /// What it did, by register.
    pub counts: Vec<EntryCounts>,
}

/// How many records of one register an entry touched.
#[derive(Debug, Clone)]
pub struct EntryCounts {
    /// The register.
    pub register: &'static str,
    /// Records that were new.
    pub added: u64,
    /// Records that were changed.
    pub changed: u64,
    /// Records that were taken away.
    pub removed: u64,
}

impl EntryCounts {
    fn link(&self, v: &View) -> Link {
        let label = registers::by_name(self.register).map_or(self.register, |register| v.label(&register.label));
        Link::to(v.href(&format!("/data/{}", self.register)), label.to_owned())
    }
}

impl PastEntry {
    /// Records added, changed and removed, over all registers.
    fn totals(&self) -> [u64; 3] {
        self.counts.iter().fold([0; 3], |[added, changed, removed], count| {
            [added + count.added, changed + count.changed, removed + count.removed]
        })
    }
}

#[derive(Template)]
#[template(path = "data/overview.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    groups: Vec<(String, Vec<RegisterLine>)>,
    entries: &'v [PastEntry],
    libraries: &'v [String],
}

/// How fresh one register is.
struct RegisterLine {
    register: Link,
    about: &'static str,
    count: usize,
    records: String,
    latest: Option<String>,
    oldest: String,
    stale: usize,
    without_source: usize,
    share_without_source: String,
    changed: String,
}

/// The data page.
pub fn data(v: &View, context: &DataContext) -> askama::Result<String> {
    let fresh = |register: &'static Register| freshness(v, context, register);
    let all: Vec<(Group, RegisterLine)> =
        registers::ALL.iter().map(|register| (register.group, fresh(register))).collect();
    let page = Page {
        v,
        title: v.t("data-title"),
        rail: "data",
        help: "data-help",
        lead: lead(v, context, &all),
        groups: grouped(v, all),
        entries: &context.entries,
        libraries: &context.libraries,
    };
    page.render()
}

fn lead(v: &View, context: &DataContext, all: &[(Group, RegisterLine)]) -> String {
    let sum = |of: fn(&RegisterLine) -> usize| all.iter().map(|(_, fresh)| of(fresh)).sum::<usize>();
    let records = sum(|fresh| fresh.count);
    if records == 0 {
        return v.t("data-lead-empty");
    }
    let message = Message::new("data-lead")
        .with("records", records)
        .with("registers", all.iter().filter(|(_, fresh)| fresh.count > 0).count())
        .with("changed", context.last_changed.values().max().map_or_else(|| v.t("figure-unknown"), |at| minute(*at)))
        .with("without-source", sum(|fresh| fresh.without_source))
        .with("stale", sum(|fresh| fresh.stale));
    v.say(&message)
}

/// The registers under the room in which each is kept up, in the order of declaration.
fn grouped(v: &View, all: Vec<(Group, RegisterLine)>) -> Vec<(String, Vec<RegisterLine>)> {
    let mut groups: BTreeMap<Group, Vec<RegisterLine>> = BTreeMap::new();
    for (group, fresh) in all {
        groups.entry(group).or_default().push(fresh);
    }
    groups.into_iter().map(|(group, registers)| (v.label(&group.label()).to_owned(), registers)).collect()
}

fn freshness(v: &View, context: &DataContext, register: &'static Register) -> RegisterLine {
    let (count, fresh) = (context.tables.get(register.name).map_or(0, Table::len), (context.freshness)(register));
    let without_source = fresh.without_source;
    RegisterLine {
        register: Link::to(v.href(&format!("/data/{}", register.name)), v.label(&register.label).to_owned()),
        about: v.label(&register.about),
        count,
        records: format::number(count as f64),
        latest: fresh.latest().map(format::date),
        oldest: fresh.oldest().map(format::date).unwrap_or_default(),
        stale: fresh.count(|day| is_stale(v, day)),
        without_source,
        share_without_source: if count > 0 {
            format::percent(without_source as f64 / count as f64)
        } else {
            String::new()
        },
        changed: context.last_changed.get(register.name).map_or_else(String::new, |at| minute(*at)),
    }
}

fn minute(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}
