//! The commands as a person runs them: exit codes, all or nothing, export and import, undo.

use crate::stores::Stores;
use std::path::Path;
use std::process::{Command, Output};

on_each_database!(
    export_import_export_gives_the_same_bytes,
    the_template_with_its_examples_imports_in_either_language,
    a_site_that_is_moved_there_and_back_exports_the_same_bytes,
    what_a_folder_holds_is_read_or_named,
    faults_write_nothing_and_undo_restores,
    wrong_usage_is_told_apart_from_wrong_input_in_both_languages,
    a_diagnosis_is_the_same_every_time_and_says_what_is_unknown,
    a_tighter_limit_changes_the_plan_of_the_demonstration,
    a_scenario_may_let_a_plant_change_and_soften_a_limit,
);

fn yanlian(store: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yanlian"));
    command.args(arguments).args(["--database", store]);
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

async fn export_import_export_gives_the_same_bytes(stores: Stores) {
    let first = &stores.url;
    expect(&yanlian(first, &["import", "--library", "all"]), 0);
    expect(&yanlian(first, &["import", &demo()]), 0);
    for (name, other) in [("csv-1", "csv-2"), ("book-1.xlsx", "book-2.xlsx")] {
        let second = |what: &str| stores.another(&format!("{what}_{}", name.len()));
        let (out, again) = (stores.folder().join(name), stores.folder().join(other));
        let export = |store: &str, out: &Path, masked: &[&str]| {
            expect(&yanlian(store, &[&["export", "-o", out.to_str().unwrap()], masked].concat()), 0)
        };
        // Personal data that is left out is left as it is; a new folder cannot invent the monitors' passwords.
        let masked = stores.folder().join(format!("masked-{name}"));
        export(first, &masked, &[]);
        let kept = expect(&yanlian(first, &["import", masked.to_str().unwrap(), "--lang", "en"]), 0);
        assert!(kept.contains("nothing to write"), "{kept}");
        let refused = expect(&yanlian(&second("masked"), &["import", masked.to_str().unwrap(), "--lang", "en"]), 1);
        assert!(refused.contains("[fault] This is a password or a key"), "{refused}");
        export(first, &out, &["--with-personal"]);
        let kept = expect(&yanlian(first, &["import", out.to_str().unwrap(), "--lang", "en"]), 0);
        assert!(kept.contains("nothing to write"), "{kept}");
        // Passwords never leave, asked for or not: they are registered where the rest is taken to.
        let refused = expect(&yanlian(&second("whole"), &["import", out.to_str().unwrap(), "--lang", "en"]), 1);
        assert!(refused.contains("[fault] This is a password or a key"), "{refused}");
        let second = second("again");
        expect(&yanlian(&second, &["import", "--library", "all"]), 0);
        let monitors = ["enterprises", "outlets", "monitors"].map(|name| format!("{}/{name}.csv", demo()));
        let monitors: Vec<&str> = ["import"].into_iter().chain(monitors.iter().map(String::as_str)).collect();
        expect(&yanlian(&second, &monitors), 0);
        expect(&yanlian(&second, &["import", out.to_str().unwrap()]), 0);
        export(&second, &again, &["--with-personal"]);
        match out.is_dir() {
            true => assert!(files(&out) == files(&again), "the folders differ"),
            false => assert!(std::fs::read(&out).unwrap() == std::fs::read(&again).unwrap(), "the workbooks differ"),
        }
    }
}

async fn the_template_with_its_examples_imports_in_either_language(stores: Stores) {
    for lang in ["zh", "en"] {
        let template = stores.folder().join(format!("{lang}.xlsx"));
        let output = Command::new(env!("CARGO_BIN_EXE_yanlian"))
            .args(["template", "--lang", lang, "-o", template.to_str().unwrap()])
            .output()
            .unwrap();
        expect(&output, 0);
        let data = &stores.another(lang);
        expect(&yanlian(data, &["import", template.to_str().unwrap(), "--lang", lang]), 0);
        let again = expect(&yanlian(data, &["import", template.to_str().unwrap(), "--lang", "en"]), 0);
        assert!(again.contains("nothing to write"), "{again}");
    }
}

async fn a_site_that_is_moved_there_and_back_exports_the_same_bytes(stores: Stores) {
    let (first, back) = (&stores.url, &stores.another("back"));
    let elsewhere = &format!("sqlite:{}", stores.folder().join("elsewhere").display());
    expect(&yanlian(first, &["import", "--library", "all"]), 0);
    expect(&yanlian(first, &["import", &demo()]), 0);
    expect(&yanlian(first, &["import", "--undo", "2"]), 0);
    expect(&yanlian(first, &["import", &demo()]), 0);
    let export = |store: &str, name: &str| {
        let folder = stores.folder().join(name);
        expect(&yanlian(store, &["export", "--with-personal", "-o", folder.to_str().unwrap()]), 0);
        files(&folder)
    };
    let before = export(first, "before");
    let moves = |from: &str, to: &str, code: i32| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yanlian"));
        expect(&command.args(["move", "--from", from, "--to", to, "--lang", "en"]).output().unwrap(), code)
    };
    let said = moves(first, elsewhere, 0);
    assert!(said.contains("compared: 4 entries"), "{said}");
    assert!(export(elsewhere, "there") == before, "there");
    moves(elsewhere, back, 0);
    assert!(export(back, "back") == before, "back");
    assert!(moves(first, elsewhere, 1).contains("is not empty"));
    assert!(moves(first, first, 2).contains("are the same"));
    // The history went with it: the last import can still be taken back.
    expect(&yanlian(back, &["import", "--undo", "4"]), 0);
}

