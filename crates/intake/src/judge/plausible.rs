//! What a record says and can hardly mean: days out of their order, more made than can be made, what is done in a
//! year to come, a source that speaks of another figure. All of it is asked about, nothing refused.

use super::convert::{follow, text};
use super::merge::{Merged, Record};
use super::report::Report;
use super::rules::number;
use crate::draft::{Drafts, Mark};
use crate::read::hints;
use crate::shown;
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::registers::{Milestone, Plant, PlantOutput, Project, ReviewPeriod, Supply};
use yanlian_model::{Kind, Message, Record as _, Register, Row, UnitRule, Value, registers};

/// How much of its capacity a plant may make before somebody is asked.
const MOST_USE: f64 = 1.5;

/// Warns of what can hardly be meant.
pub(crate) fn warn(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    for register in registers::ALL.iter().copied().filter(|register| merged.index.contains_key(register.name)) {
        for (at, field) in register.fields.iter().enumerate() {
            if let Some(first) = field.not_before.and_then(|first| register.position(first)) {
                merged.of(register.name).for_each(|record| order(drafts, record, first, at, report));
            }
            if let Some((known, today)) = field.past.zip(drafts.today) {
                let known: Vec<usize> = known.iter().filter_map(|name| register.position(name)).collect();
                merged.of(register.name).for_each(|record| to_come(drafts, record, at, &known, today, report));
            }
        }
        kept_sources(drafts, merged, register, report);
        remarks(drafts, merged, register, report);
    }
    over_capacity(drafts, merged, report);
    over_investment(drafts, merged, report);
    to_itself(drafts, merged, report);
    weights(drafts, merged, report);
    reviews(drafts, merged, report);
}

/// That one day is later than another which it comes before.
fn order(drafts: &Drafts, record: &Record, first: usize, second: usize, report: &mut Report) {
    let is_later = match (&record.after[first], &record.after[second]) {
        (Some(Value::Date(first)), Some(Value::Date(second))) => first > second,
        _ => false,
    };
    let Some(at) = [second, first].into_iter().find(|field| is_later && record.is_given(*field)) else { return };
    let fields = record.register.fields;
    let said = |field: usize| record.after[field].as_ref().map(|value| value.text().into_owned()).unwrap_or_default();
    let message = Message::new("import-perhaps-order")
        .with("first", fields[first].label)
        .with("second", fields[second].label)
        .with("earlier", said(first))
        .with("later", said(second));
    report.warning(drafts.spot(record.draft, at), message);
}

/// That what was is in a year to come.
fn to_come(drafts: &Drafts, record: &Record, when: usize, known: &[usize], today: NaiveDate, report: &mut Report) {
    let is_known = known.is_empty() || known.iter().any(|what| record.after[*what].is_some() && record.is_given(*what));
    let is_to_come = record.after[when].as_ref().and_then(Value::year).is_some_and(|year| year > today.year());
    let Some(value) = record.after[when].as_ref().filter(|_| is_known && is_to_come && record.is_given(when)) else {
        return;
    };
    let message = Message::new("import-time-to-come").with("value", value.text().into_owned());
    report.warning(drafts.spot(record.draft, when), message);
}

/// That a source stays as it is kept while a figure changes, said once a sheet.
fn kept_sources(drafts: &Drafts, merged: &Merged, register: &Register, report: &mut Report) {
    let Some(source) = register.position("source") else { return };
    let numbers: Vec<usize> =
        register.fields.iter().enumerate().filter(|(_, field)| field.kind == Kind::Number).map(|(i, _)| i).collect();
    let is_replaced = |record: &Record| {
        let Some(before) = record.before else { return false };
        // A figure in another unit that its row names says the same, as far as can be told here.
        let in_other_unit = register.position("unit").is_some_and(|unit| before.get(unit) != record.after.get(unit));
        let is_changed = |f: &usize| {
            let is_other = before.get(*f).is_some_and(|was| was.is_some() && *was != record.after[*f]);
            record.is_given(*f) && is_other && !(in_other_unit && register.fields[*f].unit == UnitRule::Column)
        };
        before.get(source).is_some_and(Option::is_some)
            && !record.is_given(source)
            && !matches!(drafts.list[record.draft].mark(source), Some(Mark::Clear))
            && numbers.iter().any(is_changed)
    };
    let mut sheets: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for record in merged.of(register.name).filter(|r| drafts.sheet(r.draft).is_some() && is_replaced(r)) {
        sheets.entry(drafts.list[record.draft].origin.source).or_insert((record.draft, 0)).1 += 1;
    }
    for (first, rows) in sheets.into_values() {
        report.warning(drafts.row_spot(first), Message::new("import-source-kept").with("rows", rows));
    }
}

