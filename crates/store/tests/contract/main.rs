//! What every store must do: one suite, run against each.

#![allow(clippy::unwrap_used)] // as in every test; these are helpers of tests

mod databases;

/// Runs each check against a database; a check opens the store by `$open`, again where it was open before.
macro_rules! suite {
    ($database:ident, $open:ident, [$($check:ident),* $(,)?]) => {
        mod $database {
            $(#[tokio::test]
            async fn $check() {
                let folder = tempfile::tempdir().unwrap();
                let Some(url) = crate::databases::$database(folder.path()) else { return };
                let address: yanlian_store::Address = url.parse().unwrap();
                super::$check(async || address.$open().await.unwrap()).await;
            })*
        }
    };
}

mod finding;
mod moving;
mod postgres_only;
mod records;
mod sequences;
mod sqlite_only;
mod telemetry;
mod together;

use chrono::{Duration, NaiveDate};
use finding::*;
use records::*;
use sequences::*;
use std::collections::BTreeMap;
use together::*;
use yanlian_model::registers::{Enterprise, Supply};
use yanlian_model::{Change, Provenance, Record, Registers};
use yanlian_store::{ANSWERS_KEPT, Counts, Entry, EntryKind, Records, StoreError, UndoRefusal};

/// Every check of a store of records.
macro_rules! records_suite {
    ($database:ident) => {
        suite!(
            $database,
            open,
            [
                starts_empty,
                keeps_every_value_as_it_is,
                refuses_changes_to_records_that_moved_on,
                writes_a_submission_once,
                writes_no_entry_for_nothing,
                writes_all_or_nothing,
                says_what_entries_did,
                takes_an_entry_back_once,
                takes_entries_back_in_turn_but_not_from_under_others,
                takes_nothing_back_that_others_refer_to,
                tells_the_history_of_a_record,
                knows_how_things_stood,
                erases_personal_data_from_history_too,
                finds_by_characters_words_and_codes,
                ranks_names_first,
                of_equal_hits_the_first_by_key_are_given,
                finds_what_is_kept_now,
                never_searches_personal_data,
                reads_no_syntax_in_queries,
                says_when_registers_changed,
                agrees_with_a_model_in_memory,
                keeps_the_last_answers,
                writers_of_two_programs_lose_nothing,
                tells_of_what_another_program_wrote,
                tells_what_was_written_since,
            ]
        );
    };
}

records_suite!(sqlite);
records_suite!(postgres);

async fn starts_empty(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let snapshot = store.load().await.unwrap();
    assert_eq!(snapshot.revision, 0);
    assert_eq!(snapshot.tables, Registers::default().to_tables(), "every register is there, and empty");
    assert_eq!(store.entries(10).await.unwrap(), vec![]);
    assert_eq!(found(&store, "钛").await, Vec::<String>::new());
}

async fn keeps_every_value_as_it_is(open: impl AsyncFn() -> Records) {
    let mut awkward = product("p\"1'", "海绵钛\n\t\u{1e}\\ \u{2028}𬭊", "", &["a", "b"]);
    awkward.vat_rate = Some(0.1 + 0.2);
    awkward.mass_t_per_unit = Some(1.7976931348623157e308);
    awkward.provenance.as_of = NaiveDate::from_ymd_opt(2025, 12, 31);
    let mut last = product("p2", "中", "", &[]);
    last.vat_rate = Some(5e-324);
    last.provenance.note = Some("=1+1".to_owned());
    let supply = Supply {
        supplier: "outside:某 · 企业".to_owned(),
        customer: "outside:B".to_owned(),
        product: "p2".to_owned(),
        year: 2025,
        quantity: Some(0.1),
        value_cny: Some(-0.0),
        provenance: Provenance::default(),
    };
    // One past the number of records that travel together.
    let many = (0..4001).map(|i| company(&format!("EX-{i:04}"), "某外地企业"));
    let mut changes = vec![added(&awkward), added(&last), added(&supply)];
    changes.extend(many.map(|company| added(&company)));

    let store = open().await;
    commit(&store, 0, &changes).await;
    store.close().await;
    let snapshot = open().await.load().await.unwrap();

    assert!(snapshot.revision > 0);
    let mut expected = Registers::default().to_tables();
    apply(&mut expected, &changes);
    assert_eq!(snapshot.tables, expected);
    let typed = Registers::from_tables(&snapshot.tables);
    assert_eq!(*typed.products, [awkward, last]);
    assert_eq!(*typed.supplies, [supply]);
}