async fn what_a_folder_holds_is_read_or_named(stores: Stores) {
    let (data, folder) = (&stores.url, stores.folder().join("registers"));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("PRODUCTS.CSV"), "id,name_zh,unit\na,甲,t\n").unwrap();
    std::fs::write(folder.join("prices.Csv"), "product,date,price_cny\na,2025-01-01,3\n").unwrap();
    for other in ["plants.xls", "说明.docx", ".hidden", "~$plants.xlsx"] {
        std::fs::write(folder.join(other), "x").unwrap();
    }
    let said = expect(&yanlian(data, &["import", folder.to_str().unwrap(), "--lang", "en"]), 0);
    assert!(said.contains("2 new"), "{said}");
    for (name, is_said) in [("plants.xls", true), ("说明.docx", true), (".hidden", false), ("~$", false)] {
        assert_eq!(said.contains(&format!("{name} [note]")), is_said, "{name}: {said}");
    }
}

async fn faults_write_nothing_and_undo_restores(stores: Stores) {
    let data = &stores.url;
    let export = |name: &str| {
        let folder = stores.folder().join(name);
        expect(&yanlian(data, &["export", "-o", folder.to_str().unwrap()]), 0);
        files(&folder)
    };
    expect(&yanlian(data, &["import", "--library", "all"]), 0);
    let before = export("before");
    let faulty = stores.folder().join("plants.csv");
    std::fs::write(&faulty, "id,enterprise,process,capacity\nP-1,nobody,ti-sponge-kroll,many\n").unwrap();
    let told = expect(&yanlian(data, &["import", faulty.to_str().unwrap(), "--lang", "en"]), 1);
    assert!(
        told.contains("2 faults")
            && told.contains("plants.csv · 2 · enterprise")
            && told.contains("plants.csv · 2 · capacity"),
        "{told}"
    );
    assert!(export("after-fault") == before);
    expect(&yanlian(data, &["import", &demo()]), 0);
    assert!(export("after-import") != before);
    expect(&yanlian(data, &["import", "--undo", "2"]), 0);
    assert!(export("after-undo") == before);
    expect(&yanlian(data, &["import", "--undo", "2"]), 1);
}

