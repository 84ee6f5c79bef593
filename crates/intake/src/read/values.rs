//! Units and words of a field, and what to say where a text is none of them.

use super::cells::Parsed;
use crate::shown;
use unicode_normalization::UnicodeNormalization;
use yanlian_model::{CellFault, Choice, Field, Kind, Lang, Message, Value, units};

/// A unit by its symbol. What a product or an indicator is counted in is a plain unit, not 万吨.
pub(crate) fn unit_symbol(field: &Field, text: &str) -> Result<Parsed, Message> {
    let text: &str = &text.nfkc().collect::<String>();
    match units::parse(text) {
        Ok(measure) if measure.multiple == 1.0 => Ok(Parsed::Value(Value::Text(measure.unit.symbol.into()))),
        Ok(measure) if field.required => {
            Err(Message::new("import-plain-unit").with("unit", shown(text)).with("plain", measure.unit.symbol))
        }
        Ok(_) => Ok(Parsed::Value(Value::Text(text.into()))),
        Err(_) => Err(Message::new("import-unknown-unit").with("unit", shown(text))),
    }
}

/// That a text is none that its field takes.
pub(crate) fn no_value(field: &Field, fault: CellFault, text: &str) -> Message {
    let id = match fault {
        CellFault::Number => "import-not-a-number",
        CellFault::Date => "import-not-a-date",
        CellFault::Year => "import-not-a-year",
        CellFault::Period => "import-not-a-period",
        CellFault::Flag => "import-not-yes-or-no",
        CellFault::Choice => "import-not-a-choice",
    };
    let message = Message::new(id).with("value", shown(text));
    match field.kind {
        Kind::Choice(choices) => {
            let words = |lang: Lang, between: &str| {
                let words: Vec<&str> = choices.iter().map(|choice: &Choice| choice.label.of(lang)).collect();
                words.join(between)
            };
            message.with("choices-zh", words(Lang::Zh, "、")).with("choices-en", words(Lang::En, ", "))
        }
        _ => message,
    }
}
