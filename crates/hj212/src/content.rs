//! What stands between `CP=&&` and `&&`? Items, pairs, and the readings that they make up.
//!
//! `;` separates items, `,` the pairs of one item, `=` a name from its value; names are
//! case-sensitive. Everything is read as it is asked for and borrowed from the packet.
//!
//! What a packet says twice, each time otherwise, is not clear: it has a text, but no number and no mark,
//! and a time of that kind is none. Blanks around a name belong to no name.
//!
//! A factor's value that itself holds a separator, as 12,345.6 of a device with the wrong locale, would
//! read as a number with a rest that has no `=`. The rest is left with its value, which then is none.

mod reading;

use crate::command::Command;
use crate::oddity::{Oddities, Oddity};
use crate::tables::factor;
use crate::time;
use crate::written::{Mark, Suffix};
use chrono::NaiveDateTime;
use reading::number;
pub use reading::{Contradiction, Reading};

/// The content of a packet, what stands between `CP=&&` and `&&`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Content<'a>(pub &'a str);

/// A name and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<'a> {
    /// What stands before `=`, without blanks around it; all of it where there is no `=`.
    pub name: &'a str,
    /// What stands behind `=`; none where there is no `=`.
    pub value: Option<&'a str>,
}

impl<'a> Pair<'a> {
    /// The factor and the suffix that the name joins with a hyphen.
    pub fn of_factor(&self) -> Option<(&'a str, &'a str)> {
        let (factor, suffix) = self.name.split_at(until(self.name, |byte| byte == b'-'));
        Some((factor.trim_end(), suffix.strip_prefix('-')?.trim_start()))
    }
}

impl<'a> Content<'a> {
    /// What `;` separates, the empty ones too.
    pub fn items(self) -> impl Iterator<Item = &'a str> {
        self.0.split(';').filter(move |_| !self.0.is_empty())
    }

    /// What `;` and `,` separate, without the empty ones.
    pub fn pairs(self) -> Pairs<'a> {
        Pairs { rest: self.0, name: None }
    }

    /// The value of the first pair of this name.
    pub fn get(self, name: &str) -> Option<&'a str> {
        self.pairs().find(|pair| pair.name == name)?.value
    }

    /// The time under this name, in China's local time; none where there is none or it is no time.
    pub fn time(self, name: &str) -> Option<NaiveDateTime> {
        Some(time::parse(self.get(name)?)?.0)
    }

    /// The DataTime; none where there is none, it is no time, or a second one says otherwise.
    pub fn data_time(self) -> Option<NaiveDateTime> {
        self.time("DataTime").filter(|_| !self.times_differ())
    }

    /// Whether there are two DataTimes that are not the same time.
    pub fn times_differ(self) -> bool {
        let mut times = self.pairs().filter(|pair| pair.name == "DataTime").filter_map(|pair| pair.value);
        let Some(first) = times.next() else { return false };
        let time = |text| time::parse(text).map(|(time, _)| time);
        times.any(|text| text != first && (time(text) != time(first) || time(first).is_none()))
    }

    /// The number under this name.
    pub fn number<T: std::str::FromStr>(self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// The readings, one for each run of pairs `factor-Suffix=value` of one factor; `;` and `,`
    /// count the same, since devices mix them up.
    ///
    /// ```
    /// use yanlian_hj212::{Content, Mark, Suffix};
    ///
    /// let content = Content("DataTime=20240601080000;w01018-Avg=38.2,w01018-Flag=N;w00000-Cou=63.0");
    /// let mut readings = content.readings();
    /// let cod = readings.next().unwrap();
    /// assert_eq!((cod.factor, cod.number(Suffix::Avg), cod.mark()), ("w01018", Some(38.2), Some(Mark::Normal)));
    /// let flow = readings.next().unwrap();
    /// assert_eq!((flow.factor, flow.number(Suffix::Cou)), ("w00000", Some(63.0)));
    /// assert_eq!(readings.next(), None);
    /// ```
    pub fn readings(self) -> Readings<'a> {
        Readings { pairs: self.pairs() }
    }

    /// The readings, one for each factor, wherever its pairs stand, under its code since 2017. What is said of a factor twice, each time otherwise, [is not clear](Reading::is_unclear).
    pub fn by_factor(self) -> Vec<Reading<'a>> {
        let mut readings: Vec<Reading<'a>> = Vec::new();
        for mut reading in self.readings() {
            reading.factor = factor(reading.factor).map_or(reading.factor, |factor| factor.code);
            match readings.iter_mut().find(|kept| kept.factor == reading.factor) {
                Some(kept) => kept.add_all(&reading),
                None => readings.push(reading),
            }
        }
        readings
    }

    /// How an upload of data contradicts itself, as a set; by factor it is [`Reading::contradictions`].
    pub(crate) fn contradictions(self) -> Oddities {
        let mut odd = Oddities::NONE;
        odd.add_if(self.times_differ(), Oddity::DataTimeRepeated);
        self.by_factor().iter().flat_map(Reading::contradictions).for_each(|found| odd.add(found.into()));
        odd
    }

    /// What is odd in an upload of data: its DataTime, its marks, its values.
    pub(crate) fn odd_upload(self, command: Command) -> Oddities {
        let mut odd = Oddities::NONE;
        odd.add_if(self.data_time().is_some_and(|time| !command.begins_at(time)), Oddity::DataTimeOffPeriod);
        match self.get("DataTime") {
            None => odd.add(Oddity::DataTimeMissing),
            Some(text) => match time::parse(text) {
                None => odd.add(Oddity::DataTimeMalformed),
                Some((_, form)) => odd.add_if(form != time::Form::Seconds, Oddity::DataTime17Digits),
            },
        }
        for pair in self.pairs() {
            let Some((_, suffix)) = pair.of_factor() else {
                odd.add_if(matches!(pair.name, "Flag" | "EFlag"), Oddity::MarkWithoutFactor);
                continue;
            };
            let value = pair.value.unwrap_or_default();
            match Suffix::read(suffix) {
                None => odd.add(Oddity::SuffixUnknown),
                Some(Suffix::Flag) => odd.add_if(Mark::read(value).is_none(), Oddity::MarkUnknown),
                Some(Suffix::SampleTime) => odd.add_if(time::parse(value).is_none(), Oddity::ValueMalformed),
                Some(Suffix::EFlag) => {}
                Some(_) => odd.add_if(number(value).is_none(), Oddity::ValueMalformed),
            }
        }
        odd
    }

    /// What is odd in any content.
    pub(crate) fn odd(self) -> Oddities {
        let mut odd = Oddities::NONE;
        odd.add_if(self.0.len() > 950, Oddity::CpTooLong);
        let names = self.0.split([';', ',']).filter_map(|pair| pair.split_once('='));
        odd.add_if(names.into_iter().any(|(name, _)| name.contains(char::is_whitespace)), Oddity::NameWithBlank);
        odd.add_if(self.items().any(str::is_empty), Oddity::ItemEmpty);
        let holds_other = |value: &str| value.contains([';', ',']);
        odd.add_if(self.pairs().any(|pair| pair.value.is_none_or(holds_other)), Oddity::PairWithoutValue);
        odd
    }
}

