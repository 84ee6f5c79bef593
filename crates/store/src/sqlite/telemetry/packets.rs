//! The packets as they came.

use super::Connection;
use super::database::Database;
use crate::StoreError;
use crate::migrations::{Step, migrator};
use crate::sqlite::many::insert_all;
use crate::stored::{rows, time_of};
use crate::telemetry::{KeptPacket, PacketId, RawPacket};
use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteSynchronous;
use std::collections::HashMap;
use std::path::Path;
use tokio::sync::Mutex;

/// How many packets are forgotten in one transaction: keeping new ones must not wait long.
const FORGOTTEN_AT_ONCE: i64 = 5000;

/// A packet's row: number, MN, when received, bytes.
type PacketRow = (i64, String, i64, Vec<u8>);

const AFTER: &str = "
    select p.id, d.mn, p.received, p.bytes
    from packets p join devices d on d.id = p.device
    where p.id > ?1 order by p.id limit ?2";

const ONE: &str = "
    select p.id, d.mn, p.received, p.bytes from packets p join devices d on d.id = p.device where p.id = ?1";

const OF_MONITOR: &str = "
    select p.id, d.mn, p.received, p.bytes
    from devices d join packets p on p.device = d.id
    where d.mn = ?1 and p.received >= ?2 and p.received < ?3 order by p.received desc, p.id desc limit ?4";

const FORGET: &str = "
    delete from packets where id in (select id from packets where received < ?1 and id <= ?2 limit ?3)";

const MIGRATIONS: &[Step] = &[
    (1, "packets", include_str!("../../../migrations/packets/0001_packets.sql")),
    (2, "in order", include_str!("../../../migrations/packets/0002_in_order.sql")),
    (3, "leases", include_str!("../../../migrations/packets/0003_leases.sql")),
    (4, "submissions", include_str!("../../../migrations/packets/0004_submissions.sql")),
];

#[derive(Debug)]
pub(super) struct Packets {
    pub(super) file: Database,
    /// The numbers of the devices. Whoever holds it may write.
    devices: Mutex<HashMap<String, i64>>,
}

impl Packets {
    /// Opens the file. Packets get numbers after `ingested_through`, also where the file is older than
    /// the readings, or they would never wait.
    pub(super) async fn open(path: &Path, ingested_through: PacketId) -> Result<Packets, StoreError> {
        let migrations = migrator(MIGRATIONS);
        let file = Database::open(path, SqliteSynchronous::Full, &migrations).await?;
        sqlx::query("update sqlite_sequence set seq = max(seq, ?1) where name = 'packets'")
            .bind(ingested_through.0)
            .execute(&mut *file.writer().await?)
            .await?;
        let devices: Vec<(String, i64)> = sqlx::query_as("select mn, id from devices").fetch_all(&file.readers).await?;
        Ok(Packets { file, devices: Mutex::new(devices.into_iter().collect()) })
    }

    pub(super) async fn keep(&self, packets: &[RawPacket]) -> Result<Vec<PacketId>, StoreError> {
        let mut devices = self.devices.lock().await;
        let mut transaction = self.file.begin().await?;
        let kept = keep(&mut transaction, &devices, packets).await;
        let (last, fresh) = transaction.end(kept).await?;
        // Only now: numbers of a transaction that failed may go to others.
        devices.extend(fresh);
        // One transaction numbers its packets in a row.
        Ok((last - packets.len() as i64 + 1..=last).map(PacketId).collect())
    }

    pub(super) async fn after(&self, id: PacketId, limit: usize) -> Result<Vec<KeptPacket>, StoreError> {
        let found: Vec<PacketRow> =
            sqlx::query_as(AFTER).bind(id.0).bind(rows(limit)).fetch_all(&self.file.readers).await?;
        found.into_iter().map(packet_of).collect()
    }

    pub(super) async fn get(&self, id: PacketId) -> Result<Option<KeptPacket>, StoreError> {
        let found: Option<PacketRow> = sqlx::query_as(ONE).bind(id.0).fetch_optional(&self.file.readers).await?;
        found.map(packet_of).transpose()
    }

    pub(super) async fn of_monitor(
        &self,
        monitor: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<KeptPacket>, StoreError> {
        let found: Vec<PacketRow> = sqlx::query_as(OF_MONITOR)
            .bind(monitor)
            .bind(from.timestamp_micros())
            .bind(to.timestamp_micros())
            .bind(rows(limit))
            .fetch_all(&self.file.readers)
            .await?;
        found.into_iter().rev().map(packet_of).collect()
    }

    pub(super) async fn purge(&self, before: DateTime<Utc>, ingested_through: PacketId) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        loop {
            let query = sqlx::query(FORGET).bind(before.timestamp_micros()).bind(ingested_through.0);
            let query = query.bind(FORGOTTEN_AT_ONCE);
            let done = query.execute(&mut *self.file.writer().await?).await?.rows_affected();
            forgotten += done;
            if done < FORGOTTEN_AT_ONCE.unsigned_abs() {
                return Ok(forgotten);
            }
        }
    }
}

/// Writes packets; gives the last one's number, and the devices that were not known with theirs.
async fn keep(
    connection: &mut Connection,
    devices: &HashMap<String, i64>,
    packets: &[RawPacket],
) -> Result<(i64, HashMap<String, i64>), StoreError> {
    let mut fresh = HashMap::new();
    let mut rows = Vec::with_capacity(packets.len());
    for packet in packets {
        let device = match devices.get(&packet.mn).or_else(|| fresh.get(&packet.mn)) {
            Some(device) => *device,
            None => {
                let device = device(connection, &packet.mn).await?;
                fresh.insert(packet.mn.clone(), device);
                device
            }
        };
        rows.push((device, packet.received.timestamp_micros(), packet.bytes.as_slice()));
    }
    let insert = "insert into packets (device, received, bytes) ";
    insert_all(connection, insert, &rows, |values, (device, received, bytes)| {
        values.push_bind(*device).push_bind(*received).push_bind(*bytes);
        Ok(())
    })
    .await?;
    let last = "select seq from sqlite_sequence where name = 'packets'";
    Ok((sqlx::query_scalar(last).fetch_one(connection).await?, fresh))
}

/// The number of a device, a new one where it has none.
async fn device(connection: &mut Connection, mn: &str) -> Result<i64, StoreError> {
    let query = "insert into devices (mn) values (?1) on conflict (mn) do update set mn = mn returning id";
    Ok(sqlx::query_scalar(query).bind(mn).fetch_one(connection).await?)
}

fn packet_of((id, mn, received, bytes): PacketRow) -> Result<KeptPacket, StoreError> {
    Ok(KeptPacket { id: PacketId(id), packet: RawPacket { mn, received: time_of(received)?, bytes } })
}
