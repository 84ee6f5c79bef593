//! In which encoding a text is: nothing in the file says so, and a wrong guess invents characters.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::collections::HashSet;
use yanlian_model::Message;

/// The characters of a file: by its byte-order mark; without one UTF-8, or UTF-16 that shows by its zeros,
/// else GB18030, which is what Excel writes in China, where it reads as Chinese. A word or two in another encoding
/// of two bytes may read so as well.
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
        Ok(text) if has_utf7(text) || may_be_gb18030(text) => Err(unknown()),
        Ok(text) => Ok(text.into()),
        Err(fault) if is_mostly_utf8(bytes) => {
            let row = 1 + bytes[..fault.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            Err(Message::new("import-damaged-text").with("row", row.to_string()))
        }
        Err(_) if is_like_gb2312(bytes) => strictly(GB18030, bytes).and_then(|text| match reads_as_chinese(&text) {
            true => Ok(text),
            false => Err(unknown()),
        }),
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

/// Characters of general texts, of names of firms and places, of trades.
const FREQUENT: &str = include_str!("frequent.txt");

/// Whether more than two in five of a text's characters are frequent ones of Chinese tables. Korean, Japanese or
/// Russian that is taken for GB18030 gives any of its thousands, of which few are frequent.
fn reads_as_chinese(text: &str) -> bool {
    const ENOUGH: usize = 20_000;
    let is_sign = |c: &char| c.is_ascii() || !c.is_alphabetic();
    let frequent: HashSet<char> = FREQUENT.chars().collect();
    let (mut all, mut common) = (0, 0);
    for c in text.chars().filter(|c| !is_sign(c)).take(ENOUGH) {
        all += 1;
        common += usize::from(frequent.contains(&c));
    }
    all == 0 || 5 * common > 2 * all
}

/// Whether what can be read as UTF-8 reads as well in GB18030: the two bytes of 亩 are those of Ķ. Letters with
/// accents, as French and German have them, are taken as they stand.
fn may_be_gb18030(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).peekable();
    let is_pair = |c: char| c.len_utf8() == 2 && !('\u{c0}'..='\u{ff}').contains(&c);
    letters.peek().is_some()
        && letters.all(is_pair)
        && GB18030.decode_without_bom_handling_and_without_replacement(text.as_bytes()).is_some_and(|chinese| {
            chinese.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).all(|c| FREQUENT.contains(c))
        })
}

/// Whether a text of plain letters holds Chinese as UTF-7 writes it: `+bUuL1Q-`.
fn has_utf7(text: &str) -> bool {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    let spans = text.match_indices('+').filter_map(|(at, _)| text[at + 1..].split_once('-')).map(|(span, _)| span);
    // Two characters at least, so that no code is taken for one.
    text.is_ascii() && spans.filter(|span| span.len() >= 6 && span.chars().all(is_base64)).any(is_chinese_base64)
}

/// Whether a span of base64 holds 16-bit units that are all Chinese characters, and nothing else.
fn is_chinese_base64(span: &str) -> bool {
    let (mut bits, mut held) = (0u32, 0);
    for c in span.bytes() {
        let six = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 16 {
            held -= 16;
            if !(0x4e00..=0x9fff).contains(&(bits >> held)) {
                return false;
            }
            bits &= (1 << held) - 1;
        }
    }
    bits == 0 && held < 6
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

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
        for text in ["code,name\nA,鑫磊铝业\n", "id,name_zh\nti,海绵钛\n", "id,owner\nX-1,王玮\n"] {
            assert_eq!(characters(&GB18030.encode(text).0).unwrap(), text);
        }
        for ascii in ["code,name\nA+12-3,a\n", "id,note\nC+ABCDEF-1,x\n", "a,b\n1+2-3,+86-138\n"] {
            assert_eq!(characters(ascii.as_bytes()).unwrap(), ascii);
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
            (EUC_KR, "code,name\nEX-8,삼성전자\n"),
            (EUC_KR, "code,name\nEX-8,한국전력공사\nEX-9,현대자동차\n"),
            (EUC_JP, "code,name\nEX-8,日本製鉄株式会社\n"),
            (EUC_JP, "code,name\nEX-8,東邦チタニウム\n"),
            (WINDOWS_1251, "code,name\nEX-8,Северсталь\n"),
            (KOI8_R, "code,name\nEX-8,Магнитогорский комбинат\n"),
        ] {
            assert_eq!(id(&encoding.encode(text).0), "import-unknown-encoding", "{}", encoding.name());
        }
        assert_eq!(id(b"code,name\nEX-8,+eTpPi5UGThpnCZZQUWxT+A-\n"), "import-unknown-encoding");
        assert_eq!(id(&GB18030.encode("id,unit\na,亩\n").0), "import-unknown-encoding");
        assert!(characters("name\nМечел\nŠkoda\nMüller · 5 m²\n".as_bytes()).is_ok());
        // A word of two Korean characters cannot be told from Chinese.
        assert!(characters(&EUC_KR.encode("금속").0).is_ok());
        let half = [TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), vec![0x41]].concat();
        assert_eq!(id(&half), "import-unknown-encoding");
    }
}
