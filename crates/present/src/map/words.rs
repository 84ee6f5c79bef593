//! Setting words into boxes without a font at hand: widths by the kind of letter.

/// The width of a text in units of the font's size. Chinese is exact, Latin on the safe side.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(letter).sum()
}

fn letter(c: char) -> f64 {
    match c {
        _ if is_wide(c) => 1.0,
        'i' | 'j' | 'l' | '.' | ',' | ' ' | '\'' | '(' | ')' | 'f' | 't' | 'r' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '…' | '—' => 0.95,
        c if c.is_ascii_uppercase() => 0.72,
        _ => 0.66,
    }
}

fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xff60)
}

/// Signs that may not begin a line.
fn closes(c: char) -> bool {
    "，。、；：！？）》」』”’,.;:!?)%".contains(c)
}

/// Breaks a text into at most `lines` lines of `room` (in units of the font's size): between Chinese
/// characters, at spaces and after hyphens; what does not fit ends in an ellipsis.
pub(super) fn wrap(text: &str, room: f64, lines: usize) -> Vec<String> {
    let mut wrapped = vec![String::new()];
    for piece in pieces(text) {
        let line = wrapped.last().map_or("", String::as_str);
        if !line.is_empty() && width(line) + width(piece.trim_end()) > room {
            wrapped.push(String::new());
        }
        if let Some(line) = wrapped.last_mut() {
            line.push_str(if line.is_empty() { piece.trim_start() } else { piece });
        }
    }
    let cut = wrapped.len() > lines;
    wrapped.truncate(lines);
    let last = wrapped.len() - 1;
    let mut set: Vec<String> = wrapped.iter().map(|line| fit(line.trim_end(), room)).collect();
    if cut && !set[last].ends_with('…') {
        set[last] = fit(&format!("{}…", set[last]), room);
    }
    set
}

/// A text cut to `room` with an ellipsis.
pub(crate) fn fit(text: &str, room: f64) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        if width(&cut) + letter(c) + letter('…') > room {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end().trim_end_matches('…'))
}

/// The unbreakable pieces of a text, each with the space that follows it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (i, c) in text.char_indices() {
        if before.is_some_and(|before| breaks(before, c)) {
            pieces.push(&text[start..i]);
            start = i;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

fn breaks(before: char, c: char) -> bool {
    !closes(c)
        && c != ' '
        && !"(（《「“".contains(before)
        && (before == ' ' || before == '-' || before == '–' || is_wide(before) || is_wide(c))
}

/// A firm's name without the words that every firm has.
pub(super) fn firm(name: &str) -> &str {
    const FORMS: &[&str] =
        &["股份有限公司", "有限责任公司", "有限公司", ", Ltd.", " Ltd.", " Co.", ",", " Co", " Inc.", " Corporation"];
    FORMS.iter().fold(name, |name, form| name.strip_suffix(form).unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_each_script_allows() {
        assert_eq!(wrap("镁还原-真空蒸馏制海绵钛", 8.0, 3), ["镁还原-真空蒸馏", "制海绵钛"]);
        assert_eq!(wrap("titanium sponge by reduction", 10.0, 3), ["titanium sponge", "by reduction"]);
        assert_eq!(wrap("炼焦(化产回收)", 6.0, 2), ["炼焦(化产回", "收)"]);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(fit("氯化镁熔盐电解", 4.0), "氯化镁…");
        assert_eq!(wrap("一二三四五六七八九", 3.0, 2), ["一二三", "四五…"]);
        assert_eq!(wrap("短", 3.0, 2), ["短"]);
    }

    #[test]
    fn a_firm_goes_by_its_own_words() {
        assert_eq!(firm("示例新材料股份有限公司"), "示例新材料");
        assert_eq!(firm("Example Titanium Co., Ltd."), "Example Titanium");
    }
}
