//! Chinese in UTF-8 that a program took for GBK and wrote again: `閿嗙矇椤圭洰` for 锆粉项目.

use super::encoding::{is_han, is_usual_sign};
use encoding_rs::GBK;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The bytes of each character that takes two in GBK.
static BYTES: LazyLock<HashMap<char, [u8; 2]>> = LazyLock::new(|| {
    let pairs = (0x81..=0xfe).flat_map(|first| (0x40..=0xfe).map(move |second| [first, second]));
    let read = |pair: [u8; 2]| {
        let text = GBK.decode_without_bom_handling_and_without_replacement(&pair)?;
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none()).map(|c| (c, pair))
    };
    pairs.filter_map(read).collect()
});

/// What a text said before it was read so, as far as it can be told; `None` for all others.
pub(crate) fn meant(text: &str) -> Option<String> {
    text.split(|c: char| c.is_ascii()).find_map(of_run)
}

/// The bytes of a character.
fn bytes(c: char) -> Option<&'static [u8]> {
    // Windows has given it the one byte that GBK does not use.
    if c == '€' { Some(&[0x80]) } else { BYTES.get(&c).map(<[u8; 2]>::as_slice) }
}

fn of_run(run: &str) -> Option<String> {
    // Three characters at least: the bytes of two may be those of ordinary words.
    const LEAST: usize = 3;
    let is_first = |bytes: &&[u8]| matches!(bytes, [0xe2..=0xef, 0x80..=0xbf]);
    run.chars().nth(LEAST).and(run.chars().next()).and_then(bytes).filter(is_first)?;
    let bytes = run.chars().map(bytes).collect::<Option<Vec<_>>>()?.concat();
    // The end may have been lost with half of a pair; what is left of the last character counts as one.
    let (whole, cut) = match std::str::from_utf8(&bytes) {
        Ok(text) => (text, 0),
        Err(fault) if fault.error_len().is_none() => (std::str::from_utf8(&bytes[..fault.valid_up_to()]).ok()?, 1),
        Err(_) => return None,
    };
    let is_chinese = whole.chars().all(|c| is_han(c) || is_usual_sign(c));
    (is_chinese && whole.chars().filter(|c| is_han(*c)).count() + cut >= LEAST).then(|| whole.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_that_was_read_as_gbk_is_told_from_rare_words() {
        for text in
            ["锆粉项目", "县发改局", "钛合金", "示例钛业有限公司", "年产2万吨钛白粉项目（一期）", "氯化镁、海绵钛"]
        {
            let (misread, _, _) = GBK.decode(text.as_bytes());
            assert!(
                meant(&misread).is_some_and(|meant| text.contains(&meant)) || misread.contains('\u{fffd}'),
                "{misread}"
            );
        }
        assert_eq!(meant("XM: 閿嗙矇椤圭洰").as_deref(), Some("锆粉项目"));
        // The end was lost.
        assert_eq!(meant("閽涘悎閲").as_deref(), Some("钛合"));
        assert_eq!(meant("閽涘悎閲戦?").as_deref(), Some("钛合金"));
        for text in [
            "示例钛业有限公司",
            "镨钕铽镝钬铒铥镱镥",
            "嘌呤嘧啶吡啶",
            "鄠邑区盩厔镇",
            "浠水县澹台镇洹河",
            "锆铪钽铌铼钌铑钯",
            "閩南閬中閔行",
            "鍋鍘鍛鍥鍝",
            "臺灣鋼鐵股份有限公司",
            "珲春珙县珞珈",
            "α、β、γ",
            "氿㐀𠀀",
            "滹沱河滦河漯河",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
