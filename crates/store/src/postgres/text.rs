//! Texts of any characters in a form that PostgreSQL takes: no text of it can have the character zero.

use std::borrow::Cow;

/// What stands before a character that is written otherwise.
const ESCAPE: char = '\u{1b}';

/// A text as it is kept.
pub(super) fn kept(text: &str) -> Cow<'_, str> {
    if !text.contains(['\0', ESCAPE]) {
        return Cow::Borrowed(text);
    }
    text.replace(ESCAPE, "\u{1b}1").replace('\0', "\u{1b}0").into()
}

/// The text that was kept.
pub(super) fn read(kept: String) -> String {
    if kept.contains(ESCAPE) { kept.replace("\u{1b}0", "\0").replace("\u{1b}1", "\u{1b}") } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back() {
        for text in ["", "COD", "\0", "\u{1b}", "\u{1b}0", "\0\u{1b}1\0", "\u{1b}\u{1b}0中"] {
            assert_eq!(read(kept(text).into_owned()), text);
            assert!(!kept(text).contains('\0'));
        }
    }
}
