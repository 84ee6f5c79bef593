//! Readings by series and time, and how far they are laid in.

use super::super::{Keep, KeptReading, LaidIn, PacketId};
use crate::StoreError;
use crate::sqlite::{Connection, insert_all};
use chrono::{DateTime, NaiveDateTime};
use sqlx::{Row, SqlitePool};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use yanlian_model::{Reading, ReadingPeriod};

/// Which readings are of one series.
type Series = (Arc<str>, Arc<str>, ReadingPeriod);

/// The numbers of the series that are known so far.
#[derive(Debug, Default)]
pub(super) struct Numbers(Mutex<HashMap<Series, i64>>);

impl Numbers {
    fn known(&self) -> MutexGuard<'_, HashMap<Series, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The series of readings that have no number here yet.
    fn unknown(&self, readings: &[KeptReading]) -> BTreeSet<Series> {
        let known = self.known();
        readings.iter().map(|kept| series_of(&kept.reading)).filter(|series| !known.contains_key(series)).collect()
    }

    /// The readings as rows: series, start, what it says, packet.
    fn rows(&self, readings: &[KeptReading], learnt: &HashMap<Series, i64>) -> Vec<(i64, i64, String, i64)> {
        let known = self.known();
        let row = |KeptReading { reading, packet }: &KeptReading| {
            let series = series_of(reading);
            let number = known.get(&series).or_else(|| learnt.get(&series));
            (*number.expect("what is unknown was learnt"), reading.start.and_utc().timestamp(), says(reading), packet.0)
        };
        readings.iter().map(row).collect()
    }
}

fn series_of(reading: &Reading) -> Series {
    (Arc::clone(&reading.monitor), Arc::clone(&reading.factor), reading.period)
}

/// The rows of one series as one text, a line a row: a row by itself costs more on its way than all its values.
const LINES: &str = "
    select group_concat(start || ' ' || packet || ' ' || says, char(10))
    from (
        select start, packet, says from readings
        where series = ?1 and start >= ?2 and start < ?3 order by start, says
    )";

pub(super) async fn lay_in(
    pool: &SqlitePool,
    numbers: &Numbers,
    readings: &[KeptReading],
    through: PacketId,
) -> Result<LaidIn, StoreError> {
    let mut transaction = pool.begin_with("begin immediate").await?;
    let mut learnt = HashMap::new();
    for series in numbers.unknown(readings) {
        let number = number(&mut transaction, &series).await?;
        learnt.insert(series, number);
    }
    let mut rows = numbers.rows(readings, &learnt);
    // In the order of the table, so that each page is filled once.
    rows.sort_unstable();
    let insert = "insert or ignore into readings (series, start, says, packet) ";
    let new = insert_all(&mut transaction, insert, &rows, |values, (series, start, says, packet)| {
        values.push_bind(*series).push_bind(*start).push_bind(says.as_str()).push_bind(*packet);
    })
    .await?;
    let update = "update progress set through = max(through, ?1), sequence = sequence + ?2";
    sqlx::query(update).bind(through.0).bind(i64::from(new > 0)).execute(&mut *transaction).await?;
    transaction.commit().await?;
    // Only now: what is rolled back has no number.
    numbers.known().extend(learnt);
    Ok(LaidIn { new, known: readings.len() as u64 - new })
}

/// The number of a series, given to it where it has none yet.
async fn number(connection: &mut Connection, (monitor, factor, period): &Series) -> Result<i64, StoreError> {
    let insert = "
        insert into series (monitor, factor, period) values (?1, ?2, ?3)
        on conflict do update set period = excluded.period returning id";
    let query = sqlx::query_scalar(insert).bind(&**monitor).bind(&**factor).bind(word(*period));
    Ok(query.fetch_one(connection).await?)
}

pub(super) async fn range(
    pool: &SqlitePool,
    monitor: &str,
    factors: Option<&[&str]>,
    period: ReadingPeriod,
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Result<Vec<KeptReading>, StoreError> {
    let mut transaction = pool.begin().await?;
    let select = "select id, factor from series where monitor = ?1 and period = ?2 order by factor";
    let series = sqlx::query(select).bind(monitor).bind(word(period)).fetch_all(&mut *transaction).await?;
    let monitor: Arc<str> = monitor.into();
    let mut found = Vec::new();
    for row in series {
        let (id, factor): (i64, String) = (row.try_get("id")?, row.try_get("factor")?);
        if factors.is_some_and(|wanted| !wanted.contains(&factor.as_str())) {
            continue;
        }
        let lines = sqlx::query_scalar(LINES).bind(id).bind(from.and_utc().timestamp()).bind(to.and_utc().timestamp());
        let lines: Option<String> = lines.fetch_one(&mut *transaction).await?;
        let series = (Arc::clone(&monitor), factor.into(), period);
        for line in lines.iter().flat_map(|lines| lines.lines()) {
            add(&mut found, read(&series, line).ok_or_else(|| StoreError::Unreadable(line.to_owned()))?);
        }
    }
    Ok(found)
}

pub(super) async fn latest(pool: &SqlitePool) -> Result<Vec<KeptReading>, StoreError> {
    let select = "
        select monitor, factor, period, r.start || ' ' || r.packet || ' ' || r.says as line
        from series s
        join readings r on r.series = s.id and r.start = (select max(start) from readings where series = s.id)
        order by monitor, factor, period, r.says";
    let mut found = Vec::new();
    for row in sqlx::query(select).fetch_all(pool).await? {
        let (monitor, factor): (String, String) = (row.try_get("monitor")?, row.try_get("factor")?);
        let (period, line): (String, String) = (row.try_get("period")?, row.try_get("line")?);
        let unreadable = || StoreError::Unreadable(format!("{period} {line}"));
        let period = ReadingPeriod::ALL.into_iter().find(|known| word(*known) == period).ok_or_else(unreadable)?;
        add(&mut found, read(&(monitor.into(), factor.into(), period), &line).ok_or_else(unreadable)?);
    }
    Ok(found)
}

pub(super) async fn sequence(pool: &SqlitePool) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("select sequence from progress").fetch_one(pool).await?)
}

