//! What was said of a time, as it is kept, and how what was said in parts is put together.
//!
//! A reading is kept as the text `avg;min;max;rtd;cou;flag`, each number in its shortest form and
//! nothing where there is none; so the same reading is the same text, whenever it comes.

use std::fmt::Write;
use yanlian_model::Reading;

/// The numbers of a reading and its flag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Said {
    /// avg, min, max, rtd, cou.
    pub(crate) numbers: [Option<f64>; 5],
    pub(crate) flag: char,
}

impl Said {
    /// Reads `avg;min;max;rtd;cou;flag` at the beginning of `text`, and gives what stands behind it.
    pub(crate) fn read(text: &str) -> Option<(Said, &str)> {
        let mut rest = text;
        let mut numbers = [None; 5];
        for number in &mut numbers {
            let (field, behind) = rest.split_once(';')?;
            *number = if field.is_empty() { None } else { Some(field.parse().ok()?) };
            rest = behind;
        }
        let flag = rest.chars().next()?;
        Some((Said { numbers, flag }, &rest[flag.len_utf8()..]))
    }

    /// Whether it says the mean of the period or an instant value.
    pub(crate) fn has_value(&self) -> bool {
        let [avg, _, _, rtd, _] = self.numbers;
        avg.or(rtd).is_some()
    }

    /// Takes in what else was said of the same time, where the two do not contradict each other:
    /// numbers in both are equal, and so are the flags. A part that brings other numbers may have no
    /// flag of its own, which reads as normal; then the other's counts.
    pub(crate) fn complete(&mut self, other: &Said) -> bool {
        let mut pairs = self.numbers.iter().zip(&other.numbers);
        let agree = pairs.clone().all(|(a, b)| a.is_none() || b.is_none() || a == b);
        let apart = pairs.all(|(a, b)| a.is_none() || b.is_none());
        let flag = match (self.flag, other.flag) {
            (a, b) if a == b => a,
            ('N', b) if apart => b,
            (a, 'N') if apart => a,
            _ => return false,
        };
        if agree {
            self.flag = flag;
            for (a, b) in self.numbers.iter_mut().zip(other.numbers) {
                *a = a.or(b);
            }
        }
        agree
    }
}

/// The text of what a reading says.
pub(crate) fn text(reading: &Reading) -> String {
    let mut text = String::with_capacity(32);
    for number in [reading.avg, reading.min, reading.max, reading.rtd, reading.cou] {
        if let Some(number) = number {
            // Adding zero makes one of the two zeros. Very large and small numbers get an exponent.
            let begin = text.len();
            let _ = write!(text, "{:?}", number + 0.0);
            if text[begin..].ends_with(".0") {
                text.truncate(text.len() - 2);
            }
        }
        text.push(';');
    }
    text.push(reading.flag);
    text
}