async fn wrong_usage_is_told_apart_from_wrong_input_in_both_languages(stores: Stores) {
    let data = &stores.url;
    let cases: [(&[&str], &str, &str); 4] = [
        (&["import", "no-such-file.xlsx"], "no-such-file.xlsx 无法读取", "Cannot read no-such-file.xlsx"),
        (&["import", "--library", "no-such-chain"], "产业链库中没有", "The library has no chain"),
        (&["diagnose", "--chain", "no-such-chain"], "没有登记这条产业链", "No such chain is registered"),
        (&["serve", "--listen", "0.0.0.0:0"], "在有账户之前", "only loopback addresses"),
    ];
    for (words, zh, en) in cases {
        let told = [expect(&yanlian(data, words), 2), expect(&yanlian(data, &[words, &["--lang", "en"]].concat()), 2)];
        assert!(told[0].contains(zh) && told[1].contains(en), "{told:?}");
    }
}

async fn a_diagnosis_is_the_same_every_time_and_says_what_is_unknown(stores: Stores) {
    let data = &stores.url;
    expect(&yanlian(data, &["import", "--library", "all"]), 0);
    expect(&yanlian(data, &["import", &demo()]), 0);
    let diagnose = || {
        let output = yanlian(data, &["diagnose", "--format", "json", "--today", "2026-03-20"]);
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
        assert!(yanlian(data, &["diagnose", "--format", format]).status.success(), "{format}");
    }
}

/// Runs a command and reads the JSON that it prints.
fn json(store: &str, arguments: &[&str]) -> serde_json::Value {
    let output = yanlian(store, arguments);
    expect(&output, 0);
    serde_json::from_slice(&output.stdout).unwrap()
}

fn taken(answer: &serde_json::Value) -> Vec<String> {
    taken_of(&answer["answer"]["plan"])
}

fn taken_of(plan: &serde_json::Value) -> Vec<String> {
    let starts = plan["starts"].as_array().unwrap();
    starts.iter().map(|start| start["option"].as_str().unwrap().to_owned()).collect()
}

async fn a_tighter_limit_changes_the_plan_of_the_demonstration(stores: Stores) {
    let data = &stores.url;
    expect(&yanlian(data, &["import", "--library", "all"]), 0);
    expect(&yanlian(data, &["import", &demo()]), 0);
    let base = json(data, &["plan", "--scenario", "plan-base", "--format", "json"]);
    let clean = json(data, &["plan", "--scenario", "plan-clean", "--format", "json"]);
    for plan in [&base, &clean] {
        assert_eq!(plan["answer"]["plan"]["proven"], true);
        for limit in plan["answer"]["plan"]["limits"].as_array().unwrap() {
            let numbers = |key: &str| -> Vec<f64> {
                limit[key].as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
            };
            for (used, headroom) in numbers("used").into_iter().zip(numbers("headroom")) {
                assert!(used <= headroom + 1e-6 * headroom.abs().max(1.0), "{} is broken", limit["limit"]);
            }
        }
    }
    assert_ne!(taken(&base), taken(&clean));
    let value = |plan: &serde_json::Value| plan["answer"]["plan"]["value"].as_f64().unwrap();
    assert!(value(&clean) < value(&base), "less of a limit is not worth more");
    assert!(base["answer"]["trade_off"].as_array().unwrap().len() >= 12, "a real trade-off");
    let again = json(data, &["plan", "--scenario", "plan-base", "--format", "json"]);
    assert!(again == base, "the same input gives the same plan");
    let refused = yanlian(data, &["plan", "--scenario", "nowhere"]);
    assert!(expect(&refused, 2).contains("plan-clean"), "says which scenarios there are");
}

