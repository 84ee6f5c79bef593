//! What holds of SQLite, beside the contract.

use sqlx::{Connection, SqliteConnection};
use yanlian_store::Address;

#[tokio::test]
async fn who_only_opens_waits_for_no_writer() {
    let folder = tempfile::tempdir().unwrap();
    let address = Address::folder(folder.path());
    let store = address.open().await.unwrap();
    let file = format!("sqlite://{}", folder.path().join("yanlian.sqlite").display());
    let mut writer = SqliteConnection::connect(&file).await.unwrap();
    sqlx::query("begin immediate").execute(&mut writer).await.unwrap();
    address.open().await.unwrap().close().await;
    sqlx::query("rollback").execute(&mut writer).await.unwrap();
    store.close().await;
}

/// Telephone numbers and passwords of monitors are for the eyes of the folder's owner.
#[cfg(unix)]
#[tokio::test]
async fn nobody_else_reads_what_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let address = Address::folder(&data);
    let (serving, records) = (address.serve().await.unwrap(), address.open().await.unwrap());
    let telemetry = address.open_telemetry().await.unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    let files: Vec<_> = std::fs::read_dir(&data).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.len() >= 6, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    telemetry.close().await;
    records.close().await;
    drop(serving);
}