/// The last packet whose readings are laid in.
pub(super) async fn through(pool: &SqlitePool) -> Result<PacketId, StoreError> {
    Ok(PacketId(sqlx::query_scalar("select through from progress").fetch_one(pool).await?))
}

/// The last packet of which even a power cut leaves the readings; none where that cannot be said now.
pub(super) async fn through_on_disk(pool: &SqlitePool) -> Result<PacketId, StoreError> {
    let through = through(pool).await?;
    let busy: i64 = sqlx::query("pragma wal_checkpoint(full)").fetch_one(pool).await?.try_get(0)?;
    Ok(if busy == 0 { through } else { PacketId(0) })
}

/// Lets go of readings that are older than they are kept. How many.
pub(super) async fn forget(pool: &SqlitePool, keep: &Keep) -> Result<u64, StoreError> {
    let delete = "delete from readings where series in (select id from series where period = ?1) and start < ?2";
    let mut gone = 0;
    for period in ReadingPeriod::ALL {
        if let Some(from) = keep.readings(period) {
            let query = sqlx::query(delete).bind(word(period)).bind(from.and_utc().timestamp());
            gone += query.execute(pool).await?.rows_affected();
        }
    }
    Ok(gone)
}

fn word(period: ReadingPeriod) -> &'static str {
    match period {
        ReadingPeriod::RealTime => "real_time",
        ReadingPeriod::TenMinute => "ten_minute",
        ReadingPeriod::Hour => "hour",
        ReadingPeriod::Day => "day",
    }
}

/// All that a reading says of its time, always in the same words; numbers as short as they can be read back.
fn says(reading: &Reading) -> String {
    let mut says = String::with_capacity(32);
    for value in [reading.avg, reading.min, reading.max, reading.rtd, reading.cou] {
        if let Some(value) = value {
            // Writing to a string does not fail.
            let _ = write!(says, "{value}");
        }
        says.push(';');
    }
    says.push(reading.flag);
    says
}

/// The reading of a line: start, packet and what it says.
fn read((monitor, factor, period): &Series, line: &str) -> Option<KeptReading> {
    let mut parts = line.splitn(3, ' ');
    let (start, packet, says) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    let mut values = says.splitn(6, ';');
    let mut value = || match values.next()? {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    };
    let [avg, min, max, rtd, cou] = [value()?, value()?, value()?, value()?, value()?];
    let reading = Reading {
        monitor: Arc::clone(monitor),
        factor: Arc::clone(factor),
        period: *period,
        start: DateTime::from_timestamp(start, 0)?.naive_utc(),
        avg,
        min,
        max,
        rtd,
        cou,
        flag: values.next()?.chars().next()?,
    };
    Some(KeptReading { reading, packet: PacketId(packet) })
}

/// Adds a reading, or completes the last one where both say the same and each what the other lacks.
fn add(found: &mut Vec<KeptReading>, next: KeptReading) {
    if let Some(joined) = found.last().and_then(|last| join(last, &next)) {
        found.pop();
        found.push(joined);
    } else {
        found.push(next);
    }
}

fn join(one: &KeptReading, other: &KeptReading) -> Option<KeptReading> {
    let (a, b) = (&one.reading, &other.reading);
    if (a.start, a.flag, a.period) != (b.start, b.flag, b.period) || (&a.monitor, &a.factor) != (&b.monitor, &b.factor)
    {
        return None;
    }
    let both = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) if a != b => None,
        (a, b) => Some(a.or(b)),
    };
    let reading = Reading {
        avg: both(a.avg, b.avg)?,
        min: both(a.min, b.min)?,
        max: both(a.max, b.max)?,
        rtd: both(a.rtd, b.rtd)?,
        cou: both(a.cou, b.cou)?,
        ..a.clone()
    };
    Some(KeptReading { reading, packet: one.packet.min(other.packet) })
}
