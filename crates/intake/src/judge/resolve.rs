//! References: from the name that people write to the key that is kept.

use super::report::Report;
use crate::draft::{Draft, Drafts, Mark, Source};
use crate::read::codes::plain_key;
use crate::shown;
use hashbrown::HashSet;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use yanlian_model::{
    Field, Key, Kind, Message, Register, Row, Tables, Target, Value, name_key, party_outside, registers, targets,
};

/// How many unlike references are worth a search through all names for what might be meant.
const SEARCHES: usize = 50;

/// How many candidates a message names.
const CANDIDATES: usize = 5;

/// Replaces every reference by the key of what it names; reports those that name nothing or several.
pub(crate) fn resolve(kept: &Tables, drafts: &mut Drafts, report: &mut Report) {
    for (i, f, outcome) in references(kept, drafts) {
        match outcome {
            Ok(key) => drafts.list[i].row[f] = Some(Value::Text(key.into())),
            Err(message) => {
                report.fault(drafts.spot(i, f), message.clone());
                drafts.list[i].marks.push((f, Mark::fault(message)));
            }
        }
    }
}

/// The references that do not stand as keys already: draft, field, and the key or what is wrong.
fn references(kept: &Tables, drafts: &Drafts) -> Vec<(usize, usize, Result<String, Message>)> {
    let mut found = Vec::new();
    let mut names = Names::new(kept, drafts);
    for (i, draft) in drafts.list.iter().enumerate().filter(|(_, draft)| !draft.misplaced) {
        let named = (0..draft.row.len()).filter_map(|f| Some((i, f, names.named(draft, f).transpose()?)));
        found.extend(named);
    }
    found
}

/// Whether the row says if its item is a product or an indicator.
fn is_directed(draft: &Draft) -> bool {
    draft.register.position("direction").is_none_or(|direction| draft.row[direction].is_some())
}

/// The names of every record, kept or brought, for as many registers as are asked for.
pub(crate) struct Names<'a> {
    kept: &'a Tables,
    drafts: &'a Drafts,
    registers: HashMap<&'static str, RegisterNames<'a>>,
    /// What was said of a reference that names nothing, by the first register asked and the name.
    unknown: HashMap<(&'static str, String), Message>,
}

/// The keys of one register's records, and its names once they are needed.
struct RegisterNames<'a> {
    keys: HashSet<&'a str>,
    /// Each key as it is written plainly and in lower case; `None` where several are written so.
    plain: Option<HashMap<String, Option<&'a str>>>,
    /// In lower case, each with the keys of the records that bear it.
    names: Option<HashMap<String, Vec<&'a str>>>,
    /// Some records could not be read with their key, so that absence proves nothing.
    incomplete: bool,
}

