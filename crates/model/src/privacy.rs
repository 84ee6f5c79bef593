//! What is shown in place of personal data and secrets.

use crate::{Field, Value};

/// Stands for a hidden value in exports and pages. An import takes it as *withheld*: it never
/// replaces a value that is kept.
pub const MASK: &str = "***";

/// The value as it may be shown to somebody who may not see what is hidden.
pub fn mask(field: &Field, value: Option<&Value>) -> Option<Value> {
    match value {
        Some(_) if field.privacy.is_hidden() => Some(Value::Text(MASK.into())),
        value => value.cloned(),
    }
}