async fn refuses_changes_to_records_that_moved_on(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let other = open().await;
    let first = commit(&other, 0, &[added(&product("a", "甲", "", &[]))]).await;
    let late = store.commit(&import(1), 0, &[added(&product("b", "乙", "", &[]))]).await;
    let Err(StoreError::Conflict { expected: 0, found }) = late else { panic!("{late:?}") };
    assert_eq!((found, store.revision().await.unwrap()), (first.revision(), first.revision()));
    assert_eq!(tables(&store).await["products"].len(), 1);
}

async fn writes_a_submission_once(open: impl AsyncFn() -> Records) {
    let store = open().await;
    // By whom and from which file may have any character, whoever sent it.
    let odd = || Entry { by: "a\0\u{1b}".to_owned(), files: "\u{1b}0\0.csv".to_owned(), ..import(0) };
    let sent = |submission: &str| Entry { submission: Some(submission.to_owned()), ..odd() };
    let (a, b) = (product("a", "甲", "", &[]), product("a", "乙", "", &[]));
    assert_eq!(store.submitted("form 1").await.unwrap(), None);
    let first = store.commit(&sent("form 1"), 0, &[added(&a)]).await.unwrap().unwrap();
    // The second came at the same time, and knows nothing of the first.
    let again = store.commit(&sent("form 1"), 0, &[added(&a)]).await;
    assert!(matches!(again, Err(StoreError::Submitted(id)) if id == first), "{again:?}");
    store.close().await;

    let store = open().await;
    let again = store.commit(&sent("form 1"), first.revision(), &[changed(Some(&a), Some(&b))]).await;
    assert!(matches!(again, Err(StoreError::Submitted(id)) if id == first), "{again:?}");
    assert_eq!(store.submitted("form 1").await.unwrap(), Some(first));
    let other = store.commit(&sent("form\u{0}2"), first.revision(), &[changed(Some(&a), Some(&b))]).await.unwrap();
    let last = &store.entries(9).await.unwrap()[0].head;
    assert_eq!((last.id, &last.entry), (other.unwrap(), &sent("form\u{0}2")));
}

async fn writes_no_entry_for_nothing(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let same = product("a", "甲", "", &[]);
    for nothing in [vec![], vec![changed(Some(&same), Some(&same))]] {
        assert_eq!(store.commit(&import(0), 0, &nothing).await.unwrap(), None);
    }
    assert_eq!(store.revision().await.unwrap(), 0);
}

async fn writes_all_or_nothing(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let mut changes: Vec<Change> = (0..3000).map(|i| added(&product(&format!("p{i}"), "钛", "", &[]))).collect();
    changes.push(changes[0].clone()); // The same record twice: the database refuses the last of many.
    assert!(store.commit(&import(0), 0, &changes).await.is_err());
    changes.pop();
    changes.push(Change { register: "no such register", ..changes[0].clone() });
    assert!(matches!(store.commit(&import(0), 0, &changes).await, Err(StoreError::NoRegister(_))));
    assert_eq!(tables(&store).await, Registers::default().to_tables());
    assert_eq!(store.revision().await.unwrap(), 0);
    assert_eq!(found(&store, "钛").await, Vec::<String>::new());
}

async fn says_what_entries_did(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let (a, b) = (product("a", "甲", "", &[]), product("b", "乙", "", &[]));
    let first = commit(&store, 0, &[added(&a), added(&b), added(&company("EX-1", "某"))]).await;
    let other = product("a", "丙", "", &[]);
    let second = commit(&store, 1, &[changed(Some(&a), Some(&other)), removed(&b)]).await;
    let undo = store.undo(second, minute(2), "chief").await.unwrap();

    let entries = store.entries(10).await.unwrap();
    let heads: Vec<_> = entries.iter().map(|e| (e.head.id, e.head.undoes, e.head.undone_by)).collect();
    assert_eq!(heads, [(undo, Some(second), None), (second, None, Some(undo)), (first, None, None)]);
    assert_eq!(entries[2].head.entry, import(0));
    let undone = Entry { at: minute(2), by: "chief".to_owned(), kind: EntryKind::Undo, ..import(2) };
    assert_eq!(entries[0].head.entry, undone);
    let counts = |added, changed, removed| Counts { added, changed, removed };
    assert_eq!(entries[2].counts, BTreeMap::from([("products", counts(2, 0, 0)), ("directory", counts(1, 0, 0))]));
    assert_eq!(entries[1].counts, BTreeMap::from([("products", counts(0, 1, 1))]));
    assert_eq!(entries[0].counts, BTreeMap::from([("products", counts(1, 1, 0))]));
    assert_eq!(store.entries(1).await.unwrap(), entries[..1]);
}

