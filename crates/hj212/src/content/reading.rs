//! What does a packet say of one factor? Its values by their suffixes, and which of them are clear.

use super::{Mark, Pair, Suffix};
use crate::oddity::Oddity;
use crate::time;
use chrono::NaiveDateTime;

/// What a packet says of one factor that cannot all be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction<'a> {
    /// The mean lies outside the least and greatest value of its period, as measured or converted.
    MeanOutside,
    /// A value or mark stands twice, each time otherwise.
    Repeated {
        /// Which one.
        suffix: Suffix,
        /// What it says first.
        first: &'a str,
    },
}

/// What a packet says of one factor or one piece of equipment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The factor's code, or the equipment's as in `SB1`.
    pub factor: &'a str,
    values: [Option<&'a str>; Suffix::ALL.len()],
    /// The suffixes whose values contradict each other, a bit for each.
    unclear: u16,
}

impl<'a> Reading<'a> {
    /// A reading without values.
    pub fn new(factor: &'a str) -> Self {
        Reading { factor, values: [None; Suffix::ALL.len()], unclear: 0 }
    }

    /// The value as it was sent, the first of those that contradict each other.
    pub fn text(&self, suffix: Suffix) -> Option<&'a str> {
        self.values[suffix as usize]
    }

    /// The value as a number, in the unit of the monitor; none where it is no finite number or
    /// not clear.
    pub fn number(&self, suffix: Suffix) -> Option<f64> {
        number(self.clear(suffix)?)
    }

    /// The mark of quality; none where there is none of the standard's, or several.
    pub fn mark(&self) -> Option<Mark> {
        Mark::read(self.clear(Suffix::Flag)?)
    }

    /// When the sample was taken, in China's local time.
    pub fn sample_time(&self) -> Option<NaiveDateTime> {
        Some(time::parse(self.clear(Suffix::SampleTime)?)?.0)
    }

    /// Whether the packet says this twice, each time otherwise.
    pub fn is_unclear(&self, suffix: Suffix) -> bool {
        self.unclear >> suffix as u16 & 1 == 1
    }

    /// How it contradicts itself.
    pub fn contradictions(&self) -> impl Iterator<Item = Contradiction<'a>> {
        let outside = [Suffix::MEASURED, Suffix::CONVERTED].into_iter().any(|of| self.mean_is_outside(of));
        let repeated = self.values().filter(|(suffix, _)| self.is_unclear(*suffix));
        let repeated = repeated.map(|(suffix, first)| Contradiction::Repeated { suffix, first });
        outside.then_some(Contradiction::MeanOutside).into_iter().chain(repeated)
    }

    /// Whether the mean lies under the least or over the greatest value of its period. Where one is written
    /// with fewer places it was cut, and may be off by less than one in its last place.
    fn mean_is_outside(&self, [least, mean, greatest]: [Suffix; 3]) -> bool {
        let said = |suffix| Some((self.number(suffix)?, places(self.text(suffix)?)));
        let Some((mean, mean_places)) = said(mean) else { return false };
        let beyond = |by: f64, places: usize| match places == mean_places {
            true => by > 0.0,
            false => by >= 0.1_f64.powi(places.min(mean_places) as i32),
        };
        said(least).is_some_and(|(least, places)| beyond(least - mean, places))
            || said(greatest).is_some_and(|(greatest, places)| beyond(mean - greatest, places))
    }

    fn clear(&self, suffix: Suffix) -> Option<&'a str> {
        self.text(suffix).filter(|_| !self.is_unclear(suffix))
    }

    /// The values that there are, in the order of [`Suffix::ALL`].
    pub fn values(&self) -> impl Iterator<Item = (Suffix, &'a str)> {
        Suffix::ALL.iter().filter_map(|suffix| Some((*suffix, self.text(*suffix)?)))
    }

    /// Takes a value that belongs to it, where its suffix is known.
    pub(super) fn take(&mut self, pair: Pair<'a>) {
        let suffix = pair.of_factor().and_then(|(_, suffix)| Suffix::read(suffix));
        if let (Some(suffix), Some(value)) = (suffix, pair.value) {
            self.add(suffix, value);
        }
    }

    /// Adds what the same packet says of it elsewhere.
    pub(super) fn add_all(&mut self, other: &Reading<'a>) {
        other.values().for_each(|(suffix, value)| self.add(suffix, value));
        self.unclear |= other.unclear;
    }

    /// Adds a value of the same packet: where there is another one already, neither is clear.
    fn add(&mut self, suffix: Suffix, value: &'a str) {
        match self.text(suffix) {
            Some(kept) if !kept.is_empty() => {
                let same = |kept, value| number(kept).is_some_and(|kept| number(value) == Some(kept));
                let agrees = value.is_empty() || kept == value || same(kept, value);
                self.unclear |= u16::from(!agrees) << suffix as u16;
            }
            _ => self.values[suffix as usize] = Some(value),
        }
    }

    /// Sets a value; a later one replaces an earlier one.
    pub fn set(&mut self, suffix: Suffix, value: &'a str) {
        self.values[suffix as usize] = Some(value);
        self.unclear &= !(1 << suffix as u16);
    }

    /// Sets what a later packet says.
    pub(crate) fn set_all(&mut self, later: &Reading<'a>) {
        later.values().for_each(|(suffix, value)| self.set(suffix, value));
        self.unclear |= later.unclear;
    }
}

/// Values of the standard have no more than fourteen digits before the point: larger ones are damaged,
/// and no sum may run over because of them.
const BEYOND_ALL: f64 = 1e15;

/// A finite number as packets write it.
pub(super) fn number(text: &str) -> Option<f64> {
    decimal(text).or_else(|| text.parse().ok()).filter(|number: &f64| number.abs() < BEYOND_ALL)
}

/// A number of up to 15 digits with or without a point, as nearly all are. Digits and power of ten
/// are exact, so that their quotient is the nearest number; and this is faster than the general way.
fn decimal(text: &str) -> Option<f64> {
    const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (mut digits, mut count, mut point) = (0_u64, 0, None);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' if count < 15 => {
                digits = digits * 10 + u64::from(byte - b'0');
                count += 1;
            }
            b'.' if point.is_none() => point = Some(count),
            _ => return None,
        }
    }
    (count > 0).then(|| digits as f64 / POWERS[count - point.unwrap_or(count)])
}

/// How many digits stand behind the point.
fn places(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, behind)| behind.bytes().take_while(u8::is_ascii_digit).count())
}

impl From<Contradiction<'_>> for Oddity {
    fn from(found: Contradiction<'_>) -> Oddity {
        match found {
            Contradiction::MeanOutside => Oddity::MeanOutside,
            Contradiction::Repeated { .. } => Oddity::ValueRepeated,
        }
    }
}
