//! The packets as they came.

use super::Connection;
use crate::StoreError;
use crate::postgres::text;
use crate::stored::{rows, time_of};
use crate::telemetry::{KeptPacket, PacketId, RawPacket};
use chrono::{DateTime, Utc};

/// How many packets are forgotten in one transaction.
const FORGOTTEN_AT_ONCE: i64 = 5000;

/// A packet's row: number, MN, when received, bytes.
type PacketRow = (i64, String, i64, Vec<u8>);

/// Among how many packets before it one is looked for that a monitor has just sent to another program.
const RECENT: i64 = 2000;

/// Keeps what is not among those after $5, and gives the number under which each is there.
const KEEP: &str = "
    with said as (
        select id, mn, received, bytes from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bytea[])
            as packet (id, mn, received, bytes)
    ), known as (
        select mn, bytes, min(id) as first from packets where id > $5 and mn = any($2) group by mn, bytes
    ), kept as (
        insert into packets (id, mn, received, bytes)
        select id, mn, received, bytes from said left join known using (mn, bytes) where first is null
    )
    select coalesce(first, id) from said left join known using (mn, bytes) order by id";

const AFTER: &str = "select id, mn, received, bytes from packets where id > $1 order by id limit $2";

const WAITING: &str = "
    select id, mn, received, bytes from packets where id > (select packet from laid) order by id limit $1";

const ONE: &str = "select id, mn, received, bytes from packets where id = $1";

const OF_MONITOR: &str = "
    select id, mn, received, bytes from packets
    where mn = $1 and received >= $2 and received < $3 order by received desc, id desc limit $4";

const FORGET: &str = "
    delete from packets where id in (
        select id from packets where received < $1 and id <= (select packet from laid) limit $2
    )";

pub(super) async fn keep(connection: &mut Connection, packets: &[RawPacket]) -> Result<Vec<PacketId>, StoreError> {
    let next = sqlx::query_scalar("update last_packet set id = id + $1 returning id").bind(rows(packets.len()));
    let last: i64 = next.fetch_one(&mut *connection).await?;
    let ids: Vec<i64> = (last - rows(packets.len()) + 1..=last).collect();
    let kept: Vec<i64> = sqlx::query_scalar(KEEP)
        .bind(&ids)
        .bind(packets.iter().map(|packet| text::kept(&packet.mn)).collect::<Vec<_>>())
        .bind(packets.iter().map(|packet| packet.received.timestamp_micros()).collect::<Vec<_>>())
        .bind(packets.iter().map(|packet| packet.bytes.as_slice()).collect::<Vec<_>>())
        .bind(last - rows(packets.len()) - RECENT)
        .fetch_all(connection)
        .await?;
    Ok(kept.into_iter().map(PacketId).collect())
}

pub(super) async fn waiting(connection: &mut Connection, limit: usize) -> Result<Vec<KeptPacket>, StoreError> {
    let found: Vec<PacketRow> = sqlx::query_as(WAITING).bind(rows(limit)).fetch_all(connection).await?;
    found.into_iter().map(packet_of).collect()
}

pub(super) async fn after(
    connection: &mut Connection,
    id: PacketId,
    limit: usize,
) -> Result<Vec<KeptPacket>, StoreError> {
    let found: Vec<PacketRow> = sqlx::query_as(AFTER).bind(id.0).bind(rows(limit)).fetch_all(connection).await?;
    found.into_iter().map(packet_of).collect()
}

pub(super) async fn get(connection: &mut Connection, id: PacketId) -> Result<Option<KeptPacket>, StoreError> {
    let found: Option<PacketRow> = sqlx::query_as(ONE).bind(id.0).fetch_optional(connection).await?;
    found.map(packet_of).transpose()
}

pub(super) async fn of_monitor(
    connection: &mut Connection,
    monitor: &str,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: usize,
) -> Result<Vec<KeptPacket>, StoreError> {
    let found: Vec<PacketRow> = sqlx::query_as(OF_MONITOR)
        .bind(text::kept(monitor))
        .bind(from.timestamp_micros())
        .bind(to.timestamp_micros())
        .bind(rows(limit))
        .fetch_all(connection)
        .await?;
    found.into_iter().rev().map(packet_of).collect()
}

pub(super) async fn purge(connection: &mut Connection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let mut forgotten = 0;
    loop {
        let query = sqlx::query(FORGET).bind(before.timestamp_micros()).bind(FORGOTTEN_AT_ONCE);
        let done = query.execute(&mut *connection).await?.rows_affected();
        forgotten += done;
        if done < FORGOTTEN_AT_ONCE.unsigned_abs() {
            return Ok(forgotten);
        }
    }
}

fn packet_of((id, mn, received, bytes): PacketRow) -> Result<KeptPacket, StoreError> {
    Ok(KeptPacket { id: PacketId(id), packet: RawPacket { mn: text::read(mn), received: time_of(received)?, bytes } })
}
