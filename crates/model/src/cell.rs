//! The types that the fields of a record may have.

use crate::{Kind, Value};
use chrono::NaiveDate;

/// A Rust type that a field of a record may have; tells the field's kind and whether it may be blank.
pub trait Cell: Sized {
    /// The kind of the field's cells.
    const KIND: Kind;
    /// Whether a record needs a value here.
    const REQUIRED: bool;
    /// From the cell; `None` where a required value is absent or of another kind.
    fn from_value(value: Option<&Value>) -> Option<Self>;
    /// To the cell.
    fn to_value(&self) -> Option<Value>;
    /// The text that it is, without copying it; `None` where it is blank or no text.
    fn as_text(&self) -> Option<&str> {
        None
    }
}

/// Declares a type of cell that is required, and with it the optional form; last, the text that it is.
macro_rules! cell {
    ($ty:ty, $kind:expr, $value:pat => $from:expr, $self:ident => $to:expr $(, $it:ident => $text:expr)?) => {
        impl Cell for $ty {
            const KIND: Kind = $kind;
            const REQUIRED: bool = true;
            fn from_value(value: Option<&Value>) -> Option<Self> {
                match value {
                    Some($value) => $from,
                    _ => None,
                }
            }
            fn to_value(&self) -> Option<Value> {
                let $self = self;
                Some($to)
            }
            $(fn as_text(&self) -> Option<&str> {
                let $it = self;
                Some($text)
            })?
        }
        impl Cell for Option<$ty> {
            const KIND: Kind = $kind;
            const REQUIRED: bool = false;
            fn from_value(value: Option<&Value>) -> Option<Self> {
                match value {
                    None => Some(None),
                    some => <$ty as Cell>::from_value(some).map(Some),
                }
            }
            fn to_value(&self) -> Option<Value> {
                self.as_ref().and_then(Cell::to_value)
            }
            fn as_text(&self) -> Option<&str> {
                self.as_ref().and_then(Cell::as_text)
            }
        }
    };
}
pub(crate) use cell;

cell!(String, Kind::Text, Value::Text(text) => Some(text.to_string()), it => Value::Text(it.into()), it => it.as_str());
cell!(f64, Kind::Number, Value::Number(number) => Some(*number), it => Value::Number(*it));
cell!(i32, Kind::Year, Value::Number(number) => Some(*number as i32), it => Value::Number(f64::from(*it)));
cell!(NaiveDate, Kind::Date, Value::Date(date) => Some(*date), it => Value::Date(*it));
cell!(bool, Kind::Flag, Value::Flag(flag) => Some(*flag), it => Value::Flag(*it));

/// A year or a month: `YYYY` or `YYYY-MM`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(pub String);

impl Period {
    /// The year.
    pub fn year(&self) -> Option<i32> {
        self.0.get(..4)?.parse().ok()
    }

    /// The month, where the period is one.
    pub fn month(&self) -> Option<u32> {
        self.0.get(5..)?.parse().ok()
    }
}

cell!(Period, Kind::Period, Value::Text(text) => Some(Period(text.to_string())), it => Value::Text(it.0.as_str().into()));

impl Cell for Vec<String> {
    const KIND: Kind = Kind::List;
    const REQUIRED: bool = false;
    fn from_value(value: Option<&Value>) -> Option<Self> {
        match value {
            None => Some(Vec::new()),
            Some(Value::Text(text)) => Some(text.split(';').map(str::to_owned).collect()),
            Some(_) => None,
        }
    }
    fn to_value(&self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::Text(self.join(";").into()))
    }
}
