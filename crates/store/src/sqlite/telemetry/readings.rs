//! The readings, and through which packet they are ingested.
//!
//! Rows of one series come out as one text that SQL puts together: a row of its own would cost
//! some 2 µs on its way.

use super::Connection;
use super::database::Database;
use crate::StoreError;
use crate::migrations::{Step, migrator};
use crate::sqlite::many::{Values, upsert_all};
use crate::stored::{follows, local_time_of, period_number, period_of, seconds};
use crate::telemetry::said::{self, Said};
use crate::telemetry::told::{Series, Telling, Told};
use crate::telemetry::{IngestOutcome, Keep, KeptReading, PacketId};
use chrono::NaiveDateTime;
use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteSynchronous;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::Mutex;
use yanlian_model::ReadingPeriod;

/// What is written of a reading: series, start, what it says, packet, whether it is ahead of its time.
type Row = (i64, i64, String, i64, bool);

const MIGRATIONS: &[Step] = &[
    (1, "readings", include_str!("../../../migrations/readings/0001_readings.sql")),
    (2, "order", include_str!("../../../migrations/readings/0002_order.sql")),
];

/// The factors of monitor ?1 for period ?2, each with its rows from ?3 to before ?4 in a text.
const RANGE: &str = "
    select s.factor, (
        select group_concat(start || ';' || packet || ';' || last || ';' || ahead || ';' || says, char(10)) from (
            select start, packet, coalesce(last, packet) as last, coalesce(ahead, 0) as ahead, says from readings
            where series = s.id and start >= ?3 and start < ?4 order by start, says
        )
    )
    from series s
    where s.monitor = ?1 and s.period = ?2 and (?5 is null or s.factor in (select value from json_each(?5)))
    order by s.factor";

/// Every series with the rows of its newest time; what is ahead of its time is not the newest.
const LATEST: &str = "
    select s.monitor, s.period, s.factor, (
        select group_concat(start || ';' || packet || ';' || last || ';' || 0 || ';' || says, char(10)) from (
            select start, packet, coalesce(last, packet) as last, says from readings
            where series = s.id and ahead is null and start = (
                select start from readings where series = s.id and ahead is null order by start desc limit 1
            )
            order by says
        )
    )
    from series s
    order by s.monitor, s.period, s.factor";

/// The first time from ?1 on; each series is asked for its own, so that no row is read for nothing.
const FIRST: &str = "
    select min((select min(start) from readings where series = s.id and start >= ?1)) from series s";

const INSERT: &str = "insert into readings (series, start, says, packet, ahead) ";
/// What was said before is not kept again; a later packet that says it is noted.
const KNOWN: &str = " on conflict do nothing";
const SAID_AGAIN: &str = " on conflict do update
    set last = excluded.packet, ahead = iif(excluded.ahead is null, null, ahead)
    where coalesce(last, packet) < excluded.packet";

/// A number for a series, a new one where it has none.
const NUMBER: &str = "
    insert into series (monitor, factor, period) values (?1, ?2, ?3)
    on conflict do update set factor = factor returning id";

#[derive(Debug)]
pub(super) struct Readings {
    pub(super) file: Database,
    /// The numbers of the series. Whoever holds it may write.
    series: Mutex<HashMap<Series, i64>>,
}

impl Readings {
    pub(super) async fn open(path: &Path) -> Result<Readings, StoreError> {
        let migrations = migrator(MIGRATIONS);
        let file = Database::open(path, SqliteSynchronous::Normal, &migrations).await?;
        let kept: Vec<(String, String, i16, i64)> =
            sqlx::query_as("select monitor, factor, period, id from series").fetch_all(&file.readers).await?;
        let series = kept
            .into_iter()
            .map(|(monitor, factor, period, id)| Ok(((monitor.into(), factor.into(), period_of(period)?), id)));
        let series: HashMap<Series, i64> = series.collect::<Result<_, StoreError>>()?;
        Ok(Readings { file, series: Mutex::new(series) })
    }

    /// The last packet whose readings are ingested.
    pub(super) async fn ingested_through(&self) -> Result<PacketId, StoreError> {
        Ok(PacketId(sqlx::query_scalar("select packet from laid").fetch_one(&self.file.readers).await?))
    }

