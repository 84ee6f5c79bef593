//! The commands as a person runs them: exit codes, all or nothing, export and import, undo.

use std::path::Path;
use std::process::{Command, Output};

fn yanlian(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yanlian"));
    command.args(arguments).args(["--data", data.to_str().unwrap()]);
    command.output().unwrap()
}

fn expect(output: &Output, code: i32) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}");
    text
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

fn demo() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo").to_str().unwrap().to_owned()
}

#[test]
fn export_import_export_gives_the_same_bytes() {
    let scratch = tempfile::tempdir().unwrap();
    let (first, second) = (scratch.path().join("a"), scratch.path().join("b"));
    expect(&yanlian(&first, &["import", "--library", "all"]), 0);
    expect(&yanlian(&first, &["import", &demo()]), 0);
    for (name, other) in [("csv-1", "csv-2"), ("book-1.xlsx", "book-2.xlsx")] {
        let (out, again) = (scratch.path().join(name), scratch.path().join(other));
        expect(&yanlian(&first, &["export", "-o", out.to_str().unwrap()]), 0);
        let kept = expect(&yanlian(&first, &["import", out.to_str().unwrap(), "--lang", "en"]), 0);
        assert!(kept.contains("nothing to write"), "{kept}");
        std::fs::remove_dir_all(&second).ok();
        expect(&yanlian(&second, &["import", out.to_str().unwrap()]), 0);
        expect(&yanlian(&second, &["export", "-o", again.to_str().unwrap()]), 0);
        match out.is_dir() {
            true => assert!(files(&out) == files(&again), "the folders differ"),
            false => assert!(std::fs::read(&out).unwrap() == std::fs::read(&again).unwrap(), "the workbooks differ"),
        }
    }
}

#[test]
fn the_template_with_its_examples_imports_in_either_language() {
    let scratch = tempfile::tempdir().unwrap();
    for lang in ["zh", "en"] {
        let template = scratch.path().join(format!("{lang}.xlsx"));
        let output = Command::new(env!("CARGO_BIN_EXE_yanlian"))
            .args(["template", "--lang", lang, "-o", template.to_str().unwrap()])
            .output()
            .unwrap();
        expect(&output, 0);
        let data = scratch.path().join(lang);
        expect(&yanlian(&data, &["import", template.to_str().unwrap(), "--lang", lang]), 0);
        let again = expect(&yanlian(&data, &["import", template.to_str().unwrap(), "--lang", "en"]), 0);
        assert!(again.contains("nothing to write"), "{again}");
    }
}

#[test]
fn faults_write_nothing_and_undo_restores() {
    let scratch = tempfile::tempdir().unwrap();
    let data = scratch.path().join("data");
    let export = |name: &str| {
        let folder = scratch.path().join(name);
        expect(&yanlian(&data, &["export", "-o", folder.to_str().unwrap()]), 0);
        files(&folder)
    };
    expect(&yanlian(&data, &["import", "--library", "all"]), 0);
    let before = export("before");
    let faulty = scratch.path().join("plants.csv");
    std::fs::write(&faulty, "id,enterprise,process,capacity\nP-1,nobody,ti-sponge-kroll,many\n").unwrap();
    let told = expect(&yanlian(&data, &["import", faulty.to_str().unwrap(), "--lang", "en"]), 1);
    assert!(
        told.contains("2 faults")
            && told.contains("plants.csv · 2 · enterprise")
            && told.contains("plants.csv · 2 · capacity"),
        "{told}"
    );
    assert!(export("after-fault") == before);
    expect(&yanlian(&data, &["import", &demo()]), 0);
    assert!(export("after-import") != before);
    expect(&yanlian(&data, &["import", "--undo", "2"]), 0);
    assert!(export("after-undo") == before);
    expect(&yanlian(&data, &["import", "--undo", "2"]), 1);
}

#[test]
fn wrong_usage_is_told_apart_from_wrong_input() {
    let scratch = tempfile::tempdir().unwrap();
    let data = scratch.path().join("data");
    expect(&yanlian(&data, &["import", "no-such-file.xlsx"]), 2);
    expect(&yanlian(&data, &["import", "--library", "no-such-chain"]), 2);
    expect(&yanlian(&data, &["diagnose", "--chain", "no-such-chain"]), 2);
    let told = expect(&yanlian(&data, &["serve", "--listen", "0.0.0.0:0"]), 2);
    assert!(told.contains("loopback"), "{told}");
}

#[test]
fn a_diagnosis_is_the_same_every_time_and_says_what_is_unknown() {
    let scratch = tempfile::tempdir().unwrap();
    let data = scratch.path().join("data");
    expect(&yanlian(&data, &["import", "--library", "all"]), 0);
    expect(&yanlian(&data, &["import", &demo()]), 0);
    let diagnose = || {
        let output = yanlian(&data, &["diagnose", "--format", "json", "--today", "2026-03-20"]);
        assert!(output.status.success());
        output.stdout
    };
    let (first, second) = (diagnose(), diagnose());
    assert!(first == second, "bit for bit");
    let json: serde_json::Value = serde_json::from_slice(&first).unwrap();
    let zircon = json["balance"].as_array().unwrap().iter().find(|row| row["product"] == "zircon-sand").unwrap();
    assert!(zircon["needed"]["value"].is_null() && zircon["needed"]["low"].as_f64().unwrap() > 40_000.0, "{zircon}");
    assert!(zircon["needed"]["missing"].as_array().unwrap().iter().any(|m| m["kind"] == "output"), "{zircon}");
    for format in ["table", "csv", "xlsx"] {
        assert!(yanlian(&data, &["diagnose", "--format", format]).status.success(), "{format}");
    }
}