/// The pairs of a content, see [`Content::pairs`].
#[derive(Debug, Clone)]
pub struct Pairs<'a> {
    rest: &'a str,
    /// Where the name of the next pair ends, where that is known already.
    name: Option<usize>,
}

impl<'a> Pairs<'a> {
    /// The next pair, whose name begins with `known` bytes that need not be looked at.
    fn read(&mut self, known: usize) -> Pair<'a> {
        let end = self.name.take().unwrap_or_else(|| known + until(&self.rest[known..], separates));
        let (name, behind) = self.rest.split_at(end);
        let Some(text) = behind.strip_prefix('=') else {
            self.rest = behind.get(1..).unwrap_or_default();
            return Pair { name: name.trim(), value: None };
        };
        let end = self.value_end(text, name.contains('-'));
        self.rest = text.get(end + 1..).unwrap_or_default();
        Pair { name: name.trim(), value: Some(&text[..end]) }
    }

    /// Where the value at the beginning of `text` ends: at the separator before the next pair. Of a
    /// factor's value what follows without `=` is a part; behind `;` only where it goes on as a number.
    fn value_end(&mut self, text: &str, of_factor: bool) -> usize {
        let separator = |byte| matches!(byte, b';' | b',');
        let mut end = until(text, separator);
        while of_factor && end < text.len() {
            let begin = end + 1;
            let next = &text[begin..];
            let stop = until(next, separates);
            let goes_on = text.as_bytes()[end] == b',' || next.starts_with(|first: char| first.is_ascii_digit());
            if stop == 0 || next[stop..].starts_with('=') || !goes_on {
                self.name = (stop > 0).then_some(stop);
                break;
            }
            end = begin + stop;
        }
        end
    }
}

/// Whether a byte ends a name.
fn separates(byte: u8) -> bool {
    matches!(byte, b'=' | b';' | b',')
}

impl<'a> Iterator for Pairs<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        if self.name.is_none() {
            self.rest = self.rest.trim_start_matches([';', ',']);
        }
        (!self.rest.is_empty()).then(|| self.read(0))
    }
}

/// Where the first byte stands at which this holds, or the end.
pub(crate) fn until(text: &str, holds: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(holds).unwrap_or(text.len())
}

/// The readings of a content, see [`Content::readings`].
#[derive(Debug, Clone)]
pub struct Readings<'a> {
    pairs: Pairs<'a>,
}

impl<'a> Iterator for Readings<'a> {
    type Item = Reading<'a>;

    fn next(&mut self) -> Option<Reading<'a>> {
        // DataTime and what else is of no factor is passed over.
        let (pair, factor) = self.pairs.find_map(|pair| Some((pair, pair.of_factor()?.0)))?;
        let mut reading = Reading::new(factor);
        reading.take(pair);
        while self.pairs.rest.strip_prefix(factor).is_some_and(|rest| rest.starts_with('-')) {
            reading.take(self.pairs.read(factor.len()));
        }
        Some(reading)
    }
}

#[cfg(test)]
mod tests;
