//! Packets, in the order in which they came.

use super::super::{KeptPacket, PacketId, RawPacket};
use super::{micros, time};
use crate::StoreError;
use crate::sqlite::insert_all;
use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};

pub(super) async fn keep(pool: &SqlitePool, packets: &[RawPacket]) -> Result<PacketId, StoreError> {
    let mut transaction = pool.begin_with("begin immediate").await?;
    insert_all(&mut transaction, "insert into packets (monitor, received, bytes) ", packets, |values, packet| {
        values.push_bind(packet.mn.as_str()).push_bind(micros(packet.received)).push_bind(packet.bytes.as_slice());
    })
    .await?;
    let last = sqlx::query_scalar("select max(id) from packets").fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(PacketId(last))
}

pub(super) async fn after(pool: &SqlitePool, id: PacketId, limit: usize) -> Result<Vec<KeptPacket>, StoreError> {
    let select = "select id, monitor, received, bytes from packets where id > ?1 order by id limit ?2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sqlx::query(select).bind(id.0).bind(limit).fetch_all(pool).await?;
    rows.iter().map(kept).collect()
}

pub(super) async fn packet(pool: &SqlitePool, id: PacketId) -> Result<Option<KeptPacket>, StoreError> {
    let select = "select id, monitor, received, bytes from packets where id = ?1";
    sqlx::query(select).bind(id.0).fetch_optional(pool).await?.as_ref().map(kept).transpose()
}

pub(super) async fn of_monitor(
    pool: &SqlitePool,
    monitor: &str,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: usize,
) -> Result<Vec<KeptPacket>, StoreError> {
    let select = "
        select id, monitor, received, bytes from packets
        where monitor = ?1 and received >= ?2 and received < ?3 order by received, id limit ?4";
    let query = sqlx::query(select).bind(monitor).bind(micros(from)).bind(micros(to));
    let rows = query.bind(i64::try_from(limit).unwrap_or(i64::MAX)).fetch_all(pool).await?;
    rows.iter().map(kept).collect()
}

/// Lets go of packets that were received before a time, up to one. How many.
pub(super) async fn forget(pool: &SqlitePool, before: DateTime<Utc>, through: PacketId) -> Result<u64, StoreError> {
    let delete = "delete from packets where received < ?1 and id <= ?2";
    Ok(sqlx::query(delete).bind(micros(before)).bind(through.0).execute(pool).await?.rows_affected())
}

fn kept(row: &SqliteRow) -> Result<KeptPacket, StoreError> {
    let packet = RawPacket {
        mn: row.try_get("monitor")?,
        received: time(row.try_get("received")?)?,
        bytes: row.try_get("bytes")?,
    };
    Ok(KeptPacket { id: PacketId(row.try_get("id")?), packet })
}