impl<'a> Names<'a> {
    pub(crate) fn new(kept: &'a Tables, drafts: &'a Drafts) -> Names<'a> {
        Names { kept, drafts, registers: HashMap::new(), unknown: HashMap::new() }
    }

    /// Whether a reference names a record, or several.
    pub(crate) fn names_something(&mut self, draft: &Draft, field: usize) -> bool {
        let unknown = ["import-unknown-reference", "import-unknown-party"];
        self.named(draft, field).err().is_none_or(|message| unknown.iter().all(|id| !message.id.starts_with(id)))
    }

    /// The text to put in place of what a field of a draft says, where it is a reference; `None` where it stands as a
    /// key already.
    fn named(&mut self, draft: &Draft, field: usize) -> Result<Option<String>, Message> {
        let declared = &draft.register.fields[field];
        let (Some(target), Some(Value::Text(text))) = (declared.target, &draft.row[field]) else { return Ok(None) };
        if target == Target::Item && !is_directed(draft) {
            return Ok(None);
        }
        self.reference(declared, &targets(draft.register, target, &draft.row), text)
    }

    /// The text to put in place of a reference; `None` where it stands as a key already.
    fn reference(&mut self, field: &Field, targets: &[&'static str], text: &str) -> Result<Option<String>, Message> {
        if field.kind == Kind::List {
            let keys: Result<Vec<_>, _> = text.split(';').map(|entry| self.one(targets, entry)).collect();
            let keys = keys?;
            let replaced = keys.iter().any(Option::is_some);
            let entries = text.split(';').zip(keys);
            let entries: Vec<String> = entries.map(|(entry, key)| key.unwrap_or_else(|| entry.to_owned())).collect();
            return Ok(replaced.then(|| entries.join(";")));
        }
        match party_outside(text).filter(|_| field.target == Some(Target::Party)) {
            Some("") => Err(Message::new("import-outside-without-name")),
            Some(name) => Ok(Some(format!("outside:{name}"))),
            None => self.one(targets, text),
        }
    }

    fn one(&mut self, targets: &[&'static str], text: &str) -> Result<Option<String>, Message> {
        for target in targets {
            if self.register(target).keys.contains(text) {
                return Ok(None);
            }
        }
        let lower = written_plainly(text);
        let mut bearers: Vec<&str> = Vec::new();
        for target in targets {
            bearers.extend(self.names(target).get(&lower).into_iter().flatten());
        }
        match bearers.as_slice() {
            // The record is there, but its own key is at fault and that is said there.
            [""] => Ok(None),
            [key] => Ok(Some((*key).to_owned())),
            [] => match self.written_as(targets, text) {
                Some(key) => Ok(Some(key)),
                None if targets.iter().any(|target| self.register(target).incomplete) => Ok(None),
                None => Err(self.unknown(targets, text, &lower)),
            },
            several => {
                let candidates: Vec<&str> = several.iter().copied().take(CANDIDATES).collect();
                Err(Message::new("import-ambiguous-reference")
                    .with("value", shown(text))
                    .with("candidates", candidates.join("; ")))
            }
        }
    }

    /// The one key that is the text but for width, capitals and characters without ink.
    fn written_as(&mut self, targets: &[&'static str], text: &str) -> Option<String> {
        let written = plain_key(text).to_lowercase();
        let mut bearers = targets.iter().filter_map(|target| {
            let names = self.register(target);
            let keys = &names.keys;
            let plain = names.plain.get_or_insert_with(|| {
                let mut plain = HashMap::new();
                for key in keys {
                    plain.entry(plain_key(key).to_lowercase()).and_modify(|key| *key = None).or_insert(Some(*key));
                }
                plain
            });
            plain.get(&written).copied().flatten().map(str::to_owned)
        });
        let first = bearers.next();
        first.filter(|_| bearers.next().is_none())
    }

    fn register(&mut self, name: &'static str) -> &mut RegisterNames<'a> {
        let (kept, drafts) = (self.kept, self.drafts);
        self.registers.entry(name).or_insert_with(|| {
            let keys = kept.get(name).into_iter().flat_map(|table| table.keys().map(Key::as_stored));
            let brought = drafts.list.iter().filter(|draft| draft.register.name == name);
            let unkeyed = |source: &Source| match source {
                Source::Sheet(sheet) => sheet.register.is_some_and(|register| register.name == name) && !sheet.keyed,
                Source::Fields { .. } => false,
            };
            RegisterNames {
                keys: keys.chain(brought.filter_map(|draft| simple_key(draft.register, &draft.row))).collect(),
                plain: None,
                names: None,
                incomplete: drafts.sources.iter().any(unkeyed),
            }
        })
    }

    fn names(&mut self, name: &'static str) -> &HashMap<String, Vec<&'a str>> {
        let (kept, drafts) = (self.kept, self.drafts);
        self.register(name).names.get_or_insert_with(|| {
            let Some(register) = registers::by_name(name) else { return HashMap::new() };
            let kept = kept.get(name).into_iter().flatten().map(|(_, row)| row);
            let brought = drafts.list.iter().filter(|draft| draft.register.name == name);
            let mut names: HashMap<String, Vec<&'a str>> = HashMap::new();
            for row in kept.chain(brought.map(|draft| &draft.row)) {
                let key = simple_key(register, row).unwrap_or_default();
                for name in register.names_of(row) {
                    let bearers = names.entry(written_plainly(name)).or_default();
                    if !bearers.contains(&key) {
                        bearers.push(key);
                    }
                }
            }
            names
        })
    }

    /// What to say of a reference that names nothing: with what looks like it, if anything does.
    fn unknown(&mut self, targets: &[&'static str], text: &str, lower: &str) -> Message {
        let asked = (targets[0], lower.to_owned());
        if let Some(message) = self.unknown.get(&asked) {
            return message.clone();
        }
        let mut near: Vec<String> = Vec::new();
        if self.unknown.len() < SEARCHES {
            for target in targets {
                near.extend(self.alike(target, lower));
            }
        }
        let id = match (targets.len() > 1, near.is_empty()) {
            (false, false) => "import-unknown-reference",
            (false, true) => "import-unknown-reference-alone",
            (true, false) => "import-unknown-party",
            (true, true) => "import-unknown-party-alone",
        };
        let mut message = Message::new(id).with("value", shown(text));
        if let Some(register) = registers::by_name(targets[0]) {
            message = message.with("register", register.label);
        }
        if !near.is_empty() {
            near.truncate(CANDIDATES);
            message = message.with("suggestions", near.join("; "));
        }
        self.unknown.insert(asked, message.clone());
        message
    }

    /// Keys and names that hold `lower` or its meaning, or are held by it, in the order of names.
    fn alike(&mut self, target: &'static str, lower: &str) -> Vec<String> {
        let meaning = Some(name_key(lower)).filter(|meaning| is_telling(meaning));
        let keys = self.register(target).keys.iter().filter(|key| key.eq_ignore_ascii_case(lower));
        let mut alike: Vec<String> = keys.map(|key| (*key).to_owned()).collect();
        let names = self.names(target).iter().filter(|(name, _)| {
            meaning.as_ref().is_some_and(|meaning| name.contains(meaning.as_str()))
                || (is_telling(lower) && name.contains(lower))
                || (is_telling(name) && lower.contains(name.as_str()))
        });
        let mut names: Vec<_> = names.flat_map(|(name, keys)| keys.iter().map(move |key| (name, *key))).collect();
        names.sort_unstable();
        alike.extend(names.into_iter().take(CANDIDATES).map(|(name, key)| format!("{name} ({key})")));
        alike
    }
}

/// Whether a name is long enough to be looked for within others.
fn is_telling(name: &str) -> bool {
    name.chars().nth(1).is_some()
}

/// The key of a record whose register has one key field, as every register has that is referred to.
fn simple_key<'a>(register: &Register, row: &'a Row) -> Option<&'a str> {
    let (position, _) = register.key_fields().next()?;
    match row.get(position)? {
        Some(Value::Text(key)) => Some(key),
        _ => None,
    }
}

/// A name without what people write now so, now so: capitals and the width of letters, digits and brackets.
fn written_plainly(name: &str) -> String {
    match name.is_ascii() {
        true => name.trim().to_lowercase(),
        false => name.nfkc().collect::<String>().trim().to_lowercase(),
    }
}
