//! In which encoding a text is: nothing in the file says so, and a wrong guess invents characters.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, KOI8_R, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252,
};
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
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Message::new("import-workbook-as-text"));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        // What is UTF-8 but for them is UTF-16 only where every second byte is zero; a few came in by mistake.
        let is_stray = utf16(bytes).is_none_or(|_| bytes.iter().filter(|byte| **byte == 0).count() * 4 < bytes.len());
        if is_stray && std::str::from_utf8(bytes).is_ok() {
            return Err(Message::new("import-nul").with("row", row_at(bytes, at)));
        }
        let broken = || Message::new("import-broken-utf16");
        return strictly(utf16(bytes).ok_or_else(unknown)?, bytes).map_err(|_| broken());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if has_utf7(text) || has_hz(text) || is_misread(text) || may_be_gb18030(text) => Err(unknown()),
        Ok(text) => Ok(text.into()),
        Err(fault) if is_mostly_utf8(bytes) => {
            Err(Message::new("import-damaged-text").with("row", row_at(bytes, fault.valid_up_to())))
        }
        Err(_) => strictly(GB18030, bytes).and_then(|text| {
            match is_like_gb2312(bytes) && reads_as_chinese(&text) || is_only_chinese(&text, bytes) {
                true => Ok(text),
                false => Err(unknown()),
            }
        }),
    }
}

/// The row in which a byte stands.
fn row_at(bytes: &[u8], at: usize) -> String {
    (1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count()).to_string()
}

/// Whether a file is a page of the web, as some programs call a workbook.
pub(crate) fn is_web_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    text.starts_with(b"<") && text.get(1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'!' | b'?'))
}

/// Which half of each unit is zero for the separators of a table; of characters either half may be, as of 一.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let parts = |pair: &[u8], zero: usize| pair[zero] == 0 && b",;\t\r\n".contains(&pair[1 - zero]);
    let parted = |zero: usize| bytes.chunks_exact(2).any(|pair| parts(pair, zero));
    match (parted(1), parted(0)) {
        (true, false) => return Some(UTF_16LE),
        (false, true) => return Some(UTF_16BE),
        _ => {}
    }
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
    let frequent: HashSet<char> = FREQUENT.chars().collect();
    let (mut all, mut common) = (0, 0);
    for c in letters(text).take(ENOUGH) {
        all += 1;
        common += usize::from(frequent.contains(&c));
    }
    all == 0 || 5 * common > 2 * all
}

/// The letters and characters of a text that are none of ASCII.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic())
}

pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}')
}

/// Signs as Chinese tables have them, also Greek letters and letters of full width.
pub(crate) fn is_usual_sign(c: char) -> bool {
    matches!(c, '§' | '°' | '±' | '·' | '×' | '÷' | '\u{370}'..='\u{3ff}' | '\u{2010}'..='\u{3020}' | '\u{3200}'..='\u{33ff}')
        || matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{ffe0}'..='\u{ffe6}')
}

/// Whether a few words, as a short register has them, are nothing but Chinese characters, rare as they may be, and fit no
/// other encoding as well: 镨钕, 嘌呤.
fn is_only_chinese(text: &str, bytes: &[u8]) -> bool {
    const MOST: usize = 60;
    let is_short = letters(text).take(MOST + 1).count() <= MOST;
    let other = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let frequent = |text: &str| letters(text).filter(|c| FREQUENT.contains(*c) || is_kana(*c)).count();
    let is_east_asian = |text: &str| letters(text).all(|c| is_han(c) || is_kana(c));
    let reads_better = |theirs: &str| is_east_asian(theirs) && frequent(theirs) > frequent(text);
    is_short
        && text.chars().all(|c| c.is_ascii() || is_han(c) || is_usual_sign(c))
        && ![BIG5, EUC_JP, SHIFT_JIS].into_iter().filter_map(other).any(|theirs| reads_better(&theirs))
        && !other(EUC_KR).is_some_and(|theirs| reads_as_korean(&theirs))
        && ![WINDOWS_1251, KOI8_R].into_iter().filter_map(other).any(|theirs| reads_as_russian(&theirs))
        && !other(WINDOWS_1252).is_some_and(|theirs| reads_as_western(&theirs))
}

