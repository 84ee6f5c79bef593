//! What holds of the file, beside the contract.

use super::{SqliteRecords, write};
use crate::{Entry, EntryKind, Store, StoreError};
use std::path::Path;
use yanlian_model::{Change, Key, Lang, Row, Value, registers};

fn enterprise(i: usize, phone: &str) -> Change {
    let register = registers::by_name("enterprises").unwrap();
    let mut row = Row::blank(register.fields.len());
    let mut set = |field: &str, text: &str| {
        row[register.position(field).unwrap()] = Some(Value::Text(text.into()));
    };
    set("uscc", &format!("U{i:06}"));
    set("name", "示例钛业有限公司");
    set("contact_phone", phone);
    Change { register: "enterprises", key: register.key_of(&row).unwrap(), before: None, after: Some(row) }
}

fn import() -> Entry {
    let at = "2026-01-05T08:00:00Z".parse().unwrap();
    Entry {
        at,
        by: "officer".to_owned(),
        files: "enterprises.csv".to_owned(),
        kind: EntryKind::Import,
        submission: None,
    }
}

/// The store as a new process finds it after this one was killed now: the files as they are.
async fn after_a_kill(path: &Path, elsewhere: &Path) -> SqliteRecords {
    std::fs::create_dir_all(elsewhere).unwrap();
    for suffix in ["", "-wal"] {
        let name = format!("{}{suffix}", path.file_name().unwrap().to_str().unwrap());
        std::fs::copy(path.with_file_name(&name), elsewhere.join(&name)).unwrap();
    }
    SqliteRecords::open(&elsewhere.join(path.file_name().unwrap())).await.unwrap()
}

#[tokio::test]
async fn a_kill_leaves_an_entry_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("yanlian.sqlite");
    let store = SqliteRecords::open(&path).await.unwrap();
    store.commit(&import(), 0, &[enterprise(0, "1")]).await.unwrap();
    let before = store.load().await.unwrap();

    let changes: Vec<Change> = (1..5000).map(|i| enterprise(i, "1")).collect();
    let mut transaction = store.writing().await.unwrap();
    // A small cache: most of the entry is in the files before it is committed.
    sqlx::query("pragma cache_size = 10").execute(&mut *transaction).await.unwrap();
    let wal = || std::fs::metadata(path.with_file_name("yanlian.sqlite-wal")).unwrap().len();
    let quiet = wal();
    write::entry(&mut transaction, &store.shapes, &import(), None, &changes.iter().collect::<Vec<_>>()).await.unwrap();
    assert!(wal() > quiet + 500_000, "the entry is under way: {quiet} to {} bytes", wal());
    let killed = after_a_kill(&path, &folder.path().join("before")).await;
    assert_eq!(killed.load().await.unwrap(), before);
    assert_eq!(killed.search("钛", Lang::Zh, 10).await.unwrap().len(), 1);
    killed.commit(&import(), 1, &changes).await.unwrap();

    transaction.end(Ok(())).await.unwrap();
    let killed = after_a_kill(&path, &folder.path().join("after")).await;
    let after = killed.load().await.unwrap();
    assert_eq!(after.tables["enterprises"].len(), 5000);
    assert_eq!(after, store.load().await.unwrap());

    let transaction = {
        let mut transaction = store.writing().await.unwrap();
        let more = enterprise(9999, "1");
        write::entry(&mut transaction, &store.shapes, &import(), None, &[&more]).await.unwrap();
        transaction
    };
    drop(transaction);
    assert_eq!(store.load().await.unwrap(), after, "an entry that is dropped leaves nothing");
}

#[tokio::test]
async fn erased_values_are_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("yanlian.sqlite");
    let store = SqliteRecords::open(&path).await.unwrap();
    let many: Vec<Change> = (0..300).map(|i| enterprise(i, if i == 150 { "13900001111" } else { "1" })).collect();
    store.commit(&import(), 0, &many).await.unwrap();
    // What the record leaves behind where it stood must not stay either.
    let gone = Change { before: many[150].after.clone(), after: None, ..many[150].clone() };
    store.commit(&import(), 1, &[gone]).await.unwrap();
    let kept = || {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
        files.flatten().collect::<Vec<u8>>().windows(7).filter(|bytes| bytes == b"1390000").count()
    };
    assert!(kept() > 0);
    let key = Key::from_parts(&["U000150"]);
    store.erase_personal("enterprises", &key, import().at, "chief").await.unwrap();
    assert_eq!(kept(), 0);
}

#[tokio::test]
async fn rows_of_another_release_are_read_by_field() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteRecords::open(&folder.path().join("yanlian.sqlite")).await.unwrap();
    store.commit(&import(), 0, &[enterprise(0, "1")]).await.unwrap();
    let keep = async |row: &str| {
        sqlx::query("update records set row = ?1").bind(row).execute(&store.pool).await.unwrap();
    };
    sqlx::query("insert into shapes values (900, 'enterprises', '[\"name\",\"dropped\",\"uscc\"]')")
        .execute(&store.pool)
        .await
        .unwrap();
    keep(r#"[900,"旧",12.5,"U000000"]"#).await;
    let unknown = store.load().await;
    assert!(matches!(unknown, Err(StoreError::Unreadable(_))), "a shape that came after opening: {unknown:?}");

    store.close().await;
    let store = SqliteRecords::open(&folder.path().join("yanlian.sqlite")).await.unwrap();
    let tables = store.load().await.unwrap().tables;
    let row = tables["enterprises"].values().next().unwrap();
    let filled: Vec<_> = row.iter().enumerate().filter_map(|(at, cell)| Some((at, cell.clone()?))).collect();
    let text = |text: &str| Value::Text(text.into());
    assert_eq!(filled, [(0, text("U000000")), (1, text("旧"))]);
}

