//! Telemetry in two SQLite files.
//!
//! `packets.sqlite` is synced to disk with every commit: what it has is never lost. `readings.sqlite` is
//! written without waiting for the disk: after a power cut it may be some commits behind, and goes on
//! from the packet that it then stands at.

mod desk;
mod packets;
mod readings;

use super::{
    CommandId, CommandState, DeviceCommand, Forgotten, Keep, KeptPacket, KeptReading, LaidIn, NewCommand, PacketId,
    RawPacket, Stranger, Telemetry,
};
use crate::StoreError;
use crate::sqlite::PATIENCE;
use chrono::{DateTime, NaiveDateTime, Utc};
use readings::Numbers;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use yanlian_model::ReadingPeriod;

/// Telemetry in two SQLite files of a folder.
#[derive(Debug)]
pub struct SqliteTelemetry {
    packets: SqlitePool,
    readings: SqlitePool,
    /// The numbers of the series that are known so far.
    numbers: Numbers,
}

impl SqliteTelemetry {
    /// Opens the telemetry of a folder; makes folder and files where they are missing, and brings what
    /// an earlier release wrote to the present form.
    ///
    /// # Errors
    /// The folder or a file cannot be made, read or written.
    pub async fn open(folder: &Path) -> Result<SqliteTelemetry, StoreError> {
        tokio::fs::create_dir_all(folder).await?;
        let packets = pool(&folder.join("packets.sqlite"), SqliteSynchronous::Full).await?;
        sqlx::migrate!("migrations/packets").run(&packets).await?;
        let readings = pool(&folder.join("readings.sqlite"), SqliteSynchronous::Normal).await?;
        sqlx::migrate!("migrations/readings").run(&readings).await?;
        Ok(SqliteTelemetry { packets, readings, numbers: Numbers::default() })
    }
}

async fn pool(path: &Path, synchronous: SqliteSynchronous) -> Result<SqlitePool, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        // 64 MiB at most: the newest page of each of some thousand series.
        .pragma("cache_size", "-65536");
    Ok(SqlitePoolOptions::new().max_connections(4).connect_with(options).await?)
}

impl Telemetry for SqliteTelemetry {
    async fn keep(&self, packets: &[RawPacket]) -> Result<PacketId, StoreError> {
        packets::keep(&self.packets, packets).await
    }

    async fn waiting(&self, limit: usize) -> Result<Vec<KeptPacket>, StoreError> {
        packets::after(&self.packets, readings::through(&self.readings).await?, limit).await
    }

    async fn lay_in(&self, readings: &[KeptReading], through: PacketId) -> Result<LaidIn, StoreError> {
        readings::lay_in(&self.readings, &self.numbers, readings, through).await
    }

    async fn range(
        &self,
        monitor: &str,
        factors: Option<&[&str]>,
        period: ReadingPeriod,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> Result<Vec<KeptReading>, StoreError> {
        readings::range(&self.readings, monitor, factors, period, from, to).await
    }

    async fn latest(&self) -> Result<Vec<KeptReading>, StoreError> {
        readings::latest(&self.readings).await
    }

    async fn sequence(&self) -> Result<i64, StoreError> {
        readings::sequence(&self.readings).await
    }

    async fn packet(&self, id: PacketId) -> Result<Option<KeptPacket>, StoreError> {
        packets::packet(&self.packets, id).await
    }

    async fn packets(
        &self,
        monitor: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<KeptPacket>, StoreError> {
        packets::of_monitor(&self.packets, monitor, from, to, limit).await
    }

    async fn forget(&self, keep: &Keep) -> Result<Forgotten, StoreError> {
        let gone = readings::forget(&self.readings, keep).await?;
        // Only a place that is on disk may let packets go: a power cut must not throw it back behind them.
        let through = readings::through_on_disk(&self.readings).await?;
        let packets = match keep.packets {
            Some(before) => packets::forget(&self.packets, before, through).await?,
            None => 0,
        };
        Ok(Forgotten { packets, readings: gone })
    }

    async fn note_strangers(&self, strangers: &[Stranger]) -> Result<(), StoreError> {
        desk::note_strangers(&self.packets, strangers).await
    }

    async fn strangers(&self) -> Result<Vec<Stranger>, StoreError> {
        desk::strangers(&self.packets).await
    }

    async fn forget_stranger(&self, mn: &str) -> Result<(), StoreError> {
        sqlx::query("delete from strangers where mn = ?1").bind(mn).execute(&self.packets).await?;
        Ok(())
    }

    async fn ask(&self, command: &NewCommand) -> Result<CommandId, StoreError> {
        desk::ask(&self.packets, command).await
    }

    async fn commands(&self, mn: Option<&str>, limit: usize) -> Result<Vec<DeviceCommand>, StoreError> {
        desk::commands(&self.packets, mn, limit).await
    }

    async fn queued(&self) -> Result<Vec<DeviceCommand>, StoreError> {
        desk::queued(&self.packets).await
    }

    async fn advance(
        &self,
        id: CommandId,
        state: CommandState,
        at: DateTime<Utc>,
        note: Option<&str>,
    ) -> Result<(), StoreError> {
        desk::advance(&self.packets, id, state, at, note).await
    }

    async fn close(&self) {
        self.packets.close().await;
        self.readings.close().await;
    }
}

/// A time as it is kept: microseconds since 1970.
fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

/// The time of a number of microseconds.
fn time(micros: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_micros(micros).ok_or_else(|| StoreError::Unreadable(format!("time {micros}")))
}