/// Whether all that is not ASCII are letters with accents beside plain ones, or signs as in `25°C`.
fn reads_as_western(text: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    text.char_indices().filter(|(_, c)| !c.is_ascii()).all(|(at, c)| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + c.len_utf8()..].chars().next());
        "°µ²³±·–—‘’“”".contains(c) || c.is_alphabetic() && (letter(before) || letter(behind))
    })
}

/// Whether all letters are Korean syllables, of which one alone proves nothing.
fn reads_as_korean(text: &str) -> bool {
    letters(text).count() > 1 && letters(text).all(|c| matches!(c, '\u{ac00}'..='\u{d7a3}'))
}

/// Whether all words are Cyrillic, with capitals only where one begins or throughout, and of the usual letters.
fn reads_as_russian(text: &str) -> bool {
    const LEAST: usize = 4;
    let signs = ['«', '»', '“', '”', '„', '–', '—', '…', '№', '\u{a0}'];
    let is_word = |word: &str| {
        let mut letters = word.chars();
        let is_small = letters.next().is_some_and(char::is_lowercase);
        word.chars().all(|c| matches!(c, '\u{400}'..='\u{45f}'))
            && (letters.clone().all(char::is_lowercase) || !is_small && letters.all(char::is_uppercase))
    };
    let usual = letters(text).filter(|c| c.to_lowercase().all(|c| "оеаинтсрвлкмдпуыья".contains(c))).count();
    let all = letters(text).count();
    let mut words = text.split(|c: char| c.is_ascii()).map(|word| word.trim_matches(signs));
    all >= LEAST && 3 * usual >= 2 * all && words.all(|word| word.is_empty() || is_word(word))
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

/// Whether a text of plain letters holds Chinese as UTF-7 writes it: `+bUuL1Q-`, or without the last sign where no
/// letter follows.
fn has_utf7(text: &str) -> bool {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    let is_chinese = |(at, _): (usize, &str)| {
        let rest = &text[at + 1..];
        let (span, behind) = rest.split_at(rest.find(|c| !is_base64(c)).unwrap_or(rest.len()));
        let is_mixed =
            || span.contains(|c: char| c.is_ascii_uppercase()) && span.contains(|c: char| c.is_ascii_lowercase());
        // Two characters at least, so that no code is taken for one.
        span.len() >= 6 && (behind.starts_with('-') || is_mixed()) && is_chinese_base64(span)
    };
    text.is_ascii() && text.match_indices('+').any(is_chinese)
}

/// Whether a text of plain letters holds Chinese as HZ writes it: `~{J>@}~}`.
fn has_hz(text: &str) -> bool {
    let is_pairs = |span: &str| {
        !span.is_empty() && span.len().is_multiple_of(2) && span.bytes().all(|byte| (0x21..=0x7e).contains(&byte))
    };
    text.is_ascii() && text.split("~{").skip(1).filter_map(|rest| rest.split_once("~}")).any(|(span, _)| is_pairs(span))
}

/// Whether some Chinese was read as a western text before it was written: UTF-8 as `ç¤ºä¾‹`, GBK as `Ê¾Àý¹«Ë¾`.
fn is_misread(text: &str) -> bool {
    // Of such a text nearly every letter is one of these, of Chinese none.
    if !text.as_bytes().contains(&0xc3) {
        return false;
    }
    let frequent = |text: &str| text.chars().all(|c| FREQUENT.contains(c));
    text.split(|c: char| c.is_ascii()).filter(|run| run.chars().nth(2).is_some()).any(|run| {
        let (bytes, _, is_lossy) = WINDOWS_1252.encode(run);
        let as_utf8 =
            || bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).filter(|c| is_han(*c)).count() >= 2;
        let as_gbk = || GB18030.decode_without_bom_handling_and_without_replacement(&bytes);
        // Two characters at least: letters with accents seldom follow each other so.
        !is_lossy && (as_utf8() || bytes.len() >= 4 && as_gbk().is_some_and(|text| frequent(&text)))
    })
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
        // Of 一 and of letters with a hook one half is zero as well.
        let mixed = "code,name\r\nEX-8,一期、二期\r\nEX-9,Ā\r\n";
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = mixed.encode_utf16().flat_map(order).collect();
            assert_eq!(characters(&bytes).unwrap(), mixed);
        }
        for text in ["code,name\nA,鑫磊铝业\n", "id,name_zh\nti,海绵钛\n", "id,owner\nX-1,王玮\n"] {
            assert_eq!(characters(&GB18030.encode(text).0).unwrap(), text);
        }
        // Rarer words, each alone in its file.
        for word in [
            "镨钕",
            "铽镝",
            "钪",
            "砼",
            "粿",
            "嘌呤",
            "鄠邑",
            "α",
            "5㎡",
            "王䶮",
            "乂氕氘氚",
            "硒",
            "氮",
            "㐀𠀀公司",
            "锆英砂",
        ] {
            let text = format!("id,name_zh,unit\na,{word},t\n");
            assert_eq!(characters(&GB18030.encode(&text).0).as_deref(), Ok(&*text), "{word}");
        }
        for ascii in [
            "code,name\nA+12-3,a\n",
            "id,note\nC+ABCDEF-1,x\n",
            "a,b\n1+2-3,+86-138\n",
            "a,b\nTi+Mining,R+Development x\n",
            "a,b\n~{,~}\n~5,{~}\n",
        ] {
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
            (WINDOWS_1252, "id,note\nEX-8,25°C\n"),
            (EUC_KR, "code,name\nEX-8,삼성전자\n"),
            (EUC_KR, "code,name\nEX-8,한국전력공사\nEX-9,현대자동차\n"),
            (EUC_JP, "code,name\nEX-8,日本製鉄株式会社\n"),
            (EUC_JP, "code,name\nEX-8,東邦チタニウム\n"),
            (WINDOWS_1251, "code,name\nEX-8,Северсталь\n"),
            (KOI8_R, "code,name\nEX-8,Магнитогорский комбинат\n"),
        ] {
            assert_eq!(id(&encoding.encode(text).0), "import-unknown-encoding", "{}", encoding.name());
        }
        for written in [
            "EX-8,+eTpPi5UGThpnCZZQUWxT+A-",
            "EX-8,+eTpPi1FsU/g",
            "EX-8,~{J>@}9+K>~}",
            "EX-8,ç¤ºä¾‹å…¬å¸",
            "EX-8,Ê¾Àý¹«Ë¾",
            "甲,ç¤ºä¾‹",
        ] {
            assert_eq!(id(format!("code,name\n{written}\n").as_bytes()), "import-unknown-encoding", "{written}");
        }
        assert_eq!(id(&GB18030.encode("id,unit\na,亩\n").0), "import-unknown-encoding");
        assert!(characters("name\nМечел\nŠkoda\nMüller · 5 m²\nGröße «CAFÉ» «été…» ÄÖÜ ação\n".as_bytes()).is_ok());
        // A word of two Korean characters cannot be told from Chinese.
        assert!(characters(&EUC_KR.encode("금속").0).is_ok());
        assert_eq!(characters(b"id,name\na,x\0y\n"), Err(Message::new("import-nul").with("row", "2")));
        assert_eq!(id(b"PK\x03\x04rest"), "import-workbook-as-text");
        let half = [TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), vec![0x41]].concat();
        assert_eq!(id(&half), "import-broken-utf16");
    }
}
