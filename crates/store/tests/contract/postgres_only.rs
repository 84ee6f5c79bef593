//! What holds of PostgreSQL, beside the contract.

use crate::databases;
use crate::records::*;
use sqlx::{Connection, PgConnection};
use std::path::Path;
use yanlian_store::telemetry::{PacketId, RawPacket};
use yanlian_store::{Address, MoveError, StoreError, move_store};

/// A database of its own, and two who see what is in it.
async fn database(folder: &Path) -> Option<(Address, [PgConnection; 2])> {
    let url = databases::postgres(folder)?;
    let connect = async || PgConnection::connect(&url).await.unwrap();
    Some((url.parse().unwrap(), [connect().await, connect().await]))
}

async fn run(connection: &mut PgConnection, statement: &'static str) {
    sqlx::query(statement).execute(connection).await.unwrap();
}

#[tokio::test]
async fn a_database_that_may_garble_or_lose_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let Some(url) = databases::postgres(folder.path()) else { return };
    let mut connection = PgConnection::connect(&url).await.unwrap();
    // Where a site lowers what a session may raise, it is raised.
    let lowered = "do $$ begin execute format('alter database %I set synchronous_commit = off', current_database());
        end $$";
    run(&mut connection, lowered).await;
    url.parse::<Address>().unwrap().open().await.unwrap().close().await;

    run(&mut connection, "create database latin encoding 'LATIN1' template template0").await;
    let latin: Address = url.replacen(databases::name_of(folder.path()), "latin", 1).parse().unwrap();
    let refused = latin.open().await.map(|_| ());
    let Err(StoreError::Setting { setting, found, needed }) = refused else { panic!("{refused:?}") };
    assert_eq!((setting, found.as_str(), needed), ("server_encoding", "LATIN1", "UTF8"));
}

#[tokio::test]
async fn who_only_opens_waits_for_no_writer_and_who_writes_for_no_move() {
    let folder = tempfile::tempdir().unwrap();
    let Some((address, [mut connection, _])) = database(folder.path()).await else { return };
    let store = address.open().await.unwrap();
    run(&mut connection, "begin").await;
    run(&mut connection, "select from head for update").await;
    address.open().await.unwrap().close().await;
    run(&mut connection, "rollback").await;

    run(&mut connection, "insert into moves (source) values ('elsewhere')").await;
    let refused = store.commit(&import(0), 0, &[added(&product("a", "甲", "", &[]))]).await;
    assert!(matches!(refused, Err(StoreError::Unfinished(_))), "{refused:?}");
}

#[tokio::test]
async fn where_few_connections_are_allowed_they_are_shared() {
    let folder = tempfile::tempdir().unwrap();
    let Some(url) = databases::postgres(folder.path()) else { return };
    let mut connection = PgConnection::connect(&url).await.unwrap();
    run(&mut connection, "create role few login connection limit 5").await;
    run(&mut connection, "grant create on schema public to few").await;
    let few: Address = url.replacen("user=yanlian", "user=few", 1).parse().unwrap();
    let (records, telemetry) = (few.open().await.unwrap(), few.open_telemetry().await.unwrap());
    let revisions = futures_util::future::join_all((0..12).map(|_| records.revision()));
    let sequences = futures_util::future::join_all((0..12).map(|_| telemetry.sequence()));
    let (revisions, sequences) = tokio::join!(revisions, sequences);
    assert!(revisions.into_iter().chain(sequences).all(|found| found.unwrap() == 0));
}

#[tokio::test]
async fn what_a_monitor_sends_to_two_programs_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let Some((address, _)) = database(folder.path()).await else { return };
    let (one, other) = (address.open_telemetry().await.unwrap(), address.open_telemetry().await.unwrap());
    let packet = |mn: &str, bytes: &[u8]| RawPacket { mn: mn.to_owned(), received: minute(0), bytes: bytes.to_vec() };
    let first = one.keep(&[packet("M1", b"a"), packet("M1", b"b")]).await.unwrap();
    let again = other.keep(&[packet("M1", b"b"), packet("M2", b"b"), packet("M1", b"c")]).await.unwrap();
    assert_eq!(again[0], first[1]);
    let kept = one.after(PacketId(0), 10).await.unwrap();
    let bytes: Vec<_> = kept.iter().map(|kept| (kept.packet.mn.as_str(), kept.packet.bytes.as_slice())).collect();
    assert_eq!(bytes, [("M1", &b"a"[..]), ("M1", b"b"), ("M2", b"b"), ("M1", b"c")]);
    assert_eq!(kept.iter().map(|kept| kept.id).collect::<Vec<_>>(), [first[0], first[1], again[1], again[2]]);
}

