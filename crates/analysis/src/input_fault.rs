//! What is wrong with the input of a method that stands by itself.

use yanlian_model::{Message, Severity};

/// Something wrong in a table that a method was given, by position: the caller knows which line of
/// which file, or which record, that was.
#[derive(Debug, Clone, PartialEq)]
pub struct InputFault {
    /// How much it weighs; while there is a [`Severity::Fault`] there is no answer.
    pub severity: Severity,
    /// The table, by the name of the method's parameter.
    pub table: &'static str,
    /// The row, from 0; `None` where it is the table as a whole.
    pub row: Option<usize>,
    /// The column; empty where it is the row as a whole.
    pub column: &'static str,
    /// What is wrong.
    pub message: Message,
}
