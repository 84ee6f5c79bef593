//! The rules of the registers, for each record as it would be.

use super::convert::{follow, item_unit, main_unit, text};
use super::merge::{Merged, Record};
use super::report::Report;
use crate::draft::{Draft, Drafts, Mark, Spot};
use crate::shown;
use chrono::Datelike;
use std::collections::hash_map::Entry as Slot;
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization;
use yanlian_model::calendar::YEARS;
use yanlian_model::registers::{Flow, Indicator, Plant, PlantTreatment, Process, Product, ScenarioSetting, Treatment};
use yanlian_model::spreadsheet::EXAMPLE_MARKS;
use yanlian_model::{
    Form, Key, Message, PlanSubject, Privacy, Record as _, Register, Row, UnitRule, Value, registers, units,
};

/// One record with what is needed to judge it.
struct Case<'c, 'k> {
    register: &'static Register,
    drafts: &'c Drafts,
    merged: &'c Merged<'k>,
    record: &'c Record<'k>,
}

/// The sizes of numbers that anything here can have; beyond them sums and ratios lose their meaning.
const SIZES: std::ops::RangeInclusive<f64> = 1e-15..=1e15;

/// New records that lack a required field for want of its column, by the header's place and the field.
type Missing = BTreeMap<(Spot, &'static str, usize), usize>;

/// Reports what breaks a rule.
pub(crate) fn check(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    let mut missing = Missing::new();
    for record in &merged.records {
        let register = record.register;
        let case = Case { register, drafts, merged, record };
        case.required(&mut missing, report);
        case.values(report);
        case.bounds(report);
        case.main_product(report);
        case.plant_treatment(report);
        case.scenario_setting(report);
        case.warnings(report);
    }
    for ((header, register, field), rows) in missing {
        let Some(register) = registers::by_name(register) else { continue };
        let label = register.fields[field].label;
        let message = Message::new("import-missing-required-column").with("field", label).with("rows", rows as f64);
        report.fault(header, message);
    }
    one_main_feedstock(drafts, merged, report);
}

impl Case<'_, '_> {
    fn draft(&self) -> &Draft {
        &self.drafts.list[self.record.draft]
    }

    fn fault(&self, field: usize, message: Message, report: &mut Report) {
        report.fault(self.drafts.spot(self.record.draft, field), message);
    }

    fn warn(&self, field: usize, message: Message, report: &mut Report) {
        report.warning(self.drafts.spot(self.record.draft, field), message);
    }

    /// The number of a field as it would be.
    fn number(&self, field: &str) -> Option<f64> {
        number(self.register, &self.record.after, field)
    }

    /// A new record needs its required fields; a column that is not there is counted in `missing`, to be said once.
    fn required(&self, missing: &mut Missing, report: &mut Report) {
        if self.record.before.is_some() {
            return;
        }
        self.withheld(report);
        let source = self.draft().origin.source;
        for (i, field) in self.register.fields.iter().enumerate().filter(|(_, field)| field.required && !field.is_key) {
            if self.record.after[i].is_some() || self.draft().mark(i).is_some() {
                continue;
            }
            match self.drafts.sheet(self.record.draft).filter(|sheet| sheet.columns.iter().all(|c| c.field != i)) {
                Some(sheet) => {
                    let header = Spot { source, row: Some(sheet.header), column: None };
                    *missing.entry((header, self.register.name, i)).or_default() += 1;
                }
                None => self.fault(i, Message::new("import-required").with("field", field.label), report),
            }
        }
    }

    /// What was withheld stays blank in a new record. A monitor without its password would take any, so a
    /// secret is asked for.
    fn withheld(&self, report: &mut Report) {
        for (i, _) in self.draft().marks.iter().filter(|(_, mark)| *mark == Mark::Withheld) {
            let field = &self.register.fields[*i];
            match field.privacy {
                Privacy::Secret => self.fault(*i, Message::new("import-withheld-secret"), report),
                _ if field.required => self.fault(*i, Message::new("import-withheld-needed"), report),
                _ => self.warn(*i, Message::new("import-withheld"), report),
            }
        }
    }

    /// Smallest and largest numbers, days that can be meant, how long texts are and what they must look like.
    fn values(&self, report: &mut Report) {
        for (i, field) in self.register.fields.iter().enumerate().filter(|(i, _)| self.record.is_given(*i)) {
            match &self.record.after[i] {
                Some(Value::Number(number)) => {
                    if *number != 0.0 && !SIZES.contains(&number.abs()) {
                        self.fault(i, Message::new("import-number-range").with("value", number.to_string()), report);
                        continue;
                    }
                    if is_filler(*number) {
                        self.warn(i, Message::new("import-perhaps-filler").with("value", *number), report);
                    }
                    if field.whole && number.fract() != 0.0 {
                        self.fault(i, Message::new("import-not-whole").with("value", *number), report);
                    }
                    let limited = |id, limit: f64| Message::new(id).with("value", *number).with("limit", limit);
                    if let Some(min) = field.min.filter(|min| number < min) {
                        self.fault(i, limited("import-under-minimum", min), report);
                    }
                    if let Some(max) = field.max.filter(|max| number > max) {
                        self.fault(i, limited("import-over-maximum", max), report);
                    }
                }
                Some(Value::Date(date)) if !YEARS.contains(&date.year()) => {
                    let bounds = [("first", YEARS.start()), ("last", YEARS.end())];
                    let message =
                        bounds.into_iter().fold(Message::new("import-date-range"), |message, (name, year)| {
                            message.with(name, year.to_string())
                        });
                    self.fault(i, message.with("value", date.to_string()), report);
                }
                Some(Value::Text(text)) => {
                    if let Some(longest) = field.longest.filter(|longest| text.chars().count() > *longest) {
                        self.fault(i, Message::new("import-long-text").with("most", longest), report);
                    }
                    let Some((form, part)) = field.form.and_then(|form| Some((form, form.misfit(text)?))) else {
                        continue;
                    };
                    // Letters of another width or case say which code is meant.
                    let right = || text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
                    if form == Form::Uscc && form.misfit(&right()).is_none() {
                        let message = Message::new("import-uscc-spelling").with("value", shown(part));
                        self.fault(i, message.with("right", right()), report);
                        continue;
                    }
                    let id = match form {
                        Form::Uscc => "import-bad-uscc",
                        Form::Addresses => "import-bad-address",
                        Form::Minute => "import-bad-minute",
                        Form::Month => "import-bad-month",
                        Form::Key => "import-bad-key",
                    };
                    self.fault(i, Message::new(id).with("value", shown(part)), report);
                }
                _ => {}
            }
        }
    }

    /// low ≤ quantity ≤ high, as far as they are known.
    fn bounds(&self, report: &mut Report) {
        let ordered = ["low", "quantity", "high"];
        if self.register.position("low").is_none() {
            return;
        }
        let known: Vec<(&str, f64)> = ordered.iter().filter_map(|name| Some((*name, self.number(name)?))).collect();
        let Some(pair) = known.windows(2).find(|pair| pair[0].1 > pair[1].1) else { return };
        let mut fields = pair.iter().rev().filter_map(|(name, _)| self.register.position(name));
        // What the file brings breaks the order; what is kept was in order.
        let Some(at) = fields.find(|field| self.record.is_given(*field)) else { return };
        let label = |i: usize| self.register.field(pair[i].0).map(|field| field.label);
        let (Some(less), Some(more)) = (label(0), label(1)) else { return };
        // One of the two may stand only because the file leaves it as it was.
        let is_kept = |name: &str| self.register.position(name).is_some_and(|field| !self.record.is_given(field));
        let id = if pair.iter().any(|(name, _)| is_kept(name)) { "import-bounds-kept" } else { "import-bounds-order" };
        let message =
            Message::new(id).with("less", less).with("more", more).with("low", pair[0].1).with("high", pair[1].1);
        self.fault(at, message, report);
    }

    /// Quantities are per unit of the main product: where it has a row, the row says 1.
    fn main_product(&self, report: &mut Report) {
        let row = &self.record.after;
        if self.register.name != Flow::REGISTER.name || text(self.register, row, "direction") != Some("out") {
            return;
        }
        let Some(process) = follow(self.merged, self.register, row, "process", Process::REGISTER) else { return };
        let Some(position) = self.register.position("quantity") else { return };
        let main = text(Process::REGISTER, process, "main_product");
        if main.is_none() || main != text(self.register, row, "item") {
            return;
        }
        let says_one = match (self.number("quantity"), self.draft().mark(position)) {
            (None, Some(Mark::Noticed(..) | Mark::In(_) | Mark::Perhaps(_))) => return,
            (None, _) => false,
            (Some(quantity), _) => {
                let own = text(self.register, row, "unit").or_else(|| item_unit(self.merged, self.register, row));
                let Some((from, to)) = own.zip(main_unit(self.merged, process)) else { return };
                units::convert(quantity, from, to).is_ok_and(|one| (one - 1.0).abs() < 1e-9)
            }
        };
        if !says_one {
            self.fault(position, Message::new("import-main-product-not-one"), report);
        }
    }

    /// What a scenario sets has the bounds of its subject.
    fn scenario_setting(&self, report: &mut Report) {
        if self.register.name != ScenarioSetting::REGISTER.name {
            return;
        }
        let Some(at) = self.register.position("value").filter(|at| self.record.is_given(*at)) else { return };
        let subject = ScenarioSetting::from_row(&self.record.after).map(|row| row.subject);
        let least = subject.and_then(PlanSubject::least);
        if let Some((value, least)) = self.number("value").zip(least).filter(|(value, least)| value < least) {
            let message = Message::new("import-under-minimum").with("value", value).with("limit", least);
            self.fault(at, message, report);
        }
    }

    /// A plant can only have a treatment that the library knows for its process.
    fn plant_treatment(&self, report: &mut Report) {
        let row = &self.record.after;
        if self.register.name != PlantTreatment::REGISTER.name {
            return;
        }
        let Some(plant) = follow(self.merged, self.register, row, "plant", Plant::REGISTER) else { return };
        let field = |name| text(self.register, row, name);
        let Some(process) = text(Plant::REGISTER, plant, "process") else { return };
        let Some((item, treatment)) = field("item").zip(field("treatment")) else { return };
        let known = self.merged.row(Treatment::REGISTER.name, &Key::from_parts(&[process, item, treatment]));
        let Some(at) = self.register.position("treatment").filter(|_| known.is_none()) else { return };
        let message = Message::new("import-unknown-treatment").with("value", shown(treatment));
        self.fault(at, message.with("process", process).with("item", item), report);
    }

    /// What a person should look at before it is written.
    fn warnings(&self, report: &mut Report) {
        if let Some(note) = self.register.position("note").filter(|note| self.record.is_given(*note))
            && let Some(Value::Text(text)) = &self.record.after[note]
            && EXAMPLE_MARKS.contains(&text.as_str())
        {
            self.warn(note, Message::new("import-example-row"), report);
        }
        self.changed_unit(report);
        self.shares(report);
    }

    /// A share of a hundred is mostly one of a whole; a rate of growth may be more, or less than nothing.
    fn shares(&self, report: &mut Report) {
        let row = &self.record.after;
        for (i, field) in self.register.fields.iter().enumerate().filter(|(i, _)| self.record.is_given(*i)) {
            let (UnitRule::IndicatorIn(of), Some(Value::Number(number))) = (field.unit, &row[i]) else { continue };
            let indicator = follow(self.merged, self.register, row, of, Indicator::REGISTER);
            let unit = indicator.and_then(|indicator| text(Indicator::REGISTER, indicator, "unit"));
            if unit == Some("%") && !(0.0..=100.0).contains(number) {
                self.warn(i, Message::new("import-share-range").with("value", *number), report);
            }
        }
    }

    /// A product or an indicator that is counted in another unit gives what is kept of it another meaning.
    fn changed_unit(&self, report: &mut Report) {
        if ![Product::REGISTER.name, Indicator::REGISTER.name].contains(&self.register.name) {
            return;
        }
        let unit = |row| text(self.register, row, "unit");
        let Some((old, new)) = self.record.before.and_then(unit).zip(unit(&self.record.after)) else { return };
        if let Some(at) = self.register.position("unit").filter(|_| old != new) {
            self.warn(at, Message::new("import-unit-changed").with("before", old).with("after", new), report);
        }
    }
}

/// Whether a number is written as people fill in what they do not know: `9999`, `8888`, in whatever unit.
fn is_filler(number: f64) -> bool {
    const FEWEST: usize = 4;
    let digits = number.abs().to_string().replace('.', "");
    let digits = digits.trim_end_matches('0');
    digits.len() >= FEWEST && ['9', '8'].iter().any(|filler| digits.chars().all(|digit| digit == *filler))
}

/// The number of a field.
pub(crate) fn number(register: &Register, row: &Row, field: &str) -> Option<f64> {
    match row.get(register.position(field)?)? {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    }
}

/// At most one flow of a process is its main feedstock.
fn one_main_feedstock(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    let register = Flow::REGISTER;
    let Some(main) = register.position("main") else { return };
    let is_main = |row: &Row| row.get(main) == Some(&Some(Value::Flag(true)));
    let brought: Vec<&Record> = merged.of(register.name).filter(|record| is_main(&record.after)).collect();
    if brought.is_empty() {
        return;
    }
    let process = |row| text(register, row, "process").unwrap_or_default();
    let item = |row| text(register, row, "item").unwrap_or_default();
    let others = merged.others(register.name).map(|(_, row)| row).filter(|row| is_main(row));
    let mut mains: HashMap<&str, &str> = others.map(|row| (process(row), item(row))).collect();
    for record in brought {
        match mains.entry(process(&record.after)) {
            Slot::Occupied(other) => {
                let message = Message::new("import-second-main").with("other", *other.get());
                report.fault(drafts.spot(record.draft, main), message);
            }
            Slot::Vacant(place) => {
                place.insert(item(&record.after));
            }
        }
    }
}
