//! What a reference may mean while it is typed: records by name, alias, code and the initials of their pinyin.
//!
//! The words of a register's records stand in one text, a line for each name, in the normal form of the
//! search: a space before each token, so that what is typed is found at the beginnings of tokens only. A
//! Chinese name has another line with the initial of each character as a token of its own, and more where a
//! character may be read in several ways (重庆 as cq and zq). Looking for some letters is then one pass over
//! the text that keeps nothing but the best.
//!
//! The text of a register is made when it is first asked for.

use crate::Snapshot;
use memchr::memmem;
use pinyin::ToPinyinMulti;
use yanlian_model::{Key, Lang, Naming, Ref, Register, Row, Table, Value};
use yanlian_store::normal_form;

/// In how many ways a name is read at most.
const READINGS: usize = 8;

/// A record that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The record.
    pub of: Ref,
    /// What people call it.
    pub title: String,
    /// The name, alias or code that fits what was typed; what was typed, where its initials do.
    pub matched: String,
}

/// How well a line fits, and how long it is; less is better.
type Rank = (Fit, usize);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Beginning,
    Within,
}

/// The names of one register's records.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// A line for each name.
    text: String,
    /// Where the lines of each record begin.
    starts: Vec<usize>,
    /// The keys, in the same order.
    keys: Vec<Key>,
}

impl Names {
    fn new(register: &'static Register, table: &Table) -> Names {
        let mut names = Names::default();
        for (key, row) in table {
            names.starts.push(names.text.len());
            names.keys.push(key.clone());
            for name in said(register, key, row) {
                let normal = normal_form(name);
                names.line(&normal);
                names.initials(&normal);
            }
        }
        names
    }

    fn line(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.push('\n');
            self.text.push_str(line);
        }
    }

    /// The initials of a name with Chinese characters in it, in each way that it may be read.
    fn initials(&mut self, normal: &str) {
        let mut lines = vec![String::new()];
        let mut any = false;
        for token in normal.split(' ').skip(1) {
            let mut readings = initials(token);
            any |= !readings.is_empty();
            readings.truncate(READINGS / lines.len());
            let readings = if readings.is_empty() { vec![token] } else { readings };
            let read = |line: &String| readings.iter().map(|token| format!("{line} {token}")).collect::<Vec<_>>();
            lines = lines.iter().flat_map(read).collect();
        }
        for line in lines.iter().filter(|_| any) {
            self.line(line);
        }
    }

    /// The best records in whose lines `wanted` stands, each once.
    fn best(&self, wanted: &str, limit: usize) -> Vec<(Rank, usize)> {
        let finder = memmem::Finder::new(wanted);
        let (mut best, mut at, mut record) = (Vec::with_capacity(limit + 1), 0, 0);
        let mut own: Option<(Rank, usize)> = None;
        while let Some(found) = finder.find(&self.text.as_bytes()[at..]) {
            let found = at + found;
            let begin = memchr::memrchr(b'\n', &self.text.as_bytes()[..found]).map_or(0, |before| before + 1);
            let end = memchr::memchr(b'\n', &self.text.as_bytes()[found..]).map_or(self.text.len(), |to| found + to);
            while self.starts.get(record + 1).is_some_and(|start| *start < found) {
                record += 1;
            }
            let fit = match found == begin {
                true if begin + wanted.len() == end => Fit::Whole,
                true => Fit::Beginning,
                false => Fit::Within,
            };
            let rank = (fit, end - begin);
            own = match own {
                Some((other, before)) if before == record => Some((rank.min(other), record)),
                Some(before) => {
                    keep(&mut best, before, limit);
                    Some((rank, record))
                }
                None => Some((rank, record)),
            };
            at = end;
        }
        if let Some(last) = own {
            keep(&mut best, last, limit);
        }
        best
    }
}

/// Puts a candidate in its place among the best.
fn keep(best: &mut Vec<(Rank, usize)>, candidate: (Rank, usize), limit: usize) {
    if best.len() == limit && best.last().is_some_and(|last| *last <= candidate) {
        return;
    }
    let place = best.partition_point(|other| *other < candidate);
    best.insert(place, candidate);
    best.truncate(limit);
}

/// What a record is called by: its key, names and aliases, and the text that stands for a name.
fn said<'r>(register: &'static Register, key: &'r Key, row: &'r Row) -> impl Iterator<Item = &'r str> {
    let text = register.fields.iter().zip(row).filter(|(field, _)| field.naming == Some(Naming::Text));
    let text = text.filter_map(|(_, cell)| match cell {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    });
    key.parts().chain(register.names_of(row)).chain(text)
}

/// The initials of a Chinese character, that of its usual reading first; most readings differ in tone only.
fn initials(token: &str) -> Vec<&'static str> {
    let mut letters = token.chars();
    let alone = letters.next().filter(|_| letters.next().is_none());
    let mut initials = Vec::new();
    for reading in alone.and_then(|letter| letter.to_pinyin_multi()).into_iter().flatten() {
        if !initials.contains(&reading.first_letter()) {
            initials.push(reading.first_letter());
        }
    }
    initials
}

