//! The bounds of a register's field as attributes of its input.

use yanlian_model::calendar::YEARS;
use yanlian_model::{Field, Form, Kind};

/// The bounds of a field as attributes of its input, from the declaration by which the server judges.
pub(crate) fn bounds(field: &Field) -> String {
    let (first, last) = (YEARS.start(), YEARS.end());
    let number = |name: &str, bound: Option<f64>| bound.map(|bound| format!(" {name}=\"{bound}\"")).unwrap_or_default();
    match field.kind {
        Kind::Number | Kind::Year => number("min", field.min) + &number("max", field.max),
        Kind::Date => format!(" min=\"{first}-01-01\" max=\"{last}-12-31\""),
        _ if field.form == Some(Form::Minute) => format!(" min=\"{first}-01-01T00:00\" max=\"{last}-12-31T23:59\""),
        _ => field.longest.map(|longest| format!(" maxlength=\"{longest}\"")).unwrap_or_default(),
    }
}