async fn takes_an_entry_back_once(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let (old, new) = (product("a", "甲", "", &[]), product("a", "新", "", &[]));
    commit(&store, 0, &[added(&old)]).await;
    let before = tables(&store).await;
    let id = commit(&store, 1, &[changed(Some(&old), Some(&new)), added(&product("b", "乙", "", &[]))]).await;
    let undo = store.undo(id, minute(2), "officer").await.unwrap();

    assert_eq!(tables(&store).await, before);
    assert_eq!(store.revision().await.unwrap(), undo.revision());
    assert_eq!(refusal(store.undo(id, minute(3), "officer").await), UndoRefusal::Already(undo));
    assert_eq!(refusal(store.undo(undo, minute(3), "officer").await), UndoRefusal::Kind(EntryKind::Undo));
    assert_eq!(refusal(store.undo("999999".parse().unwrap(), minute(3), "officer").await), UndoRefusal::Unknown);
    assert_eq!(store.revision().await.unwrap(), undo.revision(), "a refusal writes nothing");
}

async fn takes_entries_back_in_turn_but_not_from_under_others(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let names = ["一", "二", "三"].map(|name| product("a", name, "", &[]));
    let first = commit(&store, 0, &[added(&names[0]), added(&product("b", "乙", "", &[]))]).await;
    let second = commit(&store, 1, &[changed(Some(&names[0]), Some(&names[1]))]).await;
    let third = commit(&store, 2, &[changed(Some(&names[1]), Some(&names[2]))]).await;

    let UndoRefusal::BuiltOn(records) = refusal(store.undo(first, minute(3), "officer").await) else { panic!() };
    let records: Vec<_> = records.iter().map(|r| (r.register, r.key.to_string(), r.later)).collect();
    assert_eq!(records, [("products", "a".to_owned(), second)]);

    for id in [third, second, first] {
        store.undo(id, minute(3), "officer").await.unwrap();
    }
    assert_eq!(tables(&store).await, Registers::default().to_tables());
}

async fn takes_nothing_back_that_others_refer_to(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let products = commit(&store, 0, &[added(&product("ti", "海绵钛", "", &[]))]).await;
    // The second refers to nothing from the start: that is not the undo's doing.
    let referring = [process("kroll", "镁还原", "ti"), process("other", "其他", "nothing")];
    let processes = commit(&store, 1, &referring.map(|p| added(&p))).await;

    let UndoRefusal::Dangling(found) = refusal(store.undo(products, minute(2), "officer").await) else { panic!() };
    let found: Vec<_> = found.iter().map(|d| (d.register, d.key.to_string(), d.field, d.names.as_str())).collect();
    assert_eq!(found, [("processes", "kroll".to_owned(), "main_product", "ti")]);

    store.undo(processes, minute(3), "officer").await.unwrap();
    store.undo(products, minute(4), "officer").await.unwrap();
}

async fn tells_the_history_of_a_record(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let (old, new) = (product("a", "旧", "", &[]), product("a", "新", "", &[]));
    let ids = [
        commit(&store, 0, &[added(&old)]).await,
        commit(&store, 1, &[changed(Some(&old), Some(&new))]).await,
        commit(&store, 2, &[removed(&new)]).await,
    ];
    commit(&store, 3, &[added(&product("b", "乙", "", &[]))]).await;

    let history = store.history("products", &key(&["a"])).await.unwrap();
    assert_eq!(history.iter().map(|v| v.head.id).collect::<Vec<_>>(), ids);
    assert_eq!(history[1].head.entry, import(1));
    let rows: Vec<_> = history.into_iter().map(|v| (v.before, v.after)).collect();
    let (old, new) = (Some(old.to_row()), Some(new.to_row()));
    assert_eq!(rows, [(None, old.clone()), (old, new.clone()), (new, None)]);
    assert_eq!(store.history("products", &key(&["none"])).await.unwrap(), vec![]);
}

