//! What is kept of a text and may not be what was meant.

use super::codes::{self, is_code, is_name};
use super::text;
use crate::shown;
use yanlian_model::{Field, Form, Kind, MASK, Message, Privacy, form};

/// What a person should know of a text of a field that is kept.
pub(crate) fn of(field: &Field, text: &str) -> Option<Message> {
    let is_one = is_name(field) && field.kind != Kind::List;
    if is_one && text::visible(text, false) != text {
        return Some(Message::new("import-invisible-character").with("value", shown(&text::visible(text, false))));
    }
    let say = |id| Some(Message::new(id).with("value", shown(text)));
    let plain = without_mark(text);
    match field.privacy {
        _ if field.form == Some(Form::Minute) && form::has_seconds(text) => say("import-seconds"),
        // A device has a password of six characters, and a spreadsheet takes zeros from its beginning.
        Privacy::Secret if field.form.is_none() && text != MASK && text.chars().count() < 6 => {
            Some(Message::new("import-short-password"))
        }
        _ if is_code(field) && codes::is_rounded(text) => say("import-perhaps-rounded"),
        _ if is_code(field) && field.target.is_none() && field.naming.is_none() && codes::is_iso_day(text) => {
            say("import-perhaps-date")
        }
        _ if is_one && text::is_questionable(text) => say("import-perhaps-lost"),
        _ if is_one && plain != text && !plain.is_empty() => {
            say("import-perhaps-mark").map(|message| message.with("plain", shown(plain)))
        }
        _ => None,
    }
}

/// A key or a name without the signs by which people mark a row: `★X-4`.
fn without_mark(text: &str) -> &str {
    const MARKS: &str = "*\u{ff0a}★☆※●○◎▲△▼▽◆◇■□√✓✔→·†‡";
    text.trim_matches(|c: char| MARKS.contains(c) || c.is_whitespace())
}
