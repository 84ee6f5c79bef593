//! In which encoding a text is: nothing in the file says so, and a wrong guess invents characters.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use yanlian_model::Message;

/// The characters of a file: by its byte-order mark; without one UTF-8, or UTF-16 that shows by its zeros,
/// else GB18030, which is what Excel writes in China, where it looks like Chinese.
///
/// # Errors
/// The text is damaged UTF-8, or in an encoding that is none of these.
pub(crate) fn characters(bytes: &[u8]) -> Result<Cow<'_, str>, Message> {
    let unknown = || Message::new("import-unknown-encoding");
    let strictly = |encoding: &'static Encoding, bytes| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(unknown)
    };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, &bytes[mark..]);
    }
    if bytes.contains(&0) {
        return strictly(utf16(bytes).ok_or_else(unknown)?, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(fault) if is_mostly_utf8(bytes) => {
            let row = 1 + bytes[..fault.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            Err(Message::new("import-damaged-text").with("row", row.to_string()))
        }
        Err(_) if is_like_gb2312(bytes) => strictly(GB18030, bytes),
        Err(_) => Err(unknown()),
    }
}

/// Which half of each unit is zero for the separators of a table.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |half: usize| bytes.iter().skip(half).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, _) => Some(UTF_16LE),
        (_, 0) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether more Chinese characters are there as UTF-8 than there are places that are none.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| c.len_utf8() == 3).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// Whether most pairs of bytes are characters or marks of GB2312, as nearly all of a Chinese text is.
/// Big5 and others, read as GB18030, give rare characters, foreign letters and places for private use.
fn is_like_gb2312(bytes: &[u8]) -> bool {
    let (mut common, mut all) = (0, 0);
    let mut rest = bytes;
    while let [first, second, after @ ..] = rest {
        match first {
            0x81..=0xfe => {
                all += 1;
                common += usize::from(matches!(first, 0xa1..=0xa3 | 0xb0..=0xf7) && *second >= 0xa1);
                rest = after;
            }
            _ => rest = &rest[1..],
        }
    }
    2 * common > all
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_KR, SHIFT_JIS, WINDOWS_1252};

    const TEXT: &str = "code,name\nEX-8,示例锆业有限公司（北区）\nEX-9,外地镁合金科技股份公司\n";

    #[test]
    fn what_is_read_is_what_was_written() {
        let utf16 = |order: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let written = [
            TEXT.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", TEXT.as_bytes()].concat(),
            GB18030.encode(TEXT).0.into_owned(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            [vec![0xff, 0xfe], utf16(u16::to_le_bytes)].concat(),
        ];
        for bytes in written {
            assert_eq!(characters(&bytes).unwrap(), TEXT);
        }
    }

    #[test]
    fn what_is_damaged_or_of_another_kind_is_refused() {
        let id = |bytes: &[u8]| characters(bytes).unwrap_err().id;
        let cut = |text: &str, at: usize| [&text.as_bytes()[..at], &text.as_bytes()[at + 1..]].concat();
        assert_eq!(id(&TEXT.as_bytes()[..TEXT.len() - 2]), "import-damaged-text");
        assert_eq!(characters(&cut(TEXT, 16)), Err(Message::new("import-damaged-text").with("row", "2")));
        for (encoding, text) in [
            (BIG5, "code,name\nEX-8,臺灣示範公司\n"),
            (SHIFT_JIS, "code,name\nEX-8,チタン製造株式会社\n"),
            (WINDOWS_1252, "code,name\nEX-8,Müller Gießerei\n"),
        ] {
            assert_eq!(id(&encoding.encode(text).0), "import-unknown-encoding", "{}", encoding.name());
        }
        // Korean stands where Chinese does; the two cannot be told apart by their bytes.
        assert!(characters(&EUC_KR.encode("금속").0).is_ok());
        let half = [TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), vec![0x41]].concat();
        assert_eq!(id(&half), "import-unknown-encoding");
    }
}
