//! A form that could not be written: what was typed, what is wrong with it, and what others wrote meanwhile.

use super::cell::{Cell, cell};
use super::room::EntryHead;
use crate::View;
use crate::parts::Link;
use askama::Template;
use chrono::NaiveDate;
use yanlian_model::form::minute;
use yanlian_model::{Field, Form, Key, Kind, Message, Register, Row, possible_targets};

/// How many letters fit a line; a longer text gets several.
const LINE: usize = 60;

/// A form that came back.
#[derive(Debug)]
pub struct ReturnedForm<'f> {
    /// What the form is for, as the page says it.
    pub title: String,
    /// Where it is sent to.
    pub action: &'f str,
    /// The page that it was on.
    pub back: &'f str,
    /// What is asked for, in the order of the form.
    pub inputs: Vec<Input>,
    /// What else was sent: name and value.
    pub hidden: Vec<(&'f str, &'f str)>,
    /// What is wrong.
    pub faults: &'f [FormFault],
    /// What others wrote meanwhile.
    pub conflicts: Vec<ChangedRecord>,
}

/// Something that must be put right before anything is written.
#[derive(Debug, Clone)]
pub struct FormFault {
    /// The name of the input that it is about; `None` where it is about no single one.
    pub field: Option<String>,
    /// What.
    pub message: Message,
}

/// A record that somebody changed after the person had seen it.
#[derive(Debug)]
pub struct ChangedRecord {
    /// Its register.
    pub register: &'static Register,
    /// Its key.
    pub key: Key,
    /// As the person saw it; `None` where there was none.
    pub seen: Option<Row>,
    /// As it stands.
    pub now: Option<Row>,
    /// As the person would have it.
    pub wanted: Option<Row>,
    /// The entry that changed it last.
    pub by: EntryHead,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputKind {
    /// A line of text.
    Line,
    /// Several lines.
    Lines,
    /// A number, with whatever unit.
    Number,
    /// A date.
    Date,
    /// A minute of local time.
    Minute,
    /// One of a few: value and word.
    Choice(Vec<(String, String)>),
}

/// A field that is asked for.
#[derive(Debug, Clone)]
pub struct Input {
    /// The name by which it is sent.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// How to fill it in.
    pub hint: String,
    /// What was typed.
    pub value: String,
    /// How it is filled in.
    pub kind: InputKind,
    /// Whether it must be filled in.
    pub required: bool,
    /// Where to ask which records may be meant; `None` where it names none.
    pub suggest: Option<String>,
}

impl Input {
    /// The input of a register's field.
    pub fn of(v: &View, field: &Field, value: &str) -> Input {
        let kind = match field.kind {
            Kind::Number | Kind::Year => InputKind::Number,
            Kind::Date => InputKind::Date,
            Kind::Flag => {
                let words = [("yes", "data-yes"), ("no", "data-no")];
                InputKind::Choice(words.map(|(value, word)| (value.to_owned(), v.t(word))).to_vec())
            }
            Kind::Choice(choices) => {
                let words = choices.iter().map(|choice| (choice.key.to_owned(), v.label(&choice.label).to_owned()));
                InputKind::Choice(words.collect())
            }
            _ if field.form == Some(Form::Minute) => InputKind::Minute,
            _ if value.contains('\n') || value.chars().count() > LINE => InputKind::Lines,
            _ => InputKind::Line,
        };
        Input {
            name: field.key.to_owned(),
            label: v.label(&field.label).to_owned(),
            hint: v.label(&field.hint).to_owned(),
            value: value.to_owned(),
            kind,
            required: field.required,
            suggest: field.target.map(|target| format!("/api/suggest/{}", possible_targets(target).join(","))),
        }
    }

    /// What there is to choose from; what was typed is among it, and nothing where nothing is needed.
    fn words(&self) -> Vec<(&str, &str, bool)> {
        let InputKind::Choice(known) = &self.kind else { return Vec::new() };
        let blank = (!self.required || self.value.is_empty()).then_some(("", ""));
        let known = known.iter().map(|(value, word)| (value.as_str(), word.as_str()));
        let mut words: Vec<_> = blank.into_iter().chain(known).collect();
        if words.iter().all(|(value, _)| *value != self.value) {
            words.push((&self.value, &self.value));
        }
        words.into_iter().map(|(value, word)| (value, word, value == self.value)).collect()
    }

