//! The readings, and through which packet they are laid in.
//!
//! Rows of one series come out as one text that SQL puts together: a row of its own would cost
//! some 2 µs on its way.

use super::database::Database;
use crate::StoreError;
use crate::many::insert_all;
use crate::migrations::{Step, migrator};
use crate::telemetry::said::{self, Said};
use crate::telemetry::{Keep, KeptReading, LaidIn, PacketId};
use chrono::{DateTime, NaiveDateTime};
use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteSynchronous;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::Mutex;
use yanlian_model::{Reading, ReadingPeriod};

/// Monitor, factor and period.
type Series = (Arc<str>, Arc<str>, ReadingPeriod);

const MIGRATIONS: &[Step] = &[(1, "readings", include_str!("../../../migrations/readings/0001_readings.sql"))];

/// The factors of monitor ?1 for period ?2, each with its rows from ?3 to before ?4 in a text.
const RANGE: &str = "
    select s.factor, (
        select group_concat(start || ';' || packet || ';' || says, char(10)) from (
            select start, packet, says from readings
            where series = s.id and start >= ?3 and start < ?4 order by start, says
        )
    )
    from series s
    where s.monitor = ?1 and s.period = ?2 and (?5 is null or s.factor in (select value from json_each(?5)))
    order by s.factor";

/// Every series with the rows of its newest time.
const LATEST: &str = "
    select s.monitor, s.period, s.factor, (
        select group_concat(start || ';' || packet || ';' || says, char(10)) from (
            select start, packet, says from readings
            where series = s.id and start = (select max(start) from readings where series = s.id) order by says
        )
    )
    from series s
    order by s.monitor, s.period, s.factor";

