//! The enterprises of the zone: what each makes, how it stands, how fresh its figures are.

use super::list::{List, Select, contains};
use crate::View;
use crate::grid::{Cell, Grid, Head, yuan};
use crate::link::Link;
use crate::parts::Badge;
use askama::Template;
use chrono::{Months, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeSet;
use yanlian_analysis::{DueState, difficulty_state, hazard_state};
use yanlian_model::registers::Enterprise;
use yanlian_model::{EnterpriseStatus, HazardGrade, Message};

/// Which enterprises to list; the chain is the one that the top bar has.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct EnterprisesQuery {
    /// Part of a name, a code, or of a process.
    pub q: String,
    /// A status; blank for all.
    pub status: String,
    /// `value` (where blank), `name`, `difficulties` or `hazards`.
    pub sort: String,
}

/// The orders, each with its message.
const SORTS: &[(&str, &str)] = &[
    ("", "enterprises-sort-value"),
    ("name", "list-sort-name"),
    ("difficulties", "enterprises-sort-difficulties"),
    ("hazards", "enterprises-sort-hazards"),
];

/// The indicator that the list shows and is ordered by.
const OUTPUT_VALUE: &str = "output-value";

/// An enterprise with what the list says of it.
struct Line<'v> {
    enterprise: &'v Enterprise,
    processes: BTreeSet<&'v str>,
    output_value: Option<f64>,
    open: usize,
    overdue: usize,
    hazards: usize,
    major: usize,
    newest: Option<NaiveDate>,
}

/// The list of enterprises.
pub fn enterprises(v: &View, query: &EnterprisesQuery) -> askama::Result<String> {
    let all: Vec<Line> = v.registers().enterprises.iter().map(|enterprise| line(v, enterprise)).collect();
    let in_chain: Vec<&Line> = all.iter().filter(|line| is_in_chain(v, line)).collect();
    let mut shown: Vec<&Line> = in_chain.iter().copied().filter(|line| wanted(v, query, line)).collect();
    match query.sort.as_str() {
        "name" => shown.sort_by_cached_key(|line| v.name("enterprises", &line.enterprise.uscc)),
        "difficulties" => shown.sort_by_key(|line| std::cmp::Reverse((line.overdue, line.open))),
        "hazards" => shown.sort_by_key(|line| std::cmp::Reverse((line.major, line.hazards))),
        _ => shown.sort_by(|a, b| {
            let value = |line: &Line| line.output_value.unwrap_or(f64::NEG_INFINITY);
            value(b).total_cmp(&value(a))
        }),
    }
    let statuses = EnterpriseStatus::ALL.iter().map(|status| status.choice());
    v.expect("status", &query.status, statuses.clone().map(|choice| choice.key));
    let statuses = statuses.map(|choice| (choice.key.to_owned(), v.label(&choice.label).to_owned()));
    let page = List {
        v,
        title: v.t("enterprises-title"),
        rail: "enterprises",
        help: "enterprises-help",
        links: vec![
            Link::to(v.href("/shutdowns"), v.t("stops-title")),
            Link::to(v.href("/data/enterprises"), v.t("enterprises-register")),
        ],
        lead: lead(v, &in_chain),
        tabs_label: String::new(),
        tabs: Vec::new(),
        hidden: Vec::new(),
        q: query.q.clone(),
        look_for: v.t("enterprises-look-for"),
        selects: vec![
            Select::new(
                v,
                "status",
                "grid-status",
                &query.status,
                [(String::new(), v.t("list-all-states"))].into_iter().chain(statuses),
            ),
            Select::of_messages(v, "sort", "list-filter-sort", &query.sort, SORTS),
        ],
        notes: vec![v.t1("enterprises-found", "count", shown.len())],
        grids: vec![grid(v, &shown)],
    };
    page.render()
}

fn line<'v>(v: &View<'v>, enterprise: &'v Enterprise) -> Line<'v> {
    let uscc = enterprise.uscc.as_str();
    let annuals = || v.zone.annuals(uscc).iter().filter(|annual| annual.year == v.year());
    let difficulties = v.zone.difficulties_of(uscc);
    let states: Vec<DueState> = difficulties.map(|difficulty| difficulty_state(difficulty, v.today)).collect();
    let hazards = v.zone.hazards_of(uscc);
    let open: Vec<_> = hazards.filter(|hazard| hazard_state(hazard, v.today) != DueState::Done).collect();
    let plants: Vec<_> = v.zone.plants_of(uscc).collect();
    let outputs = plants.iter().flat_map(|plant| v.zone.outputs(&plant.id));
    let dates = annuals().map(|annual| annual.provenance.as_of).chain(outputs.map(|output| output.provenance.as_of));
    Line {
        enterprise,
        processes: plants.iter().map(|plant| plant.process.as_str()).collect(),
        output_value: annuals().find(|annual| annual.indicator == OUTPUT_VALUE).and_then(|annual| annual.value),
        open: states.iter().filter(|state| **state != DueState::Done).count(),
        overdue: states.iter().filter(|state| **state == DueState::Overdue).count(),
        major: open.iter().filter(|hazard| hazard.grade == Some(HazardGrade::Major)).count(),
        hazards: open.len(),
        newest: dates.chain([enterprise.provenance.as_of]).flatten().max(),
    }
}