#[tokio::test]
async fn a_session_that_is_ended_leaves_nothing_and_the_store_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    // What runs on a server is seen as it was when a transaction began: another watches.
    let Some((address, [mut connection, mut watcher])) = database(folder.path()).await else { return };
    let store = std::sync::Arc::new(address.open().await.unwrap());
    commit(&store, 0, &[added(&product("a", "甲", "", &[]))]).await;
    let before = store.load().await.unwrap();
    // The entry waits behind what holds the last table that it writes to, and is ended there.
    run(&mut connection, "begin").await;
    run(&mut connection, "lock table search_names in exclusive mode").await;
    let writing = {
        let store = std::sync::Arc::clone(&store);
        tokio::spawn(async move { store.commit(&import(1), 1, &[added(&product("b", "乙", "", &[]))]).await })
    };
    let waits = "
        select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%search_names%'";
    let waiting: i32 = loop {
        if let Some(pid) = sqlx::query_scalar(waits).fetch_optional(&mut watcher).await.unwrap() {
            break pid;
        }
        tokio::task::yield_now().await;
    };
    sqlx::query("select pg_terminate_backend($1)").bind(waiting).execute(&mut watcher).await.unwrap();
    assert!(writing.await.unwrap().is_err());
    run(&mut connection, "rollback").await;
    assert_eq!(store.load().await.unwrap(), before);
    commit(&store, 1, &[added(&product("b", "乙", "", &[]))]).await;
    assert_eq!(found(&store, "乙").await, ["b"]);
}

#[tokio::test]
async fn who_writes_is_told_what_stands_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let Some((address, [mut connection, _])) = database(folder.path()).await else { return };
    let store = address.open().await.unwrap();
    let change = [added(&product("a", "甲", "", &[]))];
    // As the server says it of whoever waited too long, and of a session that ends before all is said to be kept.
    let busy = "create function busy() returns trigger language plpgsql as $$ begin
        raise lock_not_available; end $$";
    let ended = "create function ended() returns trigger language plpgsql as $$ begin
        perform pg_terminate_backend(pg_backend_pid()); return null; end $$";
    run(&mut connection, busy).await;
    run(&mut connection, ended).await;
    run(&mut connection, "create trigger at_once before insert on entries execute function busy()").await;
    let refused = store.commit(&import(0), 0, &change).await;
    assert!(matches!(refused, Err(StoreError::Busy(_))), "{refused:?}");
    run(&mut connection, "drop trigger at_once on entries").await;
    let at_the_end = "create constraint trigger at_the_end after insert on entries deferrable initially deferred
        for each row execute function ended()";
    run(&mut connection, at_the_end).await;
    let unsure = store.commit(&import(0), 0, &change).await;
    assert!(matches!(unsure, Err(StoreError::Unsure(_))), "{unsure:?}");
    run(&mut connection, "drop trigger at_the_end on entries").await;
    store.commit(&import(0), 0, &change).await.unwrap();
}

#[tokio::test]
async fn the_index_is_made_anew_for_other_fields() {
    let folder = tempfile::tempdir().unwrap();
    let Some((address, [mut connection, _])) = database(folder.path()).await else { return };
    let store = address.open().await.unwrap();
    commit(&store, 0, &[added(&product("a", "海绵钛", "", &[]))]).await;
    run(&mut connection, "update search_definition set definition = 'of another release'").await;
    run(&mut connection, "update search_records set words = ' 旧', tokens = '旧'").await;
    run(&mut connection, "delete from search_names").await;
    assert_eq!(found(&store, "钛").await, [""; 0]);
    let store = address.open().await.unwrap();
    assert_eq!(found(&store, "钛").await, ["a"]);
    assert_eq!(found(&store, "旧").await, [""; 0]);
}

#[tokio::test]
async fn long_texts_are_kept_and_found() {
    let folder = tempfile::tempdir().unwrap();
    let Some((address, _)) = database(folder.path()).await else { return };
    let store = address.open().await.unwrap();
    // Longer than an index takes: a name, a token, and more tokens than one record may have there.
    let name = "钛".repeat(5000);
    let many: String = (0..200_000).map(|i| format!("x{i} ")).collect();
    let token = "titanium".repeat(1000);
    commit(&store, 0, &[added(&product("a", &name, &token, &[])), added(&product("b", "乙", &many, &[]))]).await;
    assert_eq!(found(&store, &"钛".repeat(300)).await, ["a"]);
    assert_eq!(found(&store, &token).await, ["a"]);
    assert_eq!(found(&store, &token[..1000]).await, ["a"]);
    assert_eq!(found(&store, "x0 x1").await, ["b"]);
    store.keep_answer(&many, "yes").await.unwrap();
    assert_eq!(store.answer(&many).await.unwrap().as_deref(), Some("yes"));
}

