//! What is shown in place of personal data.

use crate::{Field, Privacy, Value};

/// Stands for a personal value in exports and pages. An import takes it as *withheld*: it never
/// replaces a value that is kept.
pub const MASK: &str = "***";

/// The value as it may be shown to somebody who may not see personal data.
pub fn mask(field: &Field, value: Option<&Value>) -> Option<Value> {
    match (field.privacy, value) {
        (Privacy::Personal, Some(_)) => Some(Value::Text(MASK.into())),
        (_, value) => value.cloned(),
    }
}
