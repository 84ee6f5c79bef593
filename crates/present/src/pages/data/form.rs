//! A form that could not be written: what was typed, what is wrong with it, and what others wrote meanwhile.

use super::cell::{Cell, cell};
use super::overview::EntryHead;
use crate::View;
use crate::bounds::bounds;
use crate::link::Link;
use askama::Template;
use askama::filters::HtmlSafe;
use chrono::NaiveDate;
use yanlian_model::form::minute;
use yanlian_model::{Field, Form, Key, Kind, Message, Register, Row, possible_targets};

/// A text that may be longer gets several lines.
const LINE: usize = 500;

/// A form that came back.
#[derive(Debug)]
pub struct ReturnedForm<'f> {
    /// What the form is for, as the page says it.
    pub title: String,
    /// The entry of the menu to which the page belongs that it was on.
    pub rail: &'static str,
    /// Where it is sent to.
    pub action: &'f str,
    /// The page that it was on.
    pub back: &'f str,
    /// What is asked for, in the order of the form.
    pub inputs: Vec<Input>,
    /// What else is sent: name and value.
    pub hidden: Vec<(&'f str, String)>,
    /// What is wrong.
    pub faults: &'f [FormFault],
    /// Whether that is only asked about: saved again as it is, it is meant.
    pub asks: bool,
    /// What others changed meanwhile, and the person too.
    pub contested: Vec<Contested>,
    /// What else the person changed, and nobody besides.
    pub along: Vec<Input>,
}

/// Something that must be put right before anything is written.
#[derive(Debug, Clone)]
pub struct FormFault {
    /// The name of the input that it is about; `None` where it is about no single one.
    pub field: Option<String>,
    /// What.
    pub message: Message,
}

/// A field that somebody changed after the person had seen it, and that the person changed too.
#[derive(Debug)]
pub struct Contested {
    /// The register.
    pub register: &'static Register,
    /// The record's key.
    pub key: Key,
    /// The field's position.
    pub position: usize,
    /// The record as the person saw it; `None` where there was none.
    pub seen: Option<Row>,
    /// As it stands.
    pub now: Option<Row>,
    /// The entry that changed the field last.
    pub by: EntryHead,
    /// The input, with what the person typed.
    pub input: Input,
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
    /// What the browser is told of its bounds.
    pub bounds: String,
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
            _ if field.longest.is_some_and(|longest| longest > LINE) => InputKind::Lines,
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
            bounds: bounds(field),
        }
    }

    /// An input that is no field of a register.
    pub fn new(name: &str, label: String, value: &str, kind: InputKind) -> Input {
        let (name, value) = (name.to_owned(), value.to_owned());
        Input { name, label, hint: String::new(), value, kind, required: false, suggest: None, bounds: String::new() }
    }

    /// What was typed, in words.
    fn said(&self) -> &str {
        let words = match &self.kind {
            InputKind::Choice(known) => known.iter().find(|(value, _)| *value == self.value),
            _ => None,
        };
        words.map_or(&self.value, |(_, word)| word)
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
#[derive(Template)]
#[template(path = "data/input.html")]
struct Line<'f> {
    input: &'f Input,
    html_type: &'static str,
    /// What there is to choose from: value, word, whether it is chosen.
    words: Vec<(&'f str, &'f str, bool)>,
    /// What, and how to fix it.
    faults: Vec<(String, String)>,
}

impl HtmlSafe for Line<'_> {}

/// A fault of the summary, and the input that it is about, if that is on the page.
struct Problem {
    href: String,
    text: String,
    /// How to fix it, where it stands beside no input.
    remedy: String,
}

/// A contested field: what others made of it, and what the person would make of it.
struct Versions<'f> {
    record: Link,
    by: String,
    seen: Cell,
    now: Cell,
    line: Line<'f>,
}

#[derive(Template)]
#[template(path = "data/form.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: &'v str,
    rail: &'static str,
    help: &'static str,
    lead: String,
    heading: &'static str,
    save: &'static str,
    problems: Vec<Problem>,
    versions: Vec<Versions<'v>>,
    /// What goes along: label and what was typed.
    along: Vec<(&'v str, &'v str)>,
    lines: Vec<Line<'v>>,
    hidden: &'v [(&'v str, String)],
    action: &'v str,
    back: &'v str,
}

/// The page of a form that could not be written: with faults, or because others wrote meanwhile.
pub fn returned_form(v: &View, form: &ReturnedForm) -> askama::Result<String> {
    let lead = match form.contested.is_empty() {
        true if form.asks => Message::new("form-lead-questions").with("questions", form.faults.len()),
        true => Message::new("form-lead-faults").with("faults", form.faults.len()),
        false => Message::new("form-lead-conflict").with("fields", form.contested.len()),
    };
    let page = Page {
        v,
        title: &form.title,
        rail: form.rail,
        help: "form-help",
        lead: v.say(&lead),
        heading: if form.asks { "form-questions" } else { "form-problems" },
        save: match form.contested.is_empty() {
            true if form.asks => "form-save-meant",
            true => "form-save",
            false => "form-save-decided",
        },
        problems: form.faults.iter().map(|fault| problem(v, form, fault)).collect(),
        versions: form.contested.iter().map(|contested| versions(v, contested)).collect(),
        along: form.along.iter().map(|input| (input.label.as_str(), input.said())).collect(),
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
        remedy: if input.is_none() { v.remedy(&fault.message) } else { String::new() },
    }
}

fn line<'f>(v: &View, input: &'f Input, faults: &[FormFault]) -> Line<'f> {
    let own = faults.iter().filter(|fault| fault.field.as_ref() == Some(&input.name));
    let faults = own.map(|fault| (v.say(&fault.message), v.remedy(&fault.message))).collect();
    Line { input, html_type: input.html_type(), words: input.words(), faults }
}

fn versions<'f>(v: &View, contested: &'f Contested) -> Versions<'f> {
    let Contested { register, key, position, seen, now, by, input } = contested;
    let none = Row::default();
    let of = |row: &Option<Row>| cell(v, register, row.as_ref().unwrap_or(&none), *position);
    let label = v.label(&register.label).to_owned();
    Versions {
        record: match now {
            Some(_) => Link::to(v.record_href(register.name, key), label),
            None => Link::text(label),
        },
        by: format!("{} · {}", by.by, by.time()),
        seen: of(seen),
        now: of(now),
        line: line(v, input, &[]),
    }
}
