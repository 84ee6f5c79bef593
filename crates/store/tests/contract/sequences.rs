//! Any sequence of imports and undos, against a model: the tables after each entry.

use crate::records::*;
use chrono::Duration;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeMap;
use yanlian_model::{Change, Record, Tables, Value, registers};
use yanlian_store::{Entry, EntryId, Records};

#[derive(Debug, Clone)]
enum Step {
    /// Sets each product to a name, or takes it away.
    Commit(BTreeMap<u8, Option<u8>>),
    /// Takes back one of the entries so far.
    Undo(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let commit = proptest::collection::btree_map(0..6_u8, proptest::option::of(0..4_u8), 1..4).prop_map(Step::Commit);
    proptest::collection::vec(prop_oneof![3 => commit, 2 => any::<u8>().prop_map(Step::Undo)], 1..12)
}

/// What the model remembers of an entry.
struct Remembered {
    id: EntryId,
    changes: Vec<Change>,
    may_be_undone: bool,
    /// Whether it still counts: it is no undo and was not undone.
    counts: bool,
}

pub(crate) async fn agrees_with_a_model_in_memory(open: impl AsyncFn() -> Records) {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 12,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        ..ProptestConfig::default()
    });
    for _ in 0..runner.config().cases {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let store = open().await;
        let all: Vec<Change> = tables(&store)
            .await
            .iter()
            .flat_map(|(register, table)| {
                table.iter().map(move |(key, row)| Change {
                    register,
                    key: key.clone(),
                    before: Some(row.clone()),
                    after: None,
                })
            })
            .collect();
        // Each sequence starts from an empty store, whatever the last one left.
        store.commit(&import(0), store.revision().await.unwrap(), &all).await.unwrap();
        follow(&store, &steps).await;
        store.close().await;
    }
}

async fn follow(store: &Records, steps: &[Step]) {
    let mut at = store.entries(1).await.unwrap().first().map_or(minute(0), |e| e.head.entry.at);
    let mut states = vec![(at, tables(store).await)];
    let mut entries: Vec<Remembered> = Vec::new();
    for step in steps {
        at += Duration::minutes(1);
        let mut now = states.last().unwrap().1.clone();
        match step {
            Step::Commit(names) => {
                let changes = changes_to(&now, names);
                let entry = Entry { at, ..import(0) };
                let id = store.commit(&entry, store.revision().await.unwrap(), &changes).await.unwrap();
                assert_eq!(id.is_some(), !changes.is_empty());
                let Some(id) = id else { continue };
                apply(&mut now, &changes);
                entries.push(Remembered { id, changes, may_be_undone: true, counts: true });
            }
            Step::Undo(choice) if !entries.is_empty() => {
                let i = usize::from(*choice) % entries.len();
                let touched =
                    |e: &Remembered| e.changes.iter().any(|c| entries[i].changes.iter().any(|d| d.key == c.key));
                let allowed =
                    entries[i].may_be_undone && !entries[i + 1..].iter().any(|later| later.counts && touched(later));
                let result = store.undo(entries[i].id, at, "officer").await;
                assert_eq!(result.is_ok(), allowed, "step {step:?} of {steps:?}: {result:?}");
                let (true, Ok(id)) = (allowed, result) else { continue };
                let back = |c: &Change| Change { before: c.after.clone(), after: c.before.clone(), ..c.clone() };
                let changes: Vec<Change> = entries[i].changes.iter().map(back).collect();
                apply(&mut now, &changes);
                (entries[i].may_be_undone, entries[i].counts) = (false, false);
                entries.push(Remembered { id, changes, may_be_undone: false, counts: false });
            }
            Step::Undo(_) => continue,
        }
        assert_eq!(tables(store).await, now, "after {step:?} of {steps:?}");
        states.push((at, now));
    }
    for (at, state) in &states {
        assert_eq!(store.load_as_of(*at).await.unwrap(), *state, "as of {at} in {steps:?}");
    }
    let kept = &states.last().unwrap().1["products"];
    let names = registers::by_name("products").unwrap().position("name_zh").unwrap();
    for (name, text) in NAMES.iter().map(|name| (name, Some(Value::Text((*name).into())))) {
        let named: Vec<String> =
            kept.iter().filter(|(_, row)| row[names] == text).map(|(k, _)| k.to_string()).collect();
        assert_eq!(found(store, name).await, named, "{name} after {steps:?}");
    }
}

const NAMES: [&str; 4] = ["钛", "锆", "nickel", "cobalt"];

fn changes_to(now: &Tables, names: &BTreeMap<u8, Option<u8>>) -> Vec<Change> {
    let changes = names.iter().map(|(id, name)| {
        let key = key(&[&format!("p{id}")]);
        let after = name.map(|name| product(&format!("p{id}"), NAMES[usize::from(name)], "", &[]).to_row());
        Change { register: "products", before: now["products"].get(&key).cloned(), after, key }
    });
    changes.filter(|change| change.before != change.after).collect()
}
