//! Conventions that the writer and the reader of spreadsheets share.

/// What the template's example row says in its `note`, in either language.
pub const EXAMPLE_MARKS: [&str; 2] = ["示例行\u{ff0c}请删除或改写", "example row: delete or overwrite"];

/// What a cell says to erase the value that is kept.
pub const CLEAR: &str = "=clear";

/// Whether `text`, behind any quotes, begins as a formula does, or as a remark, which a reader skips.
fn needs_quote(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '#', '\t', '\r'])
}

/// Text as it is written into a cell: with a `'` before what a spreadsheet would run or a reader
/// would skip.
///
/// ```
/// use yanlian_model::spreadsheet::{protect, unprotect};
/// assert_eq!(protect("=1+1"), "'=1+1");
/// assert_eq!(protect("5 o'clock"), "5 o'clock");
/// for text in ["=1+1", "#1", "'=1+1", "''@x", "'quoted'", "plain"] {
///     assert_eq!(unprotect(&protect(text)), text);
/// }
/// ```
pub fn protect(text: &str) -> std::borrow::Cow<'_, str> {
    match needs_quote(text) {
        true => format!("'{text}").into(),
        false => text.into(),
    }
}

/// Text as it was before [`protect`].
pub fn unprotect(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| needs_quote(rest)).unwrap_or(text)
}
