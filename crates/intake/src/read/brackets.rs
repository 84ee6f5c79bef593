//! Brackets of any width and shape.

const BRACKETS: [(char, char); 6] = [
    ('(', ')'),
    ('\u{ff08}', '\u{ff09}'),
    ('[', ']'),
    ('\u{3010}', '\u{3011}'),
    ('\u{3014}', '\u{3015}'),
    ('\u{ff3b}', '\u{ff3d}'),
];

/// Whether a character opens or closes brackets.
pub(crate) fn is_one(c: char) -> bool {
    BRACKETS.iter().any(|(open, close)| c == *open || c == *close)
}

/// What stands before the bracket that the end of a text closes, and what between the two.
pub(crate) fn last(text: &str) -> Option<(&str, &str)> {
    let closes = |c: char| BRACKETS.iter().any(|(_, close)| c == *close);
    let inner = text.strip_suffix(closes)?;
    let mut depth = 1usize;
    let (at, open) = inner.char_indices().rev().filter(|(_, c)| is_one(*c)).find(|(_, c)| {
        depth = if closes(*c) { depth + 1 } else { depth - 1 };
        depth == 0
    })?;
    Some((&text[..at], &inner[at + open.len_utf8()..]))
}
