//! The architecture document says what is true: the crates that there are, and what each may use.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of the table under "## Code map": crate and what it may use of ours.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let text = read(root().join("ARCHITECTURE.md"));
    let map = text.split("## Code map").nth(1).expect("a section Code map").split("\n## ").next().unwrap();
    let rows = map.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        (names(cells[0])[0].clone(), names(cells[2]).into_iter().collect())
    })
    .collect()
}

/// The crates in `crates/` and the dependencies on each other in their manifests.
fn built() -> BTreeMap<String, BTreeSet<String>> {
    let folders = std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    folders
        .map(|folder| {
            let manifest = read(folder.join("Cargo.toml"));
            let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
            let ours = dependencies.lines().filter_map(|line| line.strip_prefix("yanlian-"));
            let uses = ours.filter_map(|line| Some(line.split(['.', ' ', '=']).next()?.to_owned())).collect();
            (folder.file_name().unwrap().to_string_lossy().into_owned(), uses)
        })
        .collect()
}

#[test]
fn the_code_map_names_the_crates_and_their_arrows() {
    assert_eq!(documented(), built(), "ARCHITECTURE.md (left) and crates/ (right)");
}

#[test]
fn paths_named_in_the_architecture_exist() {
    let text = read(root().join("ARCHITECTURE.md"));
    let named =
        text.split('`').skip(1).step_by(2).filter(|name| name.contains('/') && !name.contains([' ', '{', '<', '*']));
    for name in named.filter(|name| !name.starts_with('/')) {
        assert!(root().join(name).exists(), "ARCHITECTURE.md names {name}");
    }
}

/// Every file below a folder of the project, with its text.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let (mut folders, mut found) = (vec![root().join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == extension) {
                found.push((path.clone(), read(&path)));
            }
        }
    }
    found
}

#[test]
fn files_stay_readable() {
    for (path, text) in files("crates", "rs") {
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines: is it one room?", path.display());
    }
    for (path, text) in files("crates/present/templates", "html") {
        for (at, line) in (1..).zip(text.lines()) {
            let width = line.chars().count();
            assert!(width <= 200, "{}:{at} has {width} characters: who would review it?", path.display());
        }
    }
}

#[test]
fn messages_used_in_code_and_templates_are_translated() {
    // A message that is named but not translated shows as ⟦id⟧; pages check that for what they show.
    // This check finds the other direction: findings, whose ids no page of the samples may show.
    let locale = root().join("crates/present/locales/zh");
    let texts: String = std::fs::read_dir(locale).unwrap().map(|entry| read(entry.unwrap().path())).collect();
    let known: BTreeSet<&str> =
        texts.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id.trim()).collect();
    let mut folders = vec![root().join("crates")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "rs") || path.to_string_lossy().contains("/tests/")
            {
                continue;
            }
            for id in read(&path)
                .split("Message::new(\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next().map(str::to_owned))
            {
                assert!(known.contains(id.as_str()), "{}: the message {id} is not translated", path.display());
            }
        }
    }
}