async fn knows_how_things_stood(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let (old, new) = (product("a", "旧", "", &[]), product("a", "新", "", &[]));
    let mut stood = vec![Registers::default().to_tables()];
    for (at, change) in [(10, added(&old)), (20, changed(Some(&old), Some(&new))), (30, removed(&new))] {
        commit(&store, at, &[change]).await;
        stood.push(tables(&store).await);
    }
    let microsecond = Duration::microseconds(1);
    for (i, at) in [10, 20, 30].into_iter().enumerate() {
        assert_eq!(store.load_as_of(minute(at) - microsecond).await.unwrap(), stood[i], "just before {at}");
        assert_eq!(store.load_as_of(minute(at)).await.unwrap(), stood[i + 1], "at {at}");
    }
    // A clock that went back does not hide what was written before.
    commit(&store, 25, &[added(&product("late", "迟", "", &[]))]).await;
    assert_eq!(store.load_as_of(minute(25)).await.unwrap(), tables(&store).await);
}

async fn erases_personal_data_from_history_too(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let before = enterprise("U1", "示例钛业");
    let after = Enterprise { contact_phone: Some("13900002222".to_owned()), ..before.clone() };
    let id = commit(&store, 0, &[added(&before)]).await;
    let last = commit(&store, 1, &[changed(Some(&before), Some(&after)), added(&enterprise("U2", "别家"))]).await;

    let erasure = store.erase_personal("enterprises", &key(&["U1"]), minute(2), "chief").await.unwrap().unwrap();
    assert_eq!(store.erase_personal("enterprises", &key(&["U1"]), minute(3), "chief").await.unwrap(), None);
    assert_eq!(store.erase_personal("enterprises", &key(&["none"]), minute(3), "chief").await.unwrap(), None);
    assert_eq!(store.revision().await.unwrap(), erasure.revision());

    let erased = Enterprise { contact_name: None, contact_phone: None, ..before };
    let typed = Registers::from_tables(&tables(&store).await);
    assert_eq!(*typed.enterprises, [erased.clone(), enterprise("U2", "别家")]);
    let history = store.history("enterprises", &key(&["U1"])).await.unwrap();
    assert!(history.iter().all(|version| version.after == Some(erased.to_row())), "{history:?}");
    assert_eq!(history.last().map(|v| (v.head.id, v.head.entry.kind)), Some((erasure, EntryKind::Erasure)));

    // An erasure cannot be taken back, and does not keep imports from it.
    assert_eq!(refusal(store.undo(erasure, minute(4), "chief").await), UndoRefusal::Kind(EntryKind::Erasure));
    store.undo(last, minute(4), "chief").await.unwrap();
    store.undo(id, minute(5), "chief").await.unwrap();
    assert_eq!(tables(&store).await, Registers::default().to_tables());
}

async fn keeps_the_last_answers(open: impl AsyncFn() -> Records) {
    let store = open().await;
    assert_eq!(store.answer("first").await.unwrap(), None);
    store.keep_answer("first", "1").await.unwrap();
    for question in 1..ANSWERS_KEPT {
        store.keep_answer(&question.to_string(), "…").await.unwrap();
    }
    // Answered again it is the latest, and the oldest is another.
    store.keep_answer("first", "一").await.unwrap();
    store.keep_answer("one more", "…").await.unwrap();
    store.close().await;

    let store = open().await;
    assert_eq!(store.answer("first").await.unwrap().as_deref(), Some("一"));
    assert_eq!(store.answer("1").await.unwrap(), None);
    assert_eq!(store.answer("2").await.unwrap().as_deref(), Some("…"));
    assert_eq!(store.revision().await.unwrap(), 0, "answers are no records");
}

async fn says_when_registers_changed(open: impl AsyncFn() -> Records) {
    let store = open().await;
    assert_eq!(store.last_changed().await.unwrap(), BTreeMap::new());
    commit(&store, 0, &[added(&product("a", "甲", "", &[])), added(&company("EX-1", "某"))]).await;
    commit(&store, 1, &[added(&product("b", "乙", "", &[]))]).await;
    let expected = BTreeMap::from([("products", minute(1)), ("directory", minute(0))]);
    assert_eq!(store.last_changed().await.unwrap(), expected);
}
