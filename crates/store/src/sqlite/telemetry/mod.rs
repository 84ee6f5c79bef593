//! Telemetry in two SQLite files: `packets.sqlite`, every write of which is on disk before it is
//! done, and `readings.sqlite`, which a crash of the computer may set back a little: the packets
//! that it then lacks wait again.

mod commands;
mod database;
mod leases;
mod packets;
mod readings;
mod unregistered;

use super::{Connection, GLANCE};
use crate::StoreError;
use crate::moving::File;
use crate::telemetry::{
    CommandId, CommandState, DeviceCommand, IngestOutcome, Keep, KeptPacket, KeptReading, NewCommand, PacketId,
    PurgeCounts, RawPacket, Telemetry, UnregisteredDevice,
};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDateTime, Utc};
use database::Database;
use packets::Packets;
use readings::Readings;
use std::path::Path;
use std::time::Duration;
use yanlian_model::ReadingPeriod;

/// Packets and readings in two SQLite files.
#[derive(Debug)]
pub(crate) struct SqliteTelemetry {
    packets: Packets,
    readings: Readings,
}

impl SqliteTelemetry {
    /// Opens the files in a folder; makes them where they are missing, and brings what an earlier
    /// release wrote to the present form.
    pub(super) async fn open(folder: &Path) -> Result<SqliteTelemetry, StoreError> {
        let readings = Readings::open(&folder.join("readings.sqlite")).await?;
        let packets = Packets::open(&folder.join("packets.sqlite"), readings.ingested_through().await?).await?;
        Ok(SqliteTelemetry { packets, readings })
    }

    /// The file of the packets, or that of the readings.
    pub(super) fn file(&self, file: File) -> &Database {
        if file == File::Readings { &self.readings.file } else { &self.packets.file }
    }
}

#[async_trait]
impl Telemetry for SqliteTelemetry {
    async fn keep(&self, packets: &[RawPacket]) -> Result<Vec<PacketId>, StoreError> {
        self.packets.keep(packets).await
    }

    async fn waiting(&self, limit: usize) -> Result<Vec<KeptPacket>, StoreError> {
        self.packets.after(self.readings.ingested_through().await?, limit).await
    }

    async fn after(&self, id: PacketId, limit: usize) -> Result<Vec<KeptPacket>, StoreError> {
        self.packets.after(id, limit).await
    }

    async fn ingested_through(&self) -> Result<PacketId, StoreError> {
        self.readings.ingested_through().await
    }

    async fn ingest(
        &self,
        readings: &[KeptReading],
        after: PacketId,
        through: PacketId,
    ) -> Result<IngestOutcome, StoreError> {
        self.readings.ingest(readings, after, through).await
    }

    async fn range(
        &self,
        monitor: &str,
        factors: Option<&[&str]>,
        period: ReadingPeriod,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> Result<Vec<KeptReading>, StoreError> {
        self.readings.range(monitor, factors, period, from, to).await
    }

    async fn latest(&self) -> Result<Vec<KeptReading>, StoreError> {
        self.readings.latest().await
    }

    async fn monitors(&self) -> Result<Vec<String>, StoreError> {
        self.readings.monitors().await
    }

    async fn first_from(&self, from: NaiveDateTime) -> Result<Option<NaiveDateTime>, StoreError> {
        self.readings.first_from(from).await
    }

    async fn sequence(&self) -> Result<i64, StoreError> {
        self.readings.sequence().await
    }

    async fn wait_past(&self, seen: i64) -> Result<i64, StoreError> {
        loop {
            match self.sequence().await? {
                found if found != seen => return Ok(found),
                _ => tokio::time::sleep(GLANCE).await,
            }
        }
    }

    async fn lease(&self, task: &str, holder: &str, term: Duration) -> Result<bool, StoreError> {
        leases::take(&mut *self.packets.file.writer().await?, task, holder, term).await
    }

    async fn packet(&self, id: PacketId) -> Result<Option<KeptPacket>, StoreError> {
        self.packets.get(id).await
    }

    async fn packets(
        &self,
        monitor: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<KeptPacket>, StoreError> {
        self.packets.of_monitor(monitor, from, to, limit).await
    }

    async fn purge(&self, keep: &Keep) -> Result<PurgeCounts, StoreError> {
        let packets = match keep.packets {
            Some(before) => self.packets.purge(before, self.readings.ingested_through().await?).await?,
            None => 0,
        };
        leases::purge(&mut *self.packets.file.writer().await?).await?;
        Ok(PurgeCounts { packets, readings: self.readings.purge(keep).await? })
    }

    async fn note_unregistered(&self, unregistered: &[UnregisteredDevice]) -> Result<(), StoreError> {
        let mut transaction = self.packets.file.begin().await?;
        let noted = unregistered::note(&mut transaction, unregistered).await;
        transaction.end(noted).await
    }

    async fn unregistered(&self) -> Result<Vec<UnregisteredDevice>, StoreError> {
        unregistered::all(&mut *self.packets.file.reader().await?).await
    }

    async fn remove_unregistered(&self, mn: &str) -> Result<(), StoreError> {
        unregistered::remove(&mut *self.packets.file.writer().await?, mn).await
    }

    async fn add_command(&self, command: &NewCommand) -> Result<CommandId, StoreError> {
        commands::add(&mut *self.packets.file.writer().await?, command).await
    }

    async fn commands(&self, mn: Option<&str>, limit: usize) -> Result<Vec<DeviceCommand>, StoreError> {
        commands::last(&mut *self.packets.file.reader().await?, mn, limit).await
    }

    async fn unfinished(&self) -> Result<Vec<DeviceCommand>, StoreError> {
        commands::unfinished(&mut *self.packets.file.reader().await?).await
    }

    async fn advance(
        &self,
        id: CommandId,
        state: CommandState,
        at: DateTime<Utc>,
        note: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.packets.file.begin().await?;
        let advanced = commands::advance(&mut transaction, id, state, at, note).await;
        transaction.end(advanced).await
    }

    async fn close(&self) {
        self.packets.file.close().await;
        self.readings.file.close().await;
    }
}

#[cfg(test)]
mod tests;
