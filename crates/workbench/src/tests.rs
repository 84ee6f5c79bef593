//! What holds of the door: what is written is what is shown, and nothing is written over unseen.

#[path = "../../store/tests/contract/databases.rs"]
mod databases;

use crate::{Refused, Snapshot, Submission, Workbench};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use yanlian_intake::{Draft, Drafts, SourceFile, read_fields};
use yanlian_model::registers::{Enterprise, Promise};
use yanlian_model::{Actor, Key, Record};
use yanlian_store::Address;

const USCC: &str = "91000000MA0000007C";

fn submission(id: Option<&str>) -> Submission {
    Submission {
        actor: Actor::Local("officer".to_owned()),
        at: "2026-03-20T08:00:00Z".parse().unwrap(),
        today: "2026-03-20".parse().unwrap(),
        about: String::new(),
        id: id.map(str::to_owned),
    }
}

fn enterprise(fields: &[(&str, &str)]) -> Draft {
    let fields: Vec<_> = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    read_fields(Enterprise::REGISTER, &fields)
}

/// Changes the enterprise, which `base` saw.
async fn write(workbench: &Arc<Workbench>, base: Option<i64>, name: &'static str) -> Result<i64, Refused> {
    let draft = move |_: &Snapshot| Drafts::from(enterprise(&[("uscc", USCC), ("name", name)]));
    Ok(workbench.write(submission(None), base, draft).await?.entry.map_or(0, |entry| entry.revision()))
}

async fn opened() -> (tempfile::TempDir, Arc<Workbench>) {
    let folder = tempfile::tempdir().unwrap();
    let workbench = Workbench::open(&Address::folder(folder.path())).await.unwrap();
    (folder, workbench)
}

#[tokio::test]
async fn what_is_written_is_what_is_read_again() {
    let (folder, workbench) = opened().await;
    // With readers, so that each write is laid over the snapshot at hand.
    workbench.prepare(|_| Box::pin(async {}));
    let first = workbench.snapshot().await.unwrap();
    write(&workbench, None, "示例钛业").await.unwrap();
    let csv = format!("uscc,name\n{USCC},宏远钛业\n91350100M000100Y43,别家\n");
    let files = Arc::new(vec![SourceFile { name: "enterprises.csv".to_owned(), bytes: csv.into_bytes() }]);
    let imported = workbench.import(submission(None), files, false, |_| {}).await.unwrap();
    assert!(imported.entry.is_some(), "{:?}", imported.plan.findings);
    let delete = |_: &Snapshot| Draft::delete(Enterprise::REGISTER, &Key::from_parts(&["91350100M000100Y43"])).into();
    workbench.write(submission(None), None, delete).await.unwrap();

    let shown = workbench.snapshot().await.unwrap();
    let (before, after) = (&first.zone.registers, &shown.zone.registers);
    assert!(after.products.is(&before.products), "what was not written to is shared");
    assert!(!after.enterprises.is(&before.enterprises));
    let read = Workbench::open(&Address::folder(folder.path())).await.unwrap().snapshot().await.unwrap();
    assert_eq!((shown.revision, &shown.tables), (read.revision, &read.tables));
    assert_eq!(shown.zone.registers, read.zone.registers);
    assert_eq!(shown.zone.enterprise(USCC).unwrap().name, "宏远钛业");
}

#[tokio::test]
async fn what_another_program_wrote_is_shown_to_who_watches() {
    let folder = tempfile::tempdir().unwrap();
    for address in [databases::sqlite(folder.path()), databases::postgres(folder.path())].into_iter().flatten() {
        let address: Address = address.parse().unwrap();
        let (own, other) = (Workbench::open(&address).await.unwrap(), Workbench::open(&address).await.unwrap());
        let (mut watcher, following) = (own.watch(), Arc::clone(&own));
        let following = tokio::spawn(async move { following.follow().await });
        let written = write(&other, None, "示例钛业").await.unwrap();
        watcher.changed().await.unwrap();
        assert_eq!(*watcher.borrow_and_update(), written);
        assert_eq!(own.snapshot().await.unwrap().zone.enterprise(USCC).unwrap().name, "示例钛业");
        // One's own writes are told too.
        let written = write(&own, None, "宏远钛业").await.unwrap();
        watcher.changed().await.unwrap();
        assert_eq!(*watcher.borrow_and_update(), written);
        following.abort();
    }
}