fn is_in_chain(v: &View, line: &Line) -> bool {
    let of_chain = |process: &&str| v.zone.process(process).is_some_and(|p| p.chain.as_deref() == Some(v.chain()));
    v.chain().is_empty() || line.processes.iter().any(of_chain)
}

fn wanted(v: &View, query: &EnterprisesQuery, line: &Line) -> bool {
    let enterprise = line.enterprise;
    let processes: Vec<String> = line.processes.iter().map(|process| v.name("processes", process)).collect();
    let own = [enterprise.name.as_str(), enterprise.name_en.as_deref().unwrap_or_default(), &enterprise.uscc];
    let in_status = query.status.is_empty() || enterprise.status.is_some_and(|s| s.choice().key == query.status);
    in_status && contains(&query.q, own.into_iter().chain(processes.iter().map(String::as_str)))
}

fn lead(v: &View, lines: &[&Line]) -> String {
    if lines.is_empty() {
        return v.t("enterprises-lead-empty");
    }
    let known: Vec<f64> = lines.iter().filter_map(|line| line.output_value).collect();
    let value = match known.len() {
        0 => v.t("figure-unknown"),
        _ => crate::format::money(known.iter().sum(), v.lang()),
    };
    let message = Message::new("enterprises-lead")
        .with("count", lines.len())
        .with("active", lines.iter().filter(|l| l.enterprise.status == Some(EnterpriseStatus::Active)).count())
        .with("year", v.year().to_string())
        .with("value", value)
        .with("reporting", known.len())
        .with("difficulties", lines.iter().map(|line| line.open).sum::<usize>())
        .with("overdue", lines.iter().map(|line| line.overdue).sum::<usize>())
        .with("major", lines.iter().map(|line| line.major).sum::<usize>());
    v.say(&message)
}

fn grid(v: &View, lines: &[&Line]) -> Grid {
    let heads = [
        Head::Text("grid-enterprise"),
        Head::Text("grid-status"),
        Head::Text("grid-scale-size"),
        Head::Text("grid-processes"),
        Head::Money("grid-output-value"),
        Head::Text("grid-open-difficulties"),
        Head::Text("grid-open-hazards"),
        Head::Text("grid-fresh"),
    ];
    let row = |line: &&Line| {
        let enterprise = line.enterprise;
        let status = enterprise.status.map(|status| status.choice().label);
        let scale = enterprise.scale.map(|scale| scale.choice().label);
        let label = |label: Option<yanlian_model::Bilingual>| {
            Cell::Text(label.map_or_else(|| v.t("figure-unknown"), |label| v.label(&label).to_owned()))
        };
        vec![
            v.link("enterprises", &enterprise.uscc).into(),
            label(status),
            label(scale),
            Cell::links(line.processes.iter().map(|process| v.link("processes", process)), v.t("enterprises-no-plant")),
            yuan(v, line.output_value),
            counted(v, line.open, line.overdue, "overdue", "enterprises-overdue"),
            counted(v, line.hazards, line.major, "fault", "enterprises-major"),
            fresh(v, line.newest),
        ]
    };
    Grid::paged(v, "page", (v.t("enterprises-title"), "enterprises-nothing"), &heads, lines, row)
}

/// How many are open, and a badge where some of them are serious.
fn counted(v: &View, open: usize, serious: usize, state: &str, word: &str) -> Cell {
    let badge = (serious > 0).then(|| Cell::Badge(Badge::saying(v, state, word)));
    Cell::All([Cell::Text(open.to_string())].into_iter().chain(badge).collect())
}

/// The newest date of its figures.
fn fresh(v: &View, newest: Option<NaiveDate>) -> Cell {
    let Some(newest) = newest else {
        return Badge::saying(v, "undetermined", "grid-origin-unknown").into();
    };
    let date = Cell::Text(crate::format::date(newest));
    match is_stale(v, newest) {
        true => vec![date, Badge::saying(v, "warning", "grid-origin-stale").into()].into(),
        false => date,
    }
}

/// After so many months without a newer figure an enterprise's figures are stale.
const STALE_AFTER: Months = Months::new(6);

/// Whether the newest figure is half a year older than the end of the reporting year, or than today.
pub(crate) fn is_stale(v: &View, newest: NaiveDate) -> bool {
    let asked = v.diagnosis.question.year_end().min(v.today);
    asked.checked_sub_months(STALE_AFTER).is_some_and(|limit| newest < limit)
}