#[tokio::test]
async fn nothing_is_moved_from_a_database_without_tables_and_none_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let Some((address, [mut connection, _])) = database(folder.path()).await else { return };
    let to = folder.path().join("to");
    let refused = move_store(&address, &Address::folder(&to), &mut |_| {}).await;
    assert!(matches!(refused, Err(MoveError::Empty(_))), "{refused:?}");
    assert!(!to.exists());
    assert_eq!(tables(&mut connection).await, 0);
}

async fn tables(connection: &mut PgConnection) -> i64 {
    let count = "select count(*) from pg_tables where schemaname = 'public'";
    sqlx::query_scalar(count).fetch_one(connection).await.unwrap()
}

#[tokio::test]
async fn a_database_of_somebody_else_or_of_a_newer_release_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let Some((address, [mut connection, _])) = database(folder.path()).await else { return };
    run(&mut connection, "create table records (id integer)").await;
    let refused = address.open().await.map(|_| ());
    assert!(matches!(&refused, Err(StoreError::Foreign(table)) if table == "records"), "{refused:?}");
    assert_eq!(tables(&mut connection).await, 1);
    run(&mut connection, "drop table records").await;
    run(&mut connection, "create view records as select 1 as id").await;
    let refused = address.open().await.map(|_| ());
    assert!(matches!(&refused, Err(StoreError::Foreign(view)) if view == "records"), "{refused:?}");
    run(&mut connection, "drop view records").await;
    // Another program that keeps its steps in the same way.
    run(&mut connection, "create table _sqlx_migrations as select 20240101000000 as version, 'users' as description")
        .await;
    let refused = address.open().await.map(|_| ());
    assert!(matches!(&refused, Err(StoreError::Foreign(_))), "{refused:?}");
    run(&mut connection, "delete from _sqlx_migrations").await;
    run(&mut connection, "create table users (id integer)").await;
    let refused = address.open().await.map(|_| ());
    assert!(matches!(&refused, Err(StoreError::Foreign(table)) if table == "users"), "{refused:?}");
    run(&mut connection, "drop table _sqlx_migrations, users").await;
    address.open().await.unwrap().close().await;
    run(&mut connection, "update _sqlx_migrations set version = 99 where version = 4").await;
    let refused = address.open().await.map(|_| ());
    assert!(matches!(refused, Err(StoreError::Newer(99))), "{refused:?}");
}

#[tokio::test]
async fn a_second_set_of_tables_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let Some((address, [mut connection, _])) = database(folder.path()).await else { return };
    address.open().await.unwrap().close().await;
    run(&mut connection, "create schema own").await;
    for path in ["own, public", "nowhere"] {
        let with_path: Address = format!("{address}&options=-c%20search_path={path}").replace(' ', "").parse().unwrap();
        let refused = with_path.open().await.map(|_| ());
        let Err(StoreError::Setting { setting, .. }) = refused else { panic!("{refused:?}") };
        assert_eq!(setting, "search_path");
    }
}

#[tokio::test]
async fn why_a_database_cannot_be_used_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let Some((address, [mut connection, _])) = database(folder.path()).await else { return };
    address.open().await.unwrap().close().await;
    let name = databases::name_of(folder.path());
    let of = |user: &str| address_of(&address, user);
    for (user, statement) in [("reader", "login"), ("none", "login connection limit 0")] {
        let role = format!("create role \"{user}_{name}\" {statement}");
        sqlx::query(sqlx::AssertSqlSafe(role)).execute(&mut connection).await.unwrap();
    }
    let refused = of(&format!("reader_{name}")).open().await.map(|_| ());
    assert!(matches!(refused, Err(StoreError::Rights(_))), "{refused:?}");
    let refused = of(&format!("none_{name}")).open().await.map(|_| ());
    assert!(
        matches!(&refused, Err(StoreError::Unavailable(why)) if why.contains("too many connections")),
        "{refused:?}"
    );
    for unknown in [
        address.to_string().replacen(name, "unknown", 1),
        address.to_string().replacen("user=yanlian", "user=unknown", 1),
    ] {
        let refused = unknown.parse::<Address>().unwrap().open().await.map(|_| ());
        assert!(matches!(&refused, Err(StoreError::NoEntry(why)) if why.contains("unknown")), "{refused:?}");
    }
    let nowhere: Address = "postgres://clerk@127.0.0.1:1/yanlian".parse().unwrap();
    let refused = nowhere.open().await.map(|_| ());
    assert!(matches!(&refused, Err(StoreError::Unavailable(why)) if why.contains("refused")), "{refused:?}");
}

/// The same database for another user.
fn address_of(address: &Address, user: &str) -> Address {
    address.to_string().replacen("user=yanlian", &format!("user={user}"), 1).parse().unwrap()
}
