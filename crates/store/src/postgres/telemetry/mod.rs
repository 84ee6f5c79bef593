//! Telemetry in PostgreSQL. Packets are on disk before they are answered; readings and how far they have
//! come, which are written together, a crash of the server may set back a little: the packets that they then
//! lack wait again.

mod commands;
mod leases;
mod packets;
mod readings;
mod unregistered;

use super::database::Database;
use super::notice::wait_past;
use super::{Connection, READING, Transaction, WRITING};
use crate::StoreError;
use crate::telemetry::{
    CommandId, CommandState, DeviceCommand, IngestOutcome, Keep, KeptPacket, KeptReading, NewCommand, PacketId,
    PurgeCounts, RawPacket, Telemetry, UnregisteredDevice,
};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDateTime, Utc};
use sqlx::Postgres;
use sqlx::pool::PoolConnection;
use std::time::Duration;
use yanlian_model::ReadingPeriod;

/// Packets and readings in PostgreSQL.
#[derive(Debug)]
pub(crate) struct PostgresTelemetry {
    database: Database,
}

impl PostgresTelemetry {
    /// The telemetry of a database whose tables are made.
    pub(super) fn new(database: Database) -> PostgresTelemetry {
        PostgresTelemetry { database }
    }

    async fn connection(&self) -> Result<PoolConnection<Postgres>, StoreError> {
        self.database.connection().await
    }

    async fn writing(&self) -> Result<Transaction, StoreError> {
        self.database.begin(WRITING).await
    }
}

#[async_trait]
impl Telemetry for PostgresTelemetry {
    async fn keep(&self, packets: &[RawPacket]) -> Result<Vec<PacketId>, StoreError> {
        let mut transaction = self.writing().await?;
        let kept = packets::keep(&mut transaction, packets).await?;
        transaction.commit().await?;
        Ok(kept)
    }

    async fn waiting(&self, limit: usize) -> Result<Vec<KeptPacket>, StoreError> {
        packets::waiting(&mut *self.connection().await?, limit).await
    }

    async fn after(&self, id: PacketId, limit: usize) -> Result<Vec<KeptPacket>, StoreError> {
        packets::after(&mut *self.connection().await?, id, limit).await
    }

    async fn ingested_through(&self) -> Result<PacketId, StoreError> {
        readings::ingested_through(&mut *self.connection().await?).await
    }

    async fn ingest(
        &self,
        readings: &[KeptReading],
        after: PacketId,
        through: PacketId,
    ) -> Result<IngestOutcome, StoreError> {
        let mut transaction = self.writing().await?;
        let ingested = readings::ingest(&mut transaction, readings, after, through).await?;
        transaction.commit().await?;
        Ok(ingested)
    }

    async fn range(
        &self,
        monitor: &str,
        factors: Option<&[&str]>,
        period: ReadingPeriod,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> Result<Vec<KeptReading>, StoreError> {
        readings::range(&mut *self.connection().await?, monitor, factors, period, from, to).await
    }

    async fn latest(&self) -> Result<Vec<KeptReading>, StoreError> {
        readings::latest(&mut *self.connection().await?).await
    }

    async fn monitors(&self) -> Result<Vec<String>, StoreError> {
        readings::monitors(&mut *self.connection().await?).await
    }

    async fn first_from(&self, from: NaiveDateTime) -> Result<Option<NaiveDateTime>, StoreError> {
        readings::first_from(&mut *self.connection().await?, from).await
    }

    async fn sequence(&self) -> Result<i64, StoreError> {
        readings::sequence(&mut *self.connection().await?).await
    }

    async fn wait_past(&self, seen: i64) -> Result<i64, StoreError> {
        wait_past(&self.database, readings::SEQUENCE, seen).await
    }

    async fn lease(&self, task: &str, holder: &str, term: Duration) -> Result<bool, StoreError> {
        leases::take(&mut *self.connection().await?, task, holder, term).await
    }

    async fn packet(&self, id: PacketId) -> Result<Option<KeptPacket>, StoreError> {
        packets::get(&mut *self.connection().await?, id).await
    }

    async fn packets(
        &self,
        monitor: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<KeptPacket>, StoreError> {
        packets::of_monitor(&mut *self.connection().await?, monitor, from, to, limit).await
    }

    async fn purge(&self, keep: &Keep) -> Result<PurgeCounts, StoreError> {
        let connection = &mut *self.connection().await?;
        let packets = match keep.packets {
            Some(before) => packets::purge(connection, before).await?,
            None => 0,
        };
        leases::purge(connection).await?;
        Ok(PurgeCounts { packets, readings: readings::purge(connection, keep).await? })
    }

    async fn note_unregistered(&self, unregistered: &[UnregisteredDevice]) -> Result<(), StoreError> {
        let mut transaction = self.writing().await?;
        unregistered::note(&mut transaction, unregistered).await?;
        Ok(transaction.commit().await?)
    }

    async fn unregistered(&self) -> Result<Vec<UnregisteredDevice>, StoreError> {
        unregistered::all(&mut *self.connection().await?).await
    }

    async fn remove_unregistered(&self, mn: &str) -> Result<(), StoreError> {
        unregistered::remove(&mut *self.connection().await?, mn).await
    }

    async fn add_command(&self, command: &NewCommand) -> Result<CommandId, StoreError> {
        commands::add(&mut *self.connection().await?, command).await
    }

    async fn commands(&self, mn: Option<&str>, limit: usize) -> Result<Vec<DeviceCommand>, StoreError> {
        commands::last(&mut *self.database.begin(READING).await?, mn, limit).await
    }

    async fn unfinished(&self) -> Result<Vec<DeviceCommand>, StoreError> {
        commands::unfinished(&mut *self.database.begin(READING).await?).await
    }

    async fn advance(
        &self,
        id: CommandId,
        state: CommandState,
        at: DateTime<Utc>,
        note: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writing().await?;
        commands::advance(&mut transaction, id, state, at, note).await?;
        Ok(transaction.commit().await?)
    }

    async fn close(&self) {
        self.database.close().await;
    }
}
