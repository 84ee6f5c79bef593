//! How is an encrypted content written? As a list of hexadecimal bytes in braces, a rest in clear behind it.
//!
//! Source: HJ 212-2025, annex A.2; see [`crate::seal`] for what is encrypted and how.

/// The bytes of a block; a list of bytes is of whole blocks.
pub(crate) const BLOCK: usize = 16;
/// What an encrypted content begins with, in its packet.
const OPENING: &[u8] = b"CP=&&{";

/// Where in a data segment the brace stands with which an encrypted content begins.
pub(crate) fn opening(segment: &[u8]) -> Option<usize> {
    segment.windows(OPENING.len()).position(|window| window == OPENING).map(|at| at + OPENING.len() - 1)
}

/// How many bytes stand before the first that no list of bytes has; none where all could be of one.
pub(crate) fn list_length(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| !byte.is_ascii_hexdigit() && !matches!(byte, b'x' | b'X' | b',' | b' '))
}

/// How many bytes a content in braces has in clear; none where it cannot be read.
pub(crate) fn plain_length(content: &[u8]) -> Option<usize> {
    let list = content.strip_prefix(b"{")?.strip_suffix(b"}")?;
    list_bytes(list).try_fold(0, |count, byte| byte.map(|_| count + 1))
}

/// What stands in the braces with which a content begins, and what behind them.
pub(crate) fn braces(content: &[u8]) -> Option<(&[u8], &[u8])> {
    let inner = content.strip_prefix(b"{")?;
    let end = inner.iter().position(|byte| *byte == b'}')?;
    Some((&inner[..end], &inner[end + 1..]))
}

/// The bytes of `0xE4,0x3E`; none for each that is not written so.
pub(crate) fn list_bytes(list: &[u8]) -> impl Iterator<Item = Option<u8>> {
    let items = list.split(|byte| *byte == b',').filter(|_| !list.is_empty());
    items.map(|item| match item.trim_ascii() {
        [b'0', b'x' | b'X', high, low] => {
            let digit = |digit: &u8| (*digit as char).to_digit(16);
            Some((digit(high)? << 4 | digit(low)?) as u8)
        }
        _ => None,
    })
}
