//! Numbers in other units than their fields', converted; and whether a row's own unit fits its item.

use super::merge::{Merged, Record};
use super::report::Report;
use crate::draft::{Drafts, Mark};
use crate::read::quantity::{self, Given};
use yanlian_model::registers::{self, Indicator, Plant, Process, Product};
use yanlian_model::units::{Dimension, Unit};
use yanlian_model::{
    Field, Key, Message, PlanSubject, Record as _, Register, Row, Target, UnitRule, Value, targets, units,
};

/// Converts every number that was given in a unit; reports those that cannot be, and leaves them out.
pub(crate) fn convert(drafts: &Drafts, merged: &mut Merged, report: &mut Report) {
    let mut converted = Vec::new();
    let mut unknown = Vec::new();
    for (i, record) in merged.records.iter().enumerate() {
        let draft = &drafts.list[record.draft];
        let register = draft.register;
        check_own_unit(register, drafts, merged, record, report);
        let kept = kept_figures(register, merged, record);
        only_its_unit(drafts, record, !kept.is_empty(), report);
        converted.extend(kept.into_iter().map(|(f, number)| (i, f, Some(number))));
        for (f, mark) in &draft.marks {
            let given = match mark {
                Mark::In(given) => std::slice::from_ref(given),
                Mark::Perhaps(given) => &given[..],
                _ => continue,
            };
            let Some(Value::Number(number)) = &record.after[*f] else { continue };
            let at = drafts.spot(record.draft, *f);
            let field = &register.fields[*f];
            let unit = unit_of(merged, register, field.unit, &record.after);
            let each = unit_of(merged, register, field.per, &record.after);
            let is_known = unit.is_some() && given.iter().all(|given| given.per.is_none() || each.is_some());
            let counted = [field.unit, field.per].map(|rule| counted(merged, register, rule, &record.after));
            let converted_by = |given: &Given| {
                let given = meant(*given, field, counted)?;
                quantity::convert(*number, given, unit?, each).ok()
            };
            let number = match given.iter().find_map(converted_by) {
                Some(number) => Some(number),
                None if !is_known => {
                    unknown.push((at, given[0].unit.symbol));
                    None
                }
                // Units above the table are meant for the numbers that they fit.
                None if matches!(mark, Mark::Perhaps(_)) => continue,
                None => {
                    report.fault(at, does_not_fit(given[0], unit.unwrap_or_default(), each));
                    None
                }
            };
            converted.push((i, *f, number.map(Value::Number)));
        }
    }
    for (record, field, number) in converted {
        merged.records[record].after[field] = number;
    }
    // A unit that is not known mostly follows from another fault; it is said where it does not.
    if !report.has_faults() {
        for (at, given) in unknown {
            report.fault(at, Message::new("import-no-unit-known").with("unit", given));
        }
    }
}

/// The figures of a row that stay as they are kept, where the row gives another unit than it had: in the new one.
fn kept_figures(register: &Register, merged: &Merged, record: &Record) -> Vec<(usize, Value)> {
    let Some(position) = register.position("unit") else { return Vec::new() };
    let Some(before) = record.before.filter(|_| register.fields.iter().any(|f| f.unit == UnitRule::Column)) else {
        return Vec::new();
    };
    let unit = |row| text(register, row, "unit").or_else(|| item_unit(merged, register, &record.after));
    let Some((was, is)) = unit(before).zip(unit(&record.after)).filter(|(was, is)| was != is) else {
        return Vec::new();
    };
    let kept = register
        .fields
        .iter()
        .enumerate()
        .filter(|(f, field)| *f != position && field.unit == UnitRule::Column && !record.is_given(*f));
    let figures = kept.filter_map(|(f, _)| match record.after[f] {
        Some(Value::Number(number)) => Some((f, Value::Number(units::convert(number, was, is).ok()?))),
        _ => None,
    });
    figures.collect()
}

/// Warns of a row whose figures are converted though it gives none: whoever meant to correct the unit alone would
/// find the same amount.
fn only_its_unit(drafts: &Drafts, record: &Record, converted: bool, report: &mut Report) {
    let register = record.register;
    let mut figures = register.fields.iter().enumerate().filter(|(_, field)| field.unit == UnitRule::Column);
    if let Some(position) = register.position("unit").filter(|_| converted && !figures.any(|(f, _)| record.is_given(f)))
    {
        report.warning(drafts.spot(record.draft, position), Message::new("import-figures-converted"));
    }
}

/// A product or an indicator, with its register.
type Counted<'m> = Option<(&'static Register, &'m Row)>;

/// The unit as it is meant for a field that counts one thing, per one of another: tonnes of water are cubic metres.
/// `None` where carbon dioxide is meant and the field counts something else.
fn meant(given: Given, field: &Field, [of, per]: [Counted; 2]) -> Option<Given> {
    if given.carbon && !of.is_some_and(is_carbon) {
        return None;
    }
    let cubic = |unit: &Unit, counted: Counted| {
        let is_water = counted.map_or(field.of_water, is_water);
        units::convert(1.0, unit.symbol, "t").ok().filter(|_| is_water && unit.dimension == Dimension::Mass)
    };
    let volume = units::parse("m3").ok()?.unit;
    let mut meant = given;
    if let Some(m3) = cubic(given.unit, of) {
        meant = Given { multiple: meant.multiple * m3, unit: volume, ..meant };
    }
    if let Some(m3) = given.per.and_then(|each| cubic(each, per)) {
        meant = Given { multiple: meant.multiple / m3, per: Some(volume), ..meant };
    }
    Some(meant)
}

