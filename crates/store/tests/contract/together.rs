//! Two programs on one database: nothing is lost, and each hears of the other.

use crate::records::*;
use std::sync::Arc;
use yanlian_model::{Change, Registers};
use yanlian_store::{Entry, Records, Standing, StoreError, Written};

pub(crate) async fn writers_of_two_programs_lose_nothing(open: impl AsyncFn() -> Records) {
    const WRITERS: usize = 20;
    const ENTRIES: usize = 5;
    let programs = [Arc::new(open().await), Arc::new(open().await)];
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = Arc::clone(&programs[writer % 2]);
            tokio::spawn(async move {
                for nth in 0..ENTRIES {
                    count_up(&store, &format!("{writer} {nth}")).await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let all = WRITERS * ENTRIES;
    for store in programs {
        let products = Registers::from_tables(&tables(&store).await).products;
        assert_eq!(products.iter().map(|product| product.name_zh.as_str()).collect::<Vec<_>>(), [all.to_string()]);
        let entries = store.entries(usize::MAX).await.unwrap();
        assert!(entries.is_sorted_by(|newer, older| newer.head.id.revision() > older.head.id.revision()));
        let mut sent: Vec<_> = entries.into_iter().map(|entry| entry.head.entry.submission.unwrap()).collect();
        sent.sort();
        sent.dedup();
        assert_eq!(sent.len(), all);
        assert_eq!(store.history("products", &key(&["a"])).await.unwrap().len(), all);
    }
}

pub(crate) async fn tells_of_what_another_program_wrote(open: impl AsyncFn() -> Records) {
    let (store, other) = (Arc::new(open().await), open().await);
    let waits = Arc::clone(&store);
    let waiting = tokio::spawn(async move { waits.wait_past(0).await.unwrap() });
    let first = commit(&other, 0, &[added(&product("a", "甲", "", &[]))]).await;
    assert_eq!(waiting.await.unwrap(), first.revision());
    // What was written before somebody waits is not waited for; nor does one's own write go untold.
    assert_eq!(other.wait_past(0).await.unwrap(), first.revision());
    let undo = store.undo(first, minute(1), "officer").await.unwrap();
    assert_eq!(store.wait_past(first.revision()).await.unwrap(), undo.revision());
}

pub(crate) async fn tells_what_was_written_since(open: impl AsyncFn() -> Records) {
    let (store, other) = (open().await, open().await);
    let (a, b) = (product("a", "甲", "", &[]), product("b", "乙", "", &[]));
    let first = commit(&store, 0, &[added(&a), added(&enterprise("91", "某厂"))]).await;
    let seen = store.load().await.unwrap();
    let renamed = product("a", "丙", "", &[]);
    let second = commit(&other, first.revision(), &[changed(Some(&a), Some(&renamed)), added(&b)]).await;
    commit(&other, second.revision(), &[changed(Some(&b), None)]).await;
    other.erase_personal("enterprises", &key(&["91"]), minute(3), "chief").await.unwrap().unwrap();
    let now = store.load().await.unwrap();
    let written = store.written_since(seen.revision).await.unwrap();
    assert_eq!((written.revision, written.records.len()), (now.revision, 4));
    let mut followed = seen.tables;
    for Standing { register, key, row } in written.records {
        followed.apply(&Change { register, key, before: None, after: row });
    }
    assert_eq!(followed, now.tables);
    let nothing = Written { revision: now.revision, records: Vec::new() };
    assert_eq!(store.written_since(now.revision).await.unwrap(), nothing);
}

/// Raises the number that the product `a` is called by, whoever else does so meanwhile.
async fn count_up(store: &Records, submission: &str) {
    loop {
        let seen = store.load().await.unwrap();
        let before = Registers::from_tables(&seen.tables).products.last().cloned();
        let count: usize = before.as_ref().map_or(0, |product| product.name_zh.parse().unwrap());
        let after = product("a", &(count + 1).to_string(), "", &[]);
        let entry = Entry { submission: Some(submission.to_owned()), ..import(0) };
        match store.commit(&entry, seen.revision, &[changed(before.as_ref(), Some(&after))]).await {
            Ok(_) => return,
            Err(StoreError::Conflict { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}
