//! What a monitor sent twice of one time, each time otherwise: the later counts, and the page says so.

use super::Seen;
use crate::{View, format};
use std::collections::BTreeMap;
use yanlian_model::{Message, Reading};

/// What a reading says: its value, with its flag where that is not normal.
fn said(reading: &Reading) -> String {
    let value = reading.avg.or(reading.rtd).map(format::number).unwrap_or_else(|| "–".to_owned());
    if reading.flag == 'N' { value } else { format!("{value} ({})", reading.flag) }
}

/// What was sent of one time and replaced, in its order, and what counts; `None` where nothing was. Readings of a time
/// come as they were sent.
fn replaced<'s>(of_time: impl Iterator<Item = &'s Seen>) -> Option<(String, String)> {
    let mut all: Vec<String> = of_time.map(|seen| said(&seen.reading)).collect();
    let last = all.pop()?;
    all.retain(|earlier| *earlier != last);
    all.dedup();
    (!all.is_empty()).then(|| (all.join(", "), last))
}

/// That the value of an hour replaced others, where it did.
pub(super) fn replaced_said<'s>(v: &View, of_time: impl Iterator<Item = &'s Seen>) -> Option<String> {
    let (earlier, last) = replaced(of_time)?;
    Some(v.say(&Message::new("discharge-hour-replaced").with("earlier", earlier).with("last", last)))
}

/// That some values of a day replaced others: hours, ten minutes or the day itself.
pub(super) fn replaced_note<'s>(v: &View, of_day: impl Iterator<Item = &'s Seen>) -> Option<String> {
    let mut times: BTreeMap<_, Vec<&Seen>> = BTreeMap::new();
    for seen in of_day {
        let Reading { monitor, start, period, .. } = &seen.reading;
        times.entry((monitor, start, period.length())).or_default().push(seen);
    }
    let count = times.into_values().filter(|of_time| replaced(of_time.iter().copied()).is_some()).count();
    (count > 0).then(|| v.t1("discharge-replaced-note", "times", count))
}
