//! What holds of the files, beside the contract.

use super::SqliteTelemetry;
use crate::telemetry::{RawPacket, Telemetry};

#[tokio::test]
async fn a_full_disk_ends_with_the_disk_that_was_full() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteTelemetry::open(folder.path()).await.unwrap();
    let packet =
        |size| RawPacket { mn: "M1".to_owned(), received: chrono::DateTime::UNIX_EPOCH, bytes: vec![b'x'; size] };
    store.keep(&[packet(100)]).await.unwrap();
    {
        let mut writer = store.packets.file.writer().await.unwrap();
        let pages: i64 = sqlx::query_scalar("pragma page_count").fetch_one(&mut *writer).await.unwrap();
        let limit = sqlx::AssertSqlSafe(format!("pragma max_page_count = {}", pages + 2));
        sqlx::query(limit).execute(&mut *writer).await.unwrap();
    }
    let full = store.keep(&[packet(1_000_000)]).await;
    assert!(full.as_ref().is_err_and(|error| error.to_string().contains("full")), "{full:?}");
    for _ in 0..4 {
        store.keep(&[packet(1_000_000)]).await.unwrap();
    }
    assert_eq!(store.waiting(9).await.unwrap().len(), 5);
}