#[tokio::test]
async fn what_was_changed_since_is_not_written_over() {
    let (_folder, workbench) = opened().await;
    let seen = write(&workbench, None, "示例钛业").await.unwrap();
    write(&workbench, Some(seen), "示例钛业一").await.unwrap();
    let Err(Refused::Conflict { records: conflicts, .. }) = write(&workbench, Some(seen), "示例钛业二").await
    else {
        panic!()
    };
    let name = |row: &Option<yanlian_model::Row>| Enterprise::from_row(row.as_ref().unwrap()).unwrap().name;
    let versions = [&conflicts[0].seen, &conflicts[0].now, &conflicts[0].wanted].map(name);
    assert_eq!(versions, ["示例钛业", "示例钛业一", "示例钛业二"]);
    // The same that stands there is no conflict, nor is what was changed back.
    assert_eq!(write(&workbench, Some(seen), "示例钛业一").await.unwrap(), 0);
    write(&workbench, None, "示例钛业").await.unwrap();
    assert!(write(&workbench, Some(seen), "示例钛业二").await.is_ok());
}

#[tokio::test]
async fn what_only_one_of_two_changed_stands_and_only_what_both_changed_is_contested() {
    let (_folder, workbench) = opened().await;
    let seen = write(&workbench, None, "示例钛业").await.unwrap();
    let send = async |base: Option<i64>, fields: &'static [(&str, &str)]| {
        let draft = move |_: &Snapshot| Drafts::from(enterprise(&[&[("uscc", USCC)], fields].concat()));
        workbench.write(submission(None), base, draft).await
    };
    let kept = async || workbench.snapshot().await.unwrap().zone.enterprise(USCC).unwrap().clone();
    let theirs = send(Some(seen), &[("name", "示例钛业"), ("address", "甲路"), ("note", "甲")]).await.unwrap();
    assert!(!theirs.merged);
    // As a whole form sends it: the name and the blank address as they were seen, an English name of one's own.
    let mine = send(Some(seen), &[("name", "示例钛业"), ("address", ""), ("name_en", "Titan")]).await.unwrap();
    assert!(mine.merged && mine.entry.is_some());
    let firm = kept().await;
    assert_eq!((firm.address.as_deref(), firm.name_en.as_deref()), (Some("甲路"), Some("Titan")));
    // One field is contested, the other not.
    let both = send(Some(seen), &[("address", "乙路"), ("note", "甲"), ("name", "新名")]).await;
    let Err(Refused::Conflict { records, revision }) = both else { panic!("{both:?}") };
    let contested = records[0].contested.iter().map(|i| Enterprise::REGISTER.fields[*i].key).collect::<Vec<_>>();
    assert_eq!((contested, records[0].by.id), (vec!["address"], theirs.entry.unwrap()));
    assert_eq!((revision, kept().await), (workbench.snapshot().await.unwrap().revision, firm));
}

#[tokio::test]
async fn answers_go_over_where_nothing_was_written_on_which_they_rest() {
    let (_folder, workbench) = opened().await;
    write(&workbench, None, "示例钛业").await.unwrap();
    let prepared = Arc::new(AtomicUsize::new(0));
    let counts = Arc::clone(&prepared);
    workbench.prepare(move |snapshot| {
        counts.fetch_add(snapshot.revision as usize, Ordering::Relaxed);
        Box::pin(async {})
    });
    let before = workbench.snapshot().await.unwrap();
    prepared.store(0, Ordering::Relaxed);
    let promise = |_: &Snapshot| {
        let fields = [("id", "CN-1"), ("enterprise", USCC), ("text", "接通蒸汽")];
        Drafts::from(read_fields(Promise::REGISTER, &fields.map(|(name, text)| (name.to_owned(), text.to_owned()))))
    };
    workbench.write(submission(None), None, promise).await.unwrap();
    let beside = workbench.snapshot().await.unwrap();
    assert_eq!(beside.zone.registers.promises.len(), 1);
    assert!(Arc::ptr_eq(&before.answers, &beside.answers));
    assert_eq!(prepared.load(Ordering::Relaxed), beside.revision as usize, "answers are made before it is shown");
    assert_eq!(beside.last_written(&["promises"]), beside.revision);
    assert!(beside.last_written(&["plants"]) < beside.revision);
    write(&workbench, None, "另一名").await.unwrap();
    assert!(!Arc::ptr_eq(&before.answers, &workbench.snapshot().await.unwrap().answers));
}

#[tokio::test]
async fn a_submission_is_written_once() {
    let (_folder, workbench) = opened().await;
    let send = async |name: &'static str| {
        let draft = move |_: &Snapshot| Drafts::from(enterprise(&[("uscc", USCC), ("name", name)]));
        workbench.write(submission(Some("once")), None, draft).await.unwrap().entry
    };
    let first = send("示例钛业").await;
    assert!(first.is_some());
    assert_eq!(send("示例钛业").await, first);
    assert_eq!(workbench.entries(9).await.unwrap().len(), 1);
}
