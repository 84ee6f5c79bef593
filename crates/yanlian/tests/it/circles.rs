//! No two files of a crate need each other, directly or round about: each can be read before those that use it.
//!
//! A file uses another where it imports something that the other declares. A name that a file only hands on (`pub use`) is that of the file that declares it. A folder's files may use what the
//! folder's own file declares, which is their common ground. Tests within files do not count.

use crate::tidy::{files, root};
use std::collections::{BTreeMap, BTreeSet};

/// The files of a crate by the path of their module, `[]` the crate, `["read", "cells"]` a file; each with the paths
/// that it names.
type Sources = BTreeMap<Vec<String>, Vec<Import>>;

/// The circles that are still to be parted. None may come; one that is parted is struck off.
const LEFT: [&str; 9] = [
    "analysis: process_profile ↔ product_graph ↔ recipe ↔ treatment ↔ zone",
    "intake: draft ↔ read::cells ↔ read::values",
    "intake: read::carbon ↔ read::money ↔ read::quantity",
    "intake: read::clauses ↔ read::phrase ↔ read::turns",
    "intake: read::workbook::format ↔ read::workbook::section",
    "model: form ↔ register::field ↔ value",
    "model: key ↔ register ↔ register::record ↔ register::rows ↔ registers ↔ table",
    "store: address ↔ moving",
    "store: contract ↔ error ↔ postgres ↔ postgres::database ↔ sqlite",
];

#[test]
fn no_more_files_of_a_crate_need_each_other() {
    let mut found = Vec::new();
    for folder in std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()) {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let circles = circles(&sources(&format!("crates/{name}/src")));
        found.extend(circles.into_iter().map(|circle| format!("{name}: {}", circle.join(" ↔ "))));
    }
    found.sort();
    assert_eq!(found, LEFT, "files that need each other");
}

#[test]
fn a_circle_is_found_round_a_name_that_is_handed_on() {
    let sources = |files: &[(&str, &str)]| -> Sources {
        files.iter().map(|(path, text)| (path.split('/').map(str::to_owned).collect(), paths(text))).collect()
    };
    let open =
        [("a", "mod x;\npub use x::X;\npub struct Own;"), ("a/x", "pub struct X;"), ("b", "use crate::a::{X, Own};")];
    assert_eq!(circles(&sources(&open)), Vec::<Vec<String>>::new());
    let closed = [open[0], ("a/x", "use crate::b::B;\npub struct X;"), ("b", "use crate::a::X;\npub struct B(X);")];
    assert_eq!(circles(&sources(&closed)), [["a::x", "b"]]);
    let folder = [("a", "mod x;\nuse x::X;\npub struct Own(X);"), ("a/x", "use super::Own;\npub struct X;")];
    assert_eq!(circles(&sources(&folder)), Vec::<Vec<String>>::new());
    let in_tests = [
        ("a", "pub struct A;\n#[cfg(test)]\nmod tests { use crate::b::B; }"),
        ("b", "use crate::a::A;\npub struct B;"),
    ];
    assert_eq!(circles(&sources(&in_tests)), Vec::<Vec<String>>::new());
}

fn sources(folder: &str) -> Sources {
    let module = |path: &std::path::Path| -> Vec<String> {
        let path = path.to_string_lossy().into_owned();
        let path = path.split_once("/src/").unwrap().1.trim_end_matches(".rs");
        let parts = path.split('/').map(str::to_owned);
        parts.filter(|part| !matches!(part.as_str(), "mod" | "lib" | "main")).collect()
    };
    let is_test = |path: &std::path::Path| path.to_string_lossy().contains("/tests");
    files(folder, "rs")
        .into_iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| (module(&path), paths(&text)))
        .collect()
}

/// The groups of files that need each other, by name.
fn circles(sources: &Sources) -> Vec<Vec<String>> {
    let uses: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> =
        sources.iter().map(|(file, paths)| (file, used(sources, file, paths))).collect();
    let reached: BTreeMap<_, _> = uses.keys().map(|file| (*file, reached(&uses, file))).collect();
    let mut circles = BTreeSet::new();
    for (file, far) in &reached {
        let circle: Vec<String> =
            far.iter().filter(|other| reached[**other].contains(file)).map(|f| f.join("::")).collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

fn reached<'s>(
    uses: &BTreeMap<&'s Vec<String>, BTreeSet<&'s Vec<String>>>,
    file: &Vec<String>,
) -> BTreeSet<&'s Vec<String>> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&Vec<String>> = uses[file].iter().copied().collect();
    while let Some(next) = waiting.pop() {
        if reached.insert(next) {
            waiting.extend(&uses[next]);
        }
    }
    reached
}