impl Snapshot {
    /// The records of these registers that may be meant by what is typed, best first: names that it is before
    /// names that begin with it, short ones before long ones. Nothing is suggested for nothing.
    pub fn suggest(&self, of: &[&'static Register], typed: &str, lang: Lang, limit: usize) -> Vec<Suggestion> {
        let wanted = normal_form(typed);
        if wanted.is_empty() {
            return Vec::new();
        }
        // Letters in one piece may be initials.
        let initials = wanted.bytes().skip(1).all(|c| c.is_ascii_alphabetic()).then(|| {
            wanted
                .trim_start()
                .chars()
                .fold(String::new(), |spaced, letter| spaced + " " + letter.encode_utf8(&mut [0; 4]))
        });
        let mut found = Vec::new();
        for (place, register) in of.iter().enumerate() {
            let Some(table) = self.tables.get(register.name) else { continue };
            let names = self.names.get(register, || Names::new(register, table));
            let by_initials = initials.iter().flat_map(|wanted| names.best(wanted, limit));
            let mut own: Vec<_> = names.best(&wanted, limit).into_iter().chain(by_initials).collect();
            own.sort_unstable();
            let mut seen = Vec::with_capacity(own.len());
            own.retain(|(_, record)| {
                !seen.contains(record) && {
                    seen.push(*record);
                    true
                }
            });
            found.extend(own.into_iter().map(|(rank, record)| (rank, place, names.keys[record].clone())));
        }
        found.sort();
        let suggestion = |(_, place, key): (Rank, usize, Key)| {
            let (register, row) = (of[place], self.tables.get(of[place].name)?.get(&key)?);
            let matched = said(register, &key, row).find(|name| normal_form(name).contains(&wanted));
            let matched = matched.unwrap_or_else(|| typed.trim()).to_owned();
            Some(Suggestion { title: register.title_of(row, lang), of: Ref::new(register.name, key), matched })
        };
        found.into_iter().take(limit).filter_map(suggestion).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanlian_model::registers::{Company, Enterprise, Product};
    use yanlian_model::{Record, Registers};
    use yanlian_store as store;

    fn snapshot() -> Snapshot {
        let firm = |uscc, name, en| Enterprise::from_texts(&[("uscc", uscc), ("name", name), ("name_en", en)]).unwrap();
        let sponge = [("id", "ti-sponge"), ("name_zh", "海绵钛"), ("aliases", "钛海绵"), ("unit", "t")];
        let registers = Registers {
            enterprises: vec![
                firm("91000000MA0000007C", "山东宏远新材料有限公司", "Hongyuan Materials"),
                firm("91000000MA0000008A", "宏远钛业有限公司", ""),
                firm("91000000MA0000009X", "重庆长安机械厂", ""),
            ]
            .into(),
            products: vec![Product::from_texts(&sponge).unwrap()].into(),
            directory: vec![Company::from_texts(&[("code", "EX-1"), ("name", "宏远镁业")]).unwrap()].into(),
            ..Registers::default()
        };
        Snapshot::new(store::Snapshot { revision: 1, tables: registers.to_tables() })
    }

    fn titles(typed: &str, of: &[&'static Register]) -> Vec<String> {
        let found = snapshot().suggest(of, typed, Lang::Zh, 5);
        found.into_iter().map(|suggestion| suggestion.title).collect()
    }

    const FIRMS: &[&Register] = &[Enterprise::REGISTER, Company::REGISTER];

    #[test]
    fn names_codes_and_initials_are_suggested_best_first() {
        assert_eq!(titles("宏远", FIRMS), ["宏远镁业", "宏远钛业有限公司", "山东宏远新材料有限公司"]);
        assert_eq!(titles("hyxcl", FIRMS), ["山东宏远新材料有限公司"]);
        assert_eq!(titles("HYMY", FIRMS), ["宏远镁业"]);
        assert_eq!(titles("materials", FIRMS), ["山东宏远新材料有限公司"]);
        assert_eq!(titles("91000000ma0000008", FIRMS), ["宏远钛业有限公司"]);
        assert_eq!(titles("钛海", &[Product::REGISTER]), ["海绵钛"]);
        assert_eq!(titles("ti-sp", &[Product::REGISTER]), ["海绵钛"]);
        // Both readings of 重 and of 长.
        assert_eq!(titles("cqca", FIRMS), ["重庆长安机械厂"]);
        assert_eq!(titles("zqca", FIRMS), ["重庆长安机械厂"]);
    }

    #[test]
    fn nothing_is_suggested_for_nothing_or_across_names() {
        for typed in ["", " ", "。", "aterials", "远宏", "公司 宏远", "xyz"] {
            assert_eq!(titles(typed, FIRMS), Vec::<String>::new(), "{typed}");
        }
    }

    #[test]
    fn what_fits_is_told() {
        let told = |typed: &str| snapshot().suggest(&[Product::REGISTER], typed, Lang::Zh, 5).remove(0).matched;
        assert_eq!((told("钛海"), told("hmt"), told("ti")), ("钛海绵".into(), "hmt".into(), "ti-sponge".into()));
    }
}