/// The first and the last time; each series is asked for its own, so that no row is read for nothing.
const SPAN: &str = "
    select min(first), max(last) from (
        select (select min(start) from readings where series = s.id) as first,
               (select max(start) from readings where series = s.id) as last
        from series s
    )";

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
        let kept: Vec<(String, String, u8, i64)> =
            sqlx::query_as("select monitor, factor, period, id from series").fetch_all(&file.readers).await?;
        let series = kept
            .into_iter()
            .map(|(monitor, factor, period, id)| Ok(((monitor.into(), factor.into(), period_of(period)?), id)));
        let series: HashMap<Series, i64> = series.collect::<Result<_, StoreError>>()?;
        Ok(Readings { file, series: Mutex::new(series) })
    }

    /// The last packet whose readings are laid in.
    pub(super) async fn laid_through(&self) -> Result<PacketId, StoreError> {
        Ok(PacketId(sqlx::query_scalar("select packet from laid").fetch_one(&self.file.readers).await?))
    }

    pub(super) async fn sequence(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("select sequence from laid").fetch_one(&self.file.readers).await?)
    }

    pub(super) async fn lay_in(&self, readings: &[KeptReading], through: PacketId) -> Result<LaidIn, StoreError> {
        let mut series = self.series.lock().await;
        let mut transaction = self.file.begin().await?;
        let mut fresh = HashMap::new();
        let mut rows = Vec::with_capacity(readings.len());
        for KeptReading { reading, packet } in readings {
            let key = (reading.monitor.clone(), reading.factor.clone(), reading.period);
            let number = match series.get(&key).or_else(|| fresh.get(&key)) {
                Some(number) => *number,
                None => {
                    let number = number(&mut transaction, &key).await?;
                    fresh.insert(key, number);
                    number
                }
            };
            rows.push((number, seconds(reading.start), said::text(reading), packet.0));
        }
        // In the order of the table, so that each page is filled once; of the same, the first packet.
        rows.sort_unstable();
        let insert = "insert or ignore into readings (series, start, says, packet) ";
        let new = insert_all(&mut transaction, insert, &rows, |values, (number, start, says, packet)| {
            values.push_bind(*number).push_bind(*start).push_bind(says.as_str()).push_bind(*packet);
        })
        .await?;
        sqlx::query("update laid set packet = max(packet, ?1), sequence = sequence + ?2")
            .bind(through.0)
            .bind(i64::from(new > 0))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        // Only now: numbers of a transaction that failed may go to others.
        series.extend(fresh);
        Ok(LaidIn { new, known: rows.len() as u64 - new })
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
            unpack(&packed.unwrap_or_default(), &(monitor.clone(), factor.into(), period), &mut readings)?;
        }
        Ok(readings)
    }

    pub(super) async fn latest(&self) -> Result<Vec<KeptReading>, StoreError> {
        let found: Vec<(String, u8, String, Option<String>)> =
            sqlx::query_as(LATEST).fetch_all(&self.file.readers).await?;
        let mut readings = Vec::new();
        for (monitor, period, factor, packed) in found {
            let series = (monitor.into(), factor.into(), period_of(period)?);
            unpack(&packed.unwrap_or_default(), &series, &mut readings)?;
        }
        Ok(readings)
    }

    pub(super) async fn span(&self) -> Result<Option<(NaiveDateTime, NaiveDateTime)>, StoreError> {
        let (first, last): (Option<i64>, Option<i64>) = sqlx::query_as(SPAN).fetch_one(&self.file.readers).await?;
        Ok(first.and_then(time_of).zip(last.and_then(time_of)))
    }

    pub(super) async fn forget(&self, keep: &Keep) -> Result<u64, StoreError> {
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

async fn number(connection: &mut super::Connection, (monitor, factor, period): &Series) -> Result<i64, StoreError> {
    let query = sqlx::query_scalar(NUMBER).bind(&**monitor).bind(&**factor).bind(period_number(*period));
    Ok(query.fetch_one(connection).await?)
}

/// Reads the rows of a series, which come by time, and puts together what completes each other.
fn unpack(packed: &str, series: &Series, readings: &mut Vec<KeptReading>) -> Result<(), StoreError> {
    let unreadable = || StoreError::Unreadable(format!("readings of {} of {}", series.1, series.0));
    let mut of_time: Vec<(Said, PacketId)> = Vec::new();
    let mut time = None;
    let mut rest = packed;
    while !rest.is_empty() {
        let (start, packet, said, behind) = take_row(rest).ok_or_else(unreadable)?;
        if time != Some(start) {
            give(&mut of_time, time, series, readings);
            time = Some(start);
        }
        match of_time.iter_mut().find_map(|(other, first)| other.complete(&said).then_some(first)) {
            Some(first) => *first = packet.min(*first),
            None => of_time.push((said, packet)),
        }
        rest = behind;
    }
    give(&mut of_time, time, series, readings);
    Ok(())
}

/// The first row of a text: time, packet, what was said; and what stands behind it.
fn take_row(text: &str) -> Option<(NaiveDateTime, PacketId, Said, &str)> {
    let (start, rest) = text.split_once(';')?;
    let (packet, rest) = rest.split_once(';')?;
    let start = time_of(start.parse().ok()?)?;
    let (said, rest) = Said::read(rest)?;
    Some((start, PacketId(packet.parse().ok()?), said, rest.strip_prefix('\n').unwrap_or(rest)))
}

/// Adds the readings of one time.
fn give(
    of_time: &mut Vec<(Said, PacketId)>,
    time: Option<NaiveDateTime>,
    (monitor, factor, period): &Series,
    readings: &mut Vec<KeptReading>,
) {
    let Some(start) = time else { return };
    readings.extend(of_time.drain(..).map(|(said, packet)| {
        let Said { numbers: [avg, min, max, rtd, cou], flag } = said;
        let (monitor, factor) = (monitor.clone(), factor.clone());
        KeptReading {
            reading: Reading { monitor, factor, start, period: *period, avg, min, max, rtd, cou, flag },
            packet,
        }
    }));
}

/// A local time as it is kept.
fn seconds(time: NaiveDateTime) -> i64 {
    time.and_utc().timestamp()
}

/// The local time that was kept as `seconds`.
fn time_of(seconds: i64) -> Option<NaiveDateTime> {
    Some(DateTime::from_timestamp(seconds, 0)?.naive_utc())
}

/// A period as it is kept: its place among all.
fn period_number(period: ReadingPeriod) -> u8 {
    period as u8
}

fn period_of(number: u8) -> Result<ReadingPeriod, StoreError> {
    let period = ReadingPeriod::ALL.get(usize::from(number)).copied();
    period.ok_or_else(|| StoreError::Unreadable(format!("period {number}")))
}