/// That the remark of a row with figures speaks of a unit, or of part of a year, said once a sheet.
fn remarks(drafts: &Drafts, merged: &Merged, register: &Register, report: &mut Report) {
    let Some(note) = register.position("note") else { return };
    let numbers: Vec<usize> =
        register.fields.iter().enumerate().filter(|(_, field)| field.kind == Kind::Number).map(|(i, _)| i).collect();
    let mut told: BTreeSet<u32> = BTreeSet::new();
    for record in merged.of(register.name).filter(|r| drafts.sheet(r.draft).is_some() && r.is_given(note)) {
        let Some(Value::Text(text)) = &record.after[note] else { continue };
        let has_figures = numbers.iter().any(|field| record.is_given(*field));
        if has_figures && hints::is_remark_on_figures(text) && told.insert(drafts.list[record.draft].origin.source) {
            report
                .warning(drafts.spot(record.draft, note), Message::new("import-remark-unit").with("text", shown(text)));
        }
    }
}

/// That a time under review can hardly be meant.
fn reviews(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    let register = ReviewPeriod::REGISTER;
    let is_given =
        |record: &&Record| ["from", "to"].iter().filter_map(|f| register.position(f)).any(|f| record.is_given(f));
    for record in merged.of(register.name).filter(is_given) {
        let questions =
            ReviewPeriod::from_row(&record.after).map(|period| period.questions(drafts.today)).unwrap_or_default();
        for (field, message) in questions {
            report.warning(drafts.spot(record.draft, register.position(field).unwrap_or_default()), message);
        }
    }
}

/// That a plant has made far more than it can.
fn over_capacity(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    let register = PlantOutput::REGISTER;
    let Some(output) = register.position("output") else { return };
    for record in merged.of(register.name).filter(|record| record.is_given(output)) {
        let plant = || follow(merged, register, &record.after, "plant", Plant::REGISTER);
        let Some(made) = number(register, &record.after, "output").filter(|made| *made > 0.0) else { continue };
        let Some(capacity) = plant().and_then(|plant| number(Plant::REGISTER, plant, "capacity")) else { continue };
        if capacity > 0.0 && made > MOST_USE * capacity {
            let message = Message::new("import-over-capacity").with("output", made).with("capacity", capacity);
            report.warning(drafts.spot(record.draft, output), message);
        }
    }
}

/// That more was invested in a project than it costs.
fn over_investment(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    let register = Project::REGISTER;
    let Some(invested) = register.position("invested_cny") else { return };
    for record in merged.of(register.name).filter(|record| record.is_given(invested)) {
        let amount = |field| number(register, &record.after, field);
        let over = amount("invested_cny").zip(amount("investment_cny")).filter(|(spent, whole)| spent > whole);
        if let Some((spent, whole)) = over {
            let message = Message::new("import-over-investment").with("value", spent).with("whole", whole);
            report.warning(drafts.spot(record.draft, invested), message);
        }
    }
}

/// That a firm supplies itself.
fn to_itself(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    let register = Supply::REGISTER;
    let Some(customer) = register.position("customer") else { return };
    for record in merged.of(register.name).filter(|record| record.is_given(customer)) {
        let [from, to] = ["supplier", "customer"].map(|field| text(register, &record.after, field));
        if let Some(firm) = from.filter(|from| Some(*from) == to) {
            let message = Message::new("import-to-itself").with("value", shown(firm));
            report.warning(drafts.spot(record.draft, customer), message);
        }
    }
}

/// That the milestones of a project weigh more than the whole.
fn weights(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    let register = Milestone::REGISTER;
    let (Some(project), Some(weight)) = (register.position("project"), register.position("weight")) else { return };
    let of = |row: &Row| match (&row[project], &row[weight]) {
        (Some(Value::Text(project)), Some(Value::Number(weight))) => Some((project.to_string(), *weight)),
        _ => None,
    };
    let mut sums: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    for record in merged.of(register.name).filter(|record| record.is_given(weight)) {
        sums.extend(of(&record.after).map(|(project, _)| (project, (0.0, record.draft))));
    }
    if sums.is_empty() {
        return;
    }
    let brought = merged.of(register.name).map(|record| &record.after);
    for (project, weight) in brought.chain(merged.others(register.name).map(|(_, row)| row)).filter_map(of) {
        if let Some((sum, _)) = sums.get_mut(&project) {
            *sum += weight;
        }
    }
    for (project, (sum, last)) in sums.into_iter().filter(|(_, (sum, _))| *sum > 100.0 + 1e-6) {
        let message = Message::new("import-weights-over").with("project", project).with("sum", sum);
        report.warning(drafts.spot(last, weight), message);
    }
}