/// Whether something is counted in cubic metres that weigh a tonne.
fn is_water((register, row): (&Register, &Row)) -> bool {
    let mass = register.position("mass_t_per_unit").and_then(|at| row[at].as_ref());
    text(register, row, "unit") == Some("m3") && matches!(mass, Some(Value::Number(1.0)))
}

/// Whether something is carbon dioxide, by its names.
fn is_carbon((register, row): (&Register, &Row)) -> bool {
    const WORDS: [&str; 5] = ["co2", "carbon", "二氧化碳", "碳排放", "温室气体"];
    let names = ["id", "name_zh", "name_en"].into_iter().filter_map(|field| text(register, row, field));
    names.map(str::to_lowercase).any(|name| WORDS.iter().any(|word| name.contains(word)))
}

/// That a number cannot be in a unit, or not per one of it.
fn does_not_fit(given: Given, unit: &str, each: Option<&str>) -> Message {
    let dimension = |unit: &str| units::parse(unit).ok().map(|measure| measure.unit.dimension);
    match given.per.zip(each) {
        // Statistics count gas at 20 °C, the registers at 0 °C: nobody can know which was meant.
        None if given.unit.dimension == Dimension::Volume && dimension(unit) == Some(Dimension::GasVolume) => {
            Message::new("import-gas-volume").with("from", given.unit.symbol)
        }
        None if given.carbon => inconvertible(&format!("{} CO2", given.unit.symbol), unit),
        Some((per, each)) => inconvertible(&format!("{}/{}", given.unit.symbol, per.symbol), &format!("{unit}/{each}")),
        None => inconvertible(given.unit.symbol, unit),
    }
}

fn inconvertible(from: &str, to: &str) -> Message {
    Message::new("import-inconvertible-unit").with("from", from).with("to", to)
}

/// Reports a `unit` cell that does not convert to the unit of the row's item.
fn check_own_unit(register: &Register, drafts: &Drafts, merged: &Merged, record: &Record, report: &mut Report) {
    if !register.fields.iter().any(|field| field.unit == UnitRule::Column) {
        return;
    }
    let Some(position) = register.position("unit").filter(|position| record.is_given(*position)) else { return };
    let Some(Value::Text(own)) = &record.after[position] else { return };
    let Some(unit) = item_unit(merged, register, &record.after) else { return };
    if units::convert(1.0, own, unit).is_err() {
        report.fault(drafts.spot(record.draft, position), inconvertible(own, unit));
    }
}

/// The unit in which a field of `row` is kept.
fn unit_of<'m>(merged: &'m Merged, register: &Register, rule: UnitRule, row: &'m Row) -> Option<&'m str> {
    let of_counted = || {
        let (target, row) = counted(merged, register, rule, row)?;
        text(target, row, "unit")
    };
    match rule {
        UnitRule::Fixed(unit) => Some(unit),
        UnitRule::Column => text(register, row, "unit").or_else(of_counted),
        _ => of_counted(),
    }
}

/// The product or indicator that a field of `row` counts.
fn counted<'m>(merged: &'m Merged, register: &Register, rule: UnitRule, row: &'m Row) -> Counted<'m> {
    let follow = |field, target| follow(merged, register, row, field, target);
    let product = |row| Some((Product::REGISTER, row));
    match rule {
        UnitRule::None | UnitRule::Fixed(_) => None,
        UnitRule::ProductIn(field) => product(follow(field, Product::REGISTER)?),
        UnitRule::IndicatorIn(field) => Some((Indicator::REGISTER, follow(field, Indicator::REGISTER)?)),
        UnitRule::MainProductOfProcess(field) => product(main_product(merged, follow(field, Process::REGISTER)?)?),
        UnitRule::MainProductOfPlant(field) => {
            let plant = follow(field, Plant::REGISTER)?;
            let process = self::follow(merged, Plant::REGISTER, plant, "process", Process::REGISTER)?;
            product(main_product(merged, process)?)
        }
        UnitRule::Column => item(merged, register, row),
        UnitRule::Subject => {
            let subject = text(register, row, "subject").and_then(PlanSubject::from_key)?;
            counted(merged, register, subject.unit(), row)
        }
    }
}

/// The unit of a process's main product.
pub(crate) fn main_unit<'m>(merged: &'m Merged, process: &'m Row) -> Option<&'m str> {
    text(Product::REGISTER, main_product(merged, process)?, "unit")
}

fn main_product<'m>(merged: &'m Merged, process: &'m Row) -> Option<&'m Row> {
    follow(merged, Process::REGISTER, process, "main_product", Product::REGISTER)
}

/// The unit of the product or indicator that the row's item names.
pub(crate) fn item_unit<'m>(merged: &'m Merged, register: &Register, row: &'m Row) -> Option<&'m str> {
    let (target, row) = item(merged, register, row)?;
    text(target, row, "unit")
}

fn item<'m>(merged: &'m Merged, register: &Register, row: &'m Row) -> Counted<'m> {
    let item = register.fields.iter().find(|field| field.target == Some(Target::Item))?;
    let target = registers::by_name(targets(register, Target::Item, row).first()?)?;
    Some((target, follow(merged, register, row, item.key, target)?))
}

/// The record of `target` that a field of `row` names.
pub(crate) fn follow<'m>(
    merged: &'m Merged,
    register: &Register,
    row: &'m Row,
    field: &str,
    target: &Register,
) -> Option<&'m Row> {
    merged.row(target.name, &Key::from_parts(&[text(register, row, field)?]))
}

/// The text of a field.
pub(crate) fn text<'m>(register: &Register, row: &'m Row, field: &str) -> Option<&'m str> {
    match row.get(register.position(field)?)? {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}