async fn a_scenario_may_let_a_plant_change_and_soften_a_limit(stores: Stores) {
    let (data, files) = (&stores.url, stores.folder().join("files"));
    std::fs::create_dir(&files).unwrap();
    let rows = ["as", "same", "free", "wild", "soft"].map(|id| format!("{id},{id},value_added,test,2026-01-01\n"));
    std::fs::write(files.join("scenarios.csv"), format!("id,name,objective,source,as_of\n{}", rows.concat())).unwrap();
    let rows = [
        ("same", "plant_low", "P-001", 56200.0),
        ("same", "plant_high", "P-001", 56200.0),
        ("free", "plant_low", "P-001", 40000.0),
        ("free", "plant_high", "P-001", 60000.0),
        ("wild", "plant_high", "P-001", 60001.0),
        ("soft", "limit", "cod", 101500.0),
        ("soft", "soft_limit", "cod", 1000.0),
    ];
    let rows = rows.map(|(id, subject, item, value)| format!("{id},{subject},{item},{value},test,2026-01-01\n"));
    let settings = format!("scenario,subject,item,value,source,as_of\n{}", rows.concat());
    std::fs::write(files.join("scenario_settings.csv"), settings).unwrap();
    expect(&yanlian(data, &["import", "--library", "all"]), 0);
    expect(&yanlian(data, &["import", &demo()]), 0);
    expect(&yanlian(data, &["import", files.to_str().unwrap()]), 0);
    let plan = |id: &str| json(data, &["plan", "--scenario", id, "--format", "json"])["answer"]["plan"].clone();
    let value = |plan: &serde_json::Value| plan["value"].as_f64().unwrap();
    let made = |plan: &serde_json::Value| {
        let activities = plan["activities"].as_array().unwrap();
        let plant = activities.iter().find(|activity| activity["id"] == "P-001");
        plant.map(|plant| plant["per_year"].as_array().unwrap().iter().map(|made| made.as_f64().unwrap()).collect())
    };
    let registered = plan("as");
    assert_eq!(made(&registered), None::<Vec<f64>>);

    // A plant that is held at what it makes today changes nothing.
    let same = plan("same");
    assert_eq!(made(&same), Some(vec![56200.0; 3]));
    assert_eq!(taken_of(&same), taken_of(&registered));
    assert!((value(&same) / value(&registered) - 1.0).abs() < 1e-9);

    // Free to change it changes, to the better.
    let free = plan("free");
    assert!(made(&free).unwrap().iter().all(|made| (40000.0..=60000.0).contains(made)));
    assert!(value(&free) > value(&registered) * (1.0 + 1e-6));

    // Beyond its capacity it cannot go; it stays as it is.
    let wild = plan("wild");
    assert_eq!((made(&wild), value(&wild)), (None, value(&registered)));

    // A soft limit of 1,000 yuan a kilogram is broken where that pays, and the charge is said.
    let (soft, hard) = (plan("soft"), plan("plan-clean"));
    let cod = soft["limits"].as_array().unwrap().iter().find(|limit| limit["limit"] == "cod").unwrap();
    let broken: f64 = cod["broken_by"].as_array().unwrap().iter().map(|by| by.as_f64().unwrap()).sum();
    let charge = soft["soft_charge"].as_f64().unwrap();
    assert!(broken > 0.0 && charge > 0.0 && value(&soft) - charge >= value(&hard), "{broken} {charge}");
}

#[test]
fn a_capture_is_explained_packet_by_packet() {
    let scratch = tempfile::tempdir().unwrap();
    let capture = scratch.path().join("capture.bin");
    let packet =
        "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&";
    std::fs::write(&capture, format!("{packet}1C80\r\nnoise\r\n{packet}1C81\r\n")).unwrap();
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yanlian"));
        command.args(["hj212", "decode", capture.to_str().unwrap()]).args(more).output().unwrap()
    };
    let printed = expect(&run(&["--json"]), 0);
    let records: Vec<serde_json::Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let verdicts: Vec<_> = records.iter().map(|record| (&record["ok"], &record["reason"])).collect();
    assert_eq!(verdicts.len(), 3, "{printed}");
    assert_eq!((verdicts[0].0, &records[0]["cn"]), (&true.into(), &"1062".into()));
    assert_eq!(verdicts[1], (&false.into(), &"no-packet".into()));
    assert_eq!(verdicts[2], (&false.into(), &"crc-wrong".into()));
    let table = expect(&run(&["--lang", "en"]), 0);
    assert!(table.contains("1 packets in order, 2 pieces refused"), "{table}");
}
