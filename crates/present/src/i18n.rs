//! The translations: one Fluent bundle a language, loaded once.

use crate::format;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;
use yanlian_model::{Arg, Lang, Message};

static LOCALES: Dir = include_dir!("$CARGO_MANIFEST_DIR/locales");

struct Bundles {
    zh: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

static BUNDLES: LazyLock<Bundles> = LazyLock::new(|| Bundles { zh: bundle(Lang::Zh), en: bundle(Lang::En) });

/// The folder of a language's messages.
fn folder(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let tag: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    // A number stays one, so that `[one]` chooses by it, and is written as everywhere.
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(format::number(number.value)),
        _ => None,
    }));
    let files = LOCALES.get_dir(folder(lang)).into_iter().flat_map(Dir::files);
    for file in files {
        let source = file.contents_utf8().unwrap_or_default().to_owned();
        // What can be read of a faulty file is kept; the tidy check fails on the faults.
        let resource = FluentResource::try_new(source).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// What stands where a translation is missing; tests look for its first character.
fn absent(id: &str) -> String {
    format!("⟦{id}⟧")
}

/// The text of a message, or of its attribute where `id` is `message.attribute`.
pub fn text(lang: Lang, id: &str, args: &[(&'static str, Arg)]) -> String {
    let bundle = match lang {
        Lang::Zh => &BUNDLES.zh,
        Lang::En => &BUNDLES.en,
    };
    let (name, attribute) = id.split_once('.').map_or((id, None), |(name, attribute)| (name, Some(attribute)));
    let Some(message) = bundle.get_message(name) else { return absent(id) };
    let pattern = match attribute {
        None => message.value(),
        Some(attribute) => message.get_attribute(attribute).map(|attribute| attribute.value()),
    };
    let Some(pattern) = pattern else { return absent(id) };
    let mut fluent = FluentArgs::new();
    for (name, value) in args {
        match value {
            Arg::Text(text) => fluent.set(*name, text.as_str()),
            Arg::Number(number) => fluent.set(*name, *number),
            Arg::Quantity(number, unit) => fluent.set(*name, format::quantity(*number, unit, lang)),
            Arg::Label(label) => fluent.set(*name, label.of(lang)),
        }
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&fluent), &mut errors).into_owned();
    match errors.is_empty() {
        true => text,
        false => absent(id),
    }
}

/// The sentence of a message.
pub fn sentence(lang: Lang, message: &Message) -> String {
    text(lang, message.id, &message.args)
}

/// How to fix what a finding's message tells of.
pub fn remedy(lang: Lang, message: &Message) -> String {
    text(lang, &format!("{}.remedy", message.id), &message.args)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluent_syntax_free::{ids, sources};
    use std::collections::BTreeSet;

    /// Reads message and attribute names line by line: enough for our files, and no other reader is needed.
    mod fluent_syntax_free {
        use super::{Dir, LOCALES, Lang, folder};

        pub(super) fn sources(lang: Lang) -> Vec<(String, String)> {
            let files = LOCALES.get_dir(folder(lang)).into_iter().flat_map(Dir::files);
            let name = |file: &include_dir::File| file.path().file_name().unwrap().to_string_lossy().into_owned();
            files.map(|file| (name(file), file.contents_utf8().unwrap().to_owned())).collect()
        }

        pub(super) fn ids(source: &str) -> Vec<String> {
            let mut message = String::new();
            let mut ids = Vec::new();
            for line in source.lines() {
                if let Some((name, _)) =
                    line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))
                {
                    message = name.trim().to_owned();
                    ids.push(message.clone());
                } else if let Some((name, _)) = line.trim_start().strip_prefix('.').and_then(|l| l.split_once('=')) {
                    ids.push(format!("{message}.{}", name.trim()));
                }
            }
            ids
        }
    }

    #[test]
    fn both_languages_say_everything_once() {
        let [zh, en] = Lang::ALL.map(|lang| {
            let all: Vec<String> = sources(lang).iter().flat_map(|(_, source)| ids(source)).collect();
            let unique: BTreeSet<String> = all.iter().cloned().collect();
            assert_eq!(all.len(), unique.len(), "a message stands once in {lang:?}");
            unique
        });
        assert_eq!(zh.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "only in Chinese");
        assert_eq!(en.difference(&zh).collect::<Vec<_>>(), Vec::<&String>::new(), "only in English");
    }

    #[test]
    fn every_file_is_well_formed() {
        for lang in Lang::ALL {
            for (name, source) in sources(lang) {
                assert!(FluentResource::try_new(source).is_ok(), "{lang:?} {name}");
            }
        }
    }
}