    /// The type of the element: a picker shows no text that is not of its kind, so such a text gets a line.
    fn html_type(&self) -> &'static str {
        let blank = self.value.is_empty();
        match self.kind {
            InputKind::Date if blank || self.value.parse::<NaiveDate>().is_ok() => "date",
            InputKind::Minute if blank || minute(&self.value).is_some() => "datetime-local",
            _ => "text",
        }
    }
}

/// An input with what is wrong with it.
struct Line<'f> {
    input: &'f Input,
    html_type: &'static str,
    /// What there is to choose from: value, word, whether it is chosen.
    words: Vec<(&'f str, &'f str, bool)>,
    /// What, and how to mend it.
    faults: Vec<(String, String)>,
}

/// A fault of the summary, and the input that it is about, if that is on the page.
struct Problem {
    href: String,
    text: String,
}

/// What stands against what, field by field.
struct Versions {
    record: Link,
    by: String,
    rows: Vec<(&'static str, Cell, Cell, Cell)>,
}

#[derive(Template)]
#[template(path = "data/form.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: &'v str,
    rail: &'static str,
    help: &'static str,
    lead: String,
    problems: Vec<Problem>,
    versions: Vec<Versions>,
    lines: Vec<Line<'v>>,
    hidden: &'v [(&'v str, &'v str)],
    action: &'v str,
    back: &'v str,
}

/// The page of a form that could not be written: with faults, or because others wrote meanwhile.
pub fn returned_form(v: &View, form: &ReturnedForm) -> askama::Result<String> {
    let lead = match form.conflicts.is_empty() {
        true => Message::new("form-lead-faults").with("faults", form.faults.len()),
        false => Message::new("form-lead-conflict").with("records", form.conflicts.len()),
    };
    let page = Page {
        v,
        title: &form.title,
        rail: "data",
        help: "form-help",
        lead: v.say(&lead),
        problems: form.faults.iter().map(|fault| problem(v, form, fault)).collect(),
        versions: form.conflicts.iter().map(|conflict| versions(v, conflict)).collect(),
        lines: form.inputs.iter().map(|input| line(v, input, form.faults)).collect(),
        hidden: &form.hidden,
        action: form.action,
        back: form.back,
    };
    page.render()
}

fn problem(v: &View, form: &ReturnedForm, fault: &FormFault) -> Problem {
    let input = form.inputs.iter().find(|input| fault.field.as_ref() == Some(&input.name));
    Problem {
        href: input.map(|input| format!("#in-{}", input.name)).unwrap_or_default(),
        text: match input {
            Some(input) => format!("{}{}{}", input.label, v.t("form-colon"), v.say(&fault.message)),
            None => v.say(&fault.message),
        },
    }
}

fn line<'f>(v: &View, input: &'f Input, faults: &[FormFault]) -> Line<'f> {
    let own = faults.iter().filter(|fault| fault.field.as_ref() == Some(&input.name));
    let faults = own.map(|fault| (v.say(&fault.message), v.mend(&fault.message))).collect();
    Line { input, html_type: input.html_type(), words: input.words(), faults }
}

fn versions(v: &View, changed: &ChangedRecord) -> Versions {
    let none = Row::default();
    let rows = [&changed.seen, &changed.now, &changed.wanted].map(|row| row.as_ref().unwrap_or(&none));
    let register = changed.register;
    let value = |row: &Row, i: usize| row.get(i).cloned().flatten();
    let differs = |i: &usize| rows[1..].iter().any(|row| value(row, *i) != value(rows[0], *i));
    let shown = (0..register.fields.len()).filter(differs);
    let line = |i: usize| {
        let [seen, now, wanted] = rows.map(|row| cell(v, register, row, i));
        (v.label(&register.fields[i].label), seen, now, wanted)
    };
    let title = changed.now.as_ref().map_or_else(|| changed.key.to_string(), |row| register.title_of(row, v.lang()));
    let name = format!("{} {title}", v.label(&register.label));
    Versions {
        record: match changed.now {
            Some(_) => Link::to(v.record_href(register.name, &changed.key), name),
            None => Link::text(name),
        },
        by: format!("{} · {}", changed.by.by, changed.by.time()),
        rows: shown.map(line).collect(),
    }
}