/// The files whose declarations a file names, but for those of the folders that it is in.
fn used<'s>(sources: &'s Sources, file: &[String], paths: &[Import]) -> BTreeSet<&'s Vec<String>> {
    let own = paths.iter().filter(|path| !path.is_handed_on);
    let declared = own.filter_map(|path| declaring(sources, &absolute(file, &path.parts)?, 0));
    declared.filter(|other| !file.starts_with(other)).collect()
}

/// A path that a text names, and whether it only hands it on.
struct Import {
    parts: Vec<String>,
    is_handed_on: bool,
}

/// Every path that a text imports.
fn paths(text: &str) -> Vec<Import> {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let imported = text.split_inclusive(';').filter_map(statement);
    let path = |(tree, is_handed_on)| leaves(tree).into_iter().map(move |parts| Import { parts, is_handed_on });
    imported.flat_map(path).collect()
}

/// The `use` with which a text ends: its tree, and whether it hands names on.
fn statement(text: &str) -> Option<(&str, bool)> {
    let at = text.match_indices("use ").map(|(at, _)| at).find(|at| {
        let before = &text[..*at];
        let line = before.rsplit('\n').next().unwrap_or_default();
        let visibility = line.trim();
        visibility.is_empty() || visibility == "pub" || (visibility.starts_with("pub(") && visibility.ends_with(')'))
    })?;
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    Some((text[at + 4..].trim_end_matches(';').trim(), !line.trim().is_empty()))
}

/// The paths of a tree: `a::{b, c::{d, e}}`.
fn leaves(tree: &str) -> Vec<Vec<String>> {
    let Some((head, inner)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().trim();
        return vec![path.split("::").map(|part| part.trim().to_owned()).filter(|part| part != "self").collect()];
    };
    let head: Vec<String> =
        head.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    let inner = inner.trim_end().trim_end_matches('}');
    let (mut depth, mut begin, mut parts) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[begin..at]);
                begin = at + 1;
            }
            _ => (),
        }
    }
    parts.push(&inner[begin..]);
    let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    // A brace that closes an inner tree was cut off with the outer one.
    let whole = |part: &str| {
        if part.matches('{').count() > part.matches('}').count() { format!("{part}}}") } else { part.to_owned() }
    };
    parts.flat_map(|part| leaves(&whole(part))).map(|leaf| head.iter().cloned().chain(leaf).collect()).collect()
}

/// A path from the crate's root; none of what is no path of this crate.
fn absolute(file: &[String], path: &[String]) -> Option<Vec<String>> {
    let outer = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "super" if outer <= file.len() => Some([&file[..file.len() - outer], &path[outer..]].concat()),
        first if first.chars().next().is_some_and(char::is_lowercase) => Some([file, path].concat()),
        _ => None,
    }
}

/// The file that declares what a path names: the innermost module of it, or where that hands the name on to.
fn declaring<'s>(sources: &'s Sources, path: &[String], steps: usize) -> Option<&'s Vec<String>> {
    let length = (0..=path.len()).rev().find(|length| sources.contains_key(&path[..*length]))?;
    let (file, paths) = sources.get_key_value(&path[..length])?;
    let Some(name) = path.get(length) else { return Some(file) };
    let handed_on = paths.iter().filter(|other| other.is_handed_on);
    let target = handed_on.filter_map(|other| absolute(file, &other.parts)).find(|other| other.last() == Some(name));
    match target {
        // A name that is handed on in a circle is declared nowhere.
        Some(target) if steps < 8 => declaring(sources, &target, steps + 1),
        // A path of a child that is no file: another crate's.
        None if length == file.len() && is_foreign(sources, file, path) => None,
        _ => Some(file),
    }
}

/// Whether a path that was taken for one of a child begins with a crate of others.
fn is_foreign(sources: &Sources, file: &[String], path: &[String]) -> bool {
    let first = &path[file.len()];
    let is_child = sources.keys().any(|other| other.starts_with(file) && other.get(file.len()) == Some(first));
    let is_module = first.chars().next().is_some_and(char::is_lowercase) && path.len() > file.len() + 1;
    is_module && !is_child
}