    pub(super) async fn sequence(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("select sequence from laid").fetch_one(&self.file.readers).await?)
    }

    pub(super) async fn ingest(
        &self,
        readings: &[KeptReading],
        after: PacketId,
        through: PacketId,
    ) -> Result<IngestOutcome, StoreError> {
        let mut series = self.series.lock().await;
        let mut transaction = self.file.begin().await?;
        let ingested = ingest(&mut transaction, &series, readings, after, through).await;
        let (ingested, fresh) = transaction.end(ingested).await?;
        // Only now: numbers of a transaction that failed may go to others.
        series.extend(fresh);
        Ok(ingested)
    }

    pub(super) async fn range(
        &self,
        monitor: &str,
        factors: Option<&[&str]>,
        period: ReadingPeriod,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> Result<Vec<KeptReading>, StoreError> {
        let factors = factors.map(|factors| serde_json::Value::from(factors).to_string());
        let mut found = sqlx::query_as::<_, (String, Option<String>)>(RANGE)
            .bind(monitor)
            .bind(period_number(period))
            .bind(seconds(from))
            .bind(seconds(to))
            .bind(factors)
            .fetch(&self.file.readers);
        let monitor: Arc<str> = monitor.into();
        let mut readings = Vec::new();
        // The database puts the next series together on its own thread while this one is read.
        while let Some((factor, packed)) = found.try_next().await? {
            unpack(&packed.unwrap_or_default(), (monitor.clone(), factor.into(), period), &mut readings)?;
        }
        Ok(readings)
    }

    pub(super) async fn latest(&self) -> Result<Vec<KeptReading>, StoreError> {
        let found: Vec<(String, i16, String, Option<String>)> =
            sqlx::query_as(LATEST).fetch_all(&self.file.readers).await?;
        let mut readings = Vec::new();
        for (monitor, period, factor, packed) in found {
            let series = (monitor.into(), factor.into(), period_of(period)?);
            unpack(&packed.unwrap_or_default(), series, &mut readings)?;
        }
        Ok(readings)
    }

    pub(super) async fn monitors(&self) -> Result<Vec<String>, StoreError> {
        let query = sqlx::query_scalar("select distinct monitor from series order by monitor");
        Ok(query.fetch_all(&self.file.readers).await?)
    }

    pub(super) async fn first_from(&self, from: NaiveDateTime) -> Result<Option<NaiveDateTime>, StoreError> {
        let query = sqlx::query_scalar::<_, Option<i64>>(FIRST).bind(seconds(from));
        Ok(query.fetch_one(&self.file.readers).await?.and_then(local_time_of))
    }

    pub(super) async fn purge(&self, keep: &Keep) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        for period in ReadingPeriod::ALL {
            let Some(before) = keep.readings(period) else { continue };
            let series: Vec<i64> = sqlx::query_scalar("select id from series where period = ?1 order by id")
                .bind(period_number(period))
                .fetch_all(&self.file.readers)
                .await?;
            for number in series {
                let query = sqlx::query("delete from readings where series = ?1 and start < ?2").bind(number);
                forgotten +=
                    query.bind(seconds(before)).execute(&mut *self.file.writer().await?).await?.rows_affected();
            }
        }
        Ok(forgotten)
    }
}

/// Writes readings; gives what that brought, and the series that were not known with their numbers.
async fn ingest(
    connection: &mut Connection,
    series: &HashMap<Series, i64>,
    readings: &[KeptReading],
    after: PacketId,
    through: PacketId,
) -> Result<(IngestOutcome, HashMap<Series, i64>), StoreError> {
    follows(after, sqlx::query_scalar("select packet from laid").fetch_one(&mut *connection).await?)?;
    let mut fresh = HashMap::new();
    let mut rows: Vec<Row> = Vec::with_capacity(readings.len());
    for KeptReading { reading, packet, ahead } in readings {
        let key = (reading.monitor.clone(), reading.factor.clone(), reading.period);
        let number = match series.get(&key).or_else(|| fresh.get(&key)) {
            Some(number) => *number,
            None => {
                let number = number(connection, &key).await?;
                fresh.insert(key, number);
                number
            }
        };
        rows.push((number, seconds(reading.start), said::text(reading), packet.0, *ahead));
    }
    // In the order of the table, so that each page is filled once; of the same, the first packet.
    rows.sort_unstable();
    let new = upsert_all(connection, INSERT, KNOWN, &rows, bind).await?;
    let again = match rows.len() as u64 - new {
        0 => 0,
        _ => upsert_all(connection, INSERT, SAID_AGAIN, &rows, bind).await?,
    };
    sqlx::query("update laid set packet = max(packet, ?1), sequence = sequence + ?2")
        .bind(through.0)
        .bind(i64::from(new > 0 || again > 0))
        .execute(connection)
        .await?;
    Ok((IngestOutcome { new, known: rows.len() as u64 - new }, fresh))
}

async fn number(connection: &mut Connection, (monitor, factor, period): &Series) -> Result<i64, StoreError> {
    let query = sqlx::query_scalar(NUMBER).bind(&**monitor).bind(&**factor).bind(period_number(*period));
    Ok(query.fetch_one(connection).await?)
}

fn bind(values: &mut Values<'_>, (number, start, says, packet, ahead): &Row) -> Result<(), StoreError> {
    values.push_bind(*number).push_bind(*start).push_bind(says.clone()).push_bind(*packet);
    values.push_bind(ahead.then_some(1));
    Ok(())
}

/// Reads the rows of a series, which come by time.
fn unpack(packed: &str, series: Series, readings: &mut Vec<KeptReading>) -> Result<(), StoreError> {
    let mut telling = Telling::new(series, readings);
    let mut rest = packed;
    while !rest.is_empty() {
        let (start, told, behind) = take_row(rest).ok_or_else(|| telling.unreadable())?;
        telling.take(start, told);
        rest = behind;
    }
    telling.give();
    Ok(())
}

/// The first row of a text: its time, what was told of it, and what stands behind it.
fn take_row(text: &str) -> Option<(NaiveDateTime, Told, &str)> {
    let (start, rest) = text.split_once(';')?;
    let (first, rest) = rest.split_once(';')?;
    let (last, rest) = rest.split_once(';')?;
    let (ahead, rest) = rest.split_once(';')?;
    let start = local_time_of(start.parse().ok()?)?;
    let (said, rest) = Said::read(rest)?;
    let told = Told { said, first: first.parse().ok()?, last: last.parse().ok()?, ahead: ahead != "0" };
    Some((start, told, rest.strip_prefix('\n').unwrap_or(rest)))
}