#[tokio::test]
async fn the_index_is_made_anew_for_other_fields() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("yanlian.sqlite");
    let store = SqliteRecords::open(&path).await.unwrap();
    store.commit(&import(), 0, &[enterprise(0, "1")]).await.unwrap();
    for statement in [
        "update search_definition set definition = 'of another release'",
        "update search_records set words = ' 旧'",
        "delete from search_names",
        "insert into search_words (search_words) values ('rebuild')",
    ] {
        sqlx::query(statement).execute(&store.pool).await.unwrap();
    }
    assert_eq!(store.search("钛业", Lang::Zh, 10).await.unwrap(), vec![]);
    store.close().await;
    let store = SqliteRecords::open(&path).await.unwrap();
    assert_eq!(store.search("钛业", Lang::Zh, 10).await.unwrap().len(), 1);
    assert_eq!(store.search("旧", Lang::Zh, 10).await.unwrap(), vec![]);
}

#[tokio::test]
async fn a_full_disk_ends_with_the_disk_that_was_full() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteRecords::open(&folder.path().join("yanlian.sqlite")).await.unwrap();
    store.commit(&import(), 0, &[enterprise(0, "1")]).await.unwrap();
    let many: Vec<Change> = (1..5000).map(|i| enterprise(i, "1")).collect();
    let pages: i64 = sqlx::query_scalar("pragma page_count").fetch_one(&store.pool).await.unwrap();
    allow(&store, pages + 10).await;
    for _ in 0..4 {
        let full = store.commit(&import(), 1, &many).await;
        assert!(full.as_ref().is_err_and(|error| error.to_string().contains("full")), "{full:?}");
        assert_eq!(store.load().await.unwrap().revision, 1);
    }
    allow(&store, 1_000_000).await;
    store.commit(&import(), 1, &many).await.unwrap().unwrap();
    for revision in 2..10 {
        assert_eq!(store.load().await.unwrap().revision, revision);
        store.commit(&import(), revision, &[enterprise(9000 + revision as usize, "1")]).await.unwrap().unwrap();
    }
}

/// Lets the file grow to so many pages: the disk, as every connection of the pool sees it.
async fn allow(store: &SqliteRecords, pages: i64) {
    let mut pool = Vec::new();
    for _ in 0..store.pool.options().get_max_connections() {
        let mut connection = store.pool.acquire().await.unwrap();
        let limit = sqlx::AssertSqlSafe(format!("pragma max_page_count = {pages}"));
        sqlx::query(limit).execute(&mut *connection).await.unwrap();
        pool.push(connection);
    }
}

#[tokio::test]
async fn a_transaction_that_the_database_took_back_spoils_no_connection() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteRecords::open(&folder.path().join("yanlian.sqlite")).await.unwrap();
    let broken = || Err::<(), _>(StoreError::Unreadable("as when the disk is full".to_owned()));
    for outcome in [Ok(()), broken(), Ok(()), broken(), Ok(()), broken()] {
        let mut transaction = store.writing().await.unwrap();
        let more = enterprise(9999, "1");
        write::entry(&mut transaction, &store.shapes, &import(), None, &[&more]).await.unwrap();
        // What SQLite does by itself where the disk is full or fails.
        sqlx::query("rollback").execute(&mut *transaction).await.unwrap();
        assert!(transaction.end(outcome).await.is_err());
    }
    // One that is dropped under way.
    drop(store.writing().await.unwrap());
    for revision in 0..8 {
        store.commit(&import(), revision, &[enterprise(revision as usize, "1")]).await.unwrap().unwrap();
        assert_eq!(store.load().await.unwrap().revision, revision + 1);
    }
}

#[tokio::test]
async fn entries_may_be_numbered_with_gaps() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteRecords::open(&folder.path().join("yanlian.sqlite")).await.unwrap();
    store.commit(&import(), 0, &[enterprise(0, "1")]).await.unwrap();
    let gap = "insert into entries (id, at, by, files, kind) select 40, at, by, files, kind from entries";
    sqlx::query(gap).execute(&store.pool).await.unwrap();
    store.commit(&import(), 40, &[enterprise(1, "1")]).await.unwrap();
    sqlx::query("delete from entries where id = 40").execute(&store.pool).await.unwrap();
    let entries = store.entries(9).await.unwrap();
    let counts: Vec<_> =
        entries.iter().map(|entry| (entry.head.id.revision(), entry.counts["enterprises"].added)).collect();
    assert_eq!(counts, [(41, 1), (1, 1)]);
}
