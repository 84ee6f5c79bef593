//! What a reference may mean while it is typed: records by name, alias, code and the initials of their pinyin.
//!
//! The words of a register's records stand in one text, a line for each name, in the normal form of the
//! search: a space before each token, so that what is typed is found at the beginnings of tokens only; what
//! has digits in it is part of a code, and found in the middle too. Looking for some letters is one pass over
//! the text that keeps nothing but the best.
//!
//! A name with Chinese characters has beside it, for each character, the set of letters with which it may
//! begin in pinyin (行 as h and x, 重 as c and z), so that every way to read a name fits and none is left out.
//!
//! Both are made when somebody first asks.

use crate::Snapshot;
use memchr::memmem;
use pinyin::ToPinyinMulti;
use yanlian_model::{Key, Lang, Naming, Ref, Register, Row, Table, Value};
use yanlian_store::normal_form;

/// How many letters of a code must be typed at least that it is looked for in the middle of one.
const PART_OF_CODE: usize = 3;

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
    /// The letters with which the characters of names begin, name after name.
    letters: Vec<Letters>,
    /// Where the letters of each name begin, and whose name it is.
    read: Vec<(usize, usize)>,
}

/// The letters that a character may stand for, a bit each, and whether a name may be begun here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Letters(u32);

impl Letters {
    /// A word begins here.
    const BEGINS: u32 = 1 << 31;

    /// The bit of a small letter; none of another character.
    fn of(letter: char) -> u32 {
        if letter.is_ascii_lowercase() { 1 << (letter as u32 - 'a' as u32) } else { 0 }
    }
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
                names.read(&normal);
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

    /// Takes up a name with Chinese characters in it as it may be read.
    fn read(&mut self, normal: &str) {
        let begin = self.letters.len();
        let mut any = false;
        for token in normal.split(' ').skip(1) {
            let initials = initials(token);
            any |= initials != 0;
            match initials {
                0 => {
                    let letters = token.chars().enumerate();
                    let begins = |i| if i == 0 { Letters::BEGINS } else { 0 };
                    self.letters.extend(letters.map(|(i, letter)| Letters(Letters::of(letter) | begins(i))));
                }
                initials => self.letters.push(Letters(initials | Letters::BEGINS)),
            }
        }
        match any {
            true => self.read.push((begin, self.keys.len() - 1)),
            false => self.letters.truncate(begin),
        }
    }

    /// The best records whose names may be read with these initials.
    fn best_read(&self, wanted: &str, limit: usize) -> Vec<(Rank, usize)> {
        let wanted: Vec<u32> = wanted.chars().map(Letters::of).collect();
        let mut best = Best::new(limit);
        let ends = self.read.iter().skip(1).map(|(begin, _)| *begin).chain([self.letters.len()]);
        for ((begin, record), end) in self.read.iter().zip(ends) {
            let name = &self.letters[*begin..end];
            let is_it = |part: &[Letters]| {
                part[0].0 & Letters::BEGINS != 0 && part.iter().zip(&wanted).all(|(own, letter)| own.0 & letter != 0)
            };
            let Some(at) = name.windows(wanted.len()).position(is_it) else { continue };
            let fit = match at {
                0 if name.len() == wanted.len() => Fit::Whole,
                0 => Fit::Beginning,
                _ => Fit::Within,
            };
            // As long as the line of such a name would be.
            best.add((fit, 2 * name.len()), *record);
        }
        best.finish()
    }

    /// The best records in whose lines `wanted` stands, each once.
    fn best(&self, wanted: &str, limit: usize) -> Vec<(Rank, usize)> {
        let finder = memmem::Finder::new(wanted);
        let (mut best, mut at, mut record) = (Best::new(limit), 0, 0);
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
            best.add((fit, end - begin), record);
            at = end;
        }
        best.finish()
    }
}

/// The best records so far, each once; names of one record come one after the other.
struct Best {
    limit: usize,
    list: Vec<(Rank, usize)>,
    last: Option<(Rank, usize)>,
}

impl Best {
    fn new(limit: usize) -> Best {
        Best { limit, list: Vec::with_capacity(limit + 1), last: None }
    }

    fn add(&mut self, rank: Rank, record: usize) {
        match &mut self.last {
            Some((best, last)) if *last == record => *best = rank.min(*best),
            _ => {
                self.settle();
                self.last = Some((rank, record));
            }
        }
    }

    fn settle(&mut self) {
        if let Some(last) = self.last.take() {
            keep(&mut self.list, last, self.limit);
        }
    }

    fn finish(mut self) -> Vec<(Rank, usize)> {
        self.settle();
        self.list
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

/// The letters with which a Chinese character begins, in every way that it is read; none of anything else.
fn initials(token: &str) -> u32 {
    let mut letters = token.chars();
    let alone = letters.next().filter(|_| letters.next().is_none());
    let readings = alone.and_then(|letter| letter.to_pinyin_multi()).into_iter().flatten();
    readings
        .filter_map(|reading| reading.first_letter().chars().next())
        .fold(0, |all, letter| all | Letters::of(letter))
}

impl Snapshot {
    /// The records of these registers that may be meant by what is typed, best first: names that it is before
    /// names that begin with it, short ones before long ones. Nothing is suggested for nothing.
    pub fn suggest(&self, of: &[&'static Register], typed: &str, lang: Lang, limit: usize) -> Vec<Suggestion> {
        let wanted = normal_form(typed);
        if wanted.is_empty() {
            return Vec::new();
        }
        let typed_whole = wanted.trim_start();
        // Letters in one piece may be initials; what has digits in it may be part of a code.
        let initials = Some(typed_whole).filter(|typed| typed.bytes().all(|c| c.is_ascii_lowercase()));
        let is_code = typed_whole.len() >= PART_OF_CODE && typed_whole.bytes().any(|c| c.is_ascii_digit());
        let part = Some(typed_whole).filter(|_| is_code);
        let mut found = Vec::new();
        for (place, register) in of.iter().enumerate() {
            let Some(table) = self.tables.get(register.name) else { continue };
            let names = self.names.get(register, || Names::new(register, table));
            let by_initials = initials.iter().flat_map(|wanted| names.best_read(wanted, limit));
            let by_part = part.iter().flat_map(|part| names.best(part, limit));
            let mut own: Vec<_> = names.best(&wanted, limit).into_iter().chain(by_initials).chain(by_part).collect();
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
            let fitting = part.unwrap_or(&wanted);
            let matched = said(register, &key, row).find(|name| normal_form(name).contains(fitting));
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
                firm("91000000MA0D1075XN", "重庆长安银行", ""),
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
        // Both readings of 重, of 长 and of 行, however many characters before may be read in several ways.
        assert_eq!(titles("cqca", FIRMS), ["重庆长安银行", "重庆长安机械厂"]);
        for typed in ["cqcayh", "zqcayh", "cqzayx", "yh", "cayx"] {
            assert_eq!(titles(typed, FIRMS), ["重庆长安银行"], "{typed}");
        }
        assert_eq!(titles("zqzajxc", FIRMS), ["重庆长安机械厂"]);
    }

    #[test]
    fn a_part_of_a_code_is_found_in_its_middle() {
        for typed in ["1075xn", "D1075", "075X"] {
            assert_eq!(titles(typed, FIRMS), ["重庆长安银行"], "{typed}");
        }
        assert_eq!(titles("0d1075xn", FIRMS).len(), 1);
        // Two letters, or letters alone, are in too many codes.
        assert!(titles("5x", FIRMS).is_empty() && titles("xn", FIRMS).is_empty());
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
