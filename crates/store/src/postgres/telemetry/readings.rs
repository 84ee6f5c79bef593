//! The readings, and through which packet they are ingested.

use super::Connection;
use crate::StoreError;
use crate::postgres::notice::Notice;
use crate::postgres::text;
use crate::stored::{follows, local_time_of, period_number, period_of, seconds};
use crate::telemetry::said::{self, Said};
use crate::telemetry::told::{Telling, Told};
use crate::telemetry::{IngestOutcome, Keep, KeptReading, PacketId};
use chrono::NaiveDateTime;
use futures_util::TryStreamExt;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use yanlian_model::ReadingPeriod;

/// How often something new came.
pub(super) const SEQUENCE: Notice = Notice { channel: "yanlian_readings", number: "select sequence from laid" };

/// What is here may be set back, never the packets; nothing of it waits for the disk.
const NOT_DURABLE: &str = "set local synchronous_commit = off";

const NEW_SERIES: &str = "
    insert into series (monitor, factor, period)
    select distinct monitor, factor, period
    from unnest($1::text[], $2::text[], $3::smallint[]) as said (monitor, factor, period)
    where not exists (
        select from series s where s.monitor = said.monitor and s.factor = said.factor and s.period = said.period
    )";

/// What was said before is not kept again.
const INSERT: &str = "
    insert into readings (series, start, says, packet, last, ahead)
    select s.id, start, says, packet, packet, ahead
    from unnest($1::text[], $2::text[], $3::smallint[], $4::bigint[], $5::text[], $6::bigint[], $7::boolean[])
        as said (monitor, factor, period, start, says, packet, ahead)
    join series s using (monitor, factor, period)
    order by s.id, start, says
    on conflict do nothing";

/// A later packet that says the same is noted; where it says it in time, it was measured.
const SAID_AGAIN: &str = "
    update readings r set last = said.last, ahead = r.ahead and not coalesce(said.last_in_time > r.last, false)
    from unnest($1::text[], $2::text[], $3::smallint[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[])
        as said (monitor, factor, period, start, says, last, last_in_time)
    join series s using (monitor, factor, period)
    where r.series = s.id and r.start = said.start and r.says = said.says and r.last < said.last";

/// The series of monitor $1 for period $2, of the factors in $3 or of all.
const SERIES: &str = "
    select id, factor from series
    where monitor = $1 and period = $2 and ($3::text[] is null or factor = any($3))
    order by factor";

/// The rows of series $1 from $2 to before $3.
const RANGE: &str = "
    select start, packet, last, ahead, says from readings
    where series = $1 and start >= $2 and start < $3
    order by start, says";

/// Every series with the rows of its newest time; what is ahead of its time is not the newest.
const LATEST: &str = "
    select s.monitor, s.factor, s.period, r.*
    from series s
    cross join lateral (
        select start, packet, last, ahead, says from readings
        where series = s.id and not ahead and start = (
            select start from readings where series = s.id and not ahead order by start desc limit 1
        )
    ) r
    order by s.monitor, s.period, s.factor, r.says";

/// The first time from $1 on; each series is asked for its own, so that no row is read for nothing.
const FIRST: &str = "
    select min((select min(start) from readings where series = s.id and start >= $1)) from series s";

const FORGET: &str = "
    delete from readings using series s where s.id = series and s.period = $1 and start < $2";

/// What readings say, column by column; each once.
#[derive(Default)]
struct Columns<'a> {
    monitors: Vec<Cow<'a, str>>,
    factors: Vec<Cow<'a, str>>,
    periods: Vec<i16>,
    starts: Vec<i64>,
    says: Vec<String>,
    first: Vec<i64>,
    first_ahead: Vec<bool>,
    last: Vec<i64>,
    last_in_time: Vec<Option<i64>>,
}

/// By which packets something was said.
struct SaidBy {
    first: (i64, bool),
    last: i64,
    last_in_time: Option<i64>,
}

impl<'a> Columns<'a> {
    fn of(readings: &'a [KeptReading]) -> Columns<'a> {
        let mut said: BTreeMap<(&str, &str, i16, i64, String), SaidBy> = BTreeMap::new();
        for KeptReading { reading, packet: PacketId(packet), ahead } in readings {
            let period = period_number(reading.period);
            let key = (&*reading.monitor, &*reading.factor, period, seconds(reading.start), said::text(reading));
            let by = SaidBy { first: (*packet, *ahead), last: *packet, last_in_time: (!ahead).then_some(*packet) };
            let all = said.entry(key).or_insert(SaidBy { ..by });
            all.first = all.first.min(by.first);
            all.last = all.last.max(by.last);
            all.last_in_time = all.last_in_time.max(by.last_in_time);
        }
        let mut columns = Columns::default();
        for ((monitor, factor, period, start, says), by) in said {
            columns.monitors.push(text::kept(monitor));
            columns.factors.push(text::kept(factor));
            columns.periods.push(period);
            columns.starts.push(start);
            columns.says.push(text::kept(&says).into_owned());
            columns.first.push(by.first.0);
            columns.first_ahead.push(by.first.1);
            columns.last.push(by.last);
            columns.last_in_time.push(by.last_in_time);
        }
        columns
    }
}

pub(super) async fn ingest(
    connection: &mut Connection,
    readings: &[KeptReading],
    after: PacketId,
    PacketId(through): PacketId,
) -> Result<IngestOutcome, StoreError> {
    sqlx::query(NOT_DURABLE).execute(&mut *connection).await?;
    // Whoever ingests holds this row.
    let laid = sqlx::query_scalar("select packet from laid for update").fetch_one(&mut *connection).await?;
    follows(after, laid)?;
    let (mut new, mut again) = (0, 0);
    if !readings.is_empty() {
        let columns = Columns::of(readings);
        let series = sqlx::query(NEW_SERIES).bind(&columns.monitors).bind(&columns.factors).bind(&columns.periods);
        series.execute(&mut *connection).await?;
        let said = |statement| {
            let query = sqlx::query(statement).bind(&columns.monitors).bind(&columns.factors).bind(&columns.periods);
            query.bind(&columns.starts).bind(&columns.says)
        };
        let insert = said(INSERT).bind(&columns.first).bind(&columns.first_ahead);
        new = insert.execute(&mut *connection).await?.rows_affected();
        if new < readings.len() as u64 {
            let update = said(SAID_AGAIN).bind(&columns.last).bind(&columns.last_in_time);
            again = update.execute(&mut *connection).await?.rows_affected();
        }
    }
    if new > 0 || again > 0 {
        sqlx::query("select pg_notify($1, '')").bind(SEQUENCE.channel).execute(&mut *connection).await?;
    }
    sqlx::query("update laid set packet = greatest(packet, $1), sequence = sequence + $2")
        .bind(through)
        .bind(i64::from(new > 0 || again > 0))
        .execute(connection)
        .await?;
    Ok(IngestOutcome { new, known: readings.len() as u64 - new })
}

/// A row of a series: start, first and last packet, whether it is ahead, and what was said.
type Row = (i64, i64, i64, bool, String);

/// Takes the next row of a series.
fn tell((start, first, last, ahead, says): Row, telling: &mut Telling<'_>) -> Result<(), StoreError> {
    let says = text::read(says);
    let (Some(start), Some((said, ""))) = (local_time_of(start), Said::read(&says)) else {
        return Err(telling.unreadable());
    };
    telling.take(start, Told { said, first, last, ahead });
    Ok(())
}

pub(super) async fn range(
    connection: &mut Connection,
    monitor: &str,
    factors: Option<&[&str]>,
    period: ReadingPeriod,
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Result<Vec<KeptReading>, StoreError> {
    let factors = factors.map(|factors| factors.iter().map(|factor| text::kept(factor)).collect::<Vec<_>>());
    let series = sqlx::query_as(SERIES).bind(text::kept(monitor)).bind(period_number(period)).bind(factors);
    let series: Vec<(i64, String)> = series.fetch_all(&mut *connection).await?;
    let monitor: Arc<str> = monitor.into();
    let mut readings = Vec::new();
    for (id, factor) in series {
        let series = (Arc::clone(&monitor), text::read(factor).into(), period);
        let mut telling = Telling::new(series, &mut readings);
        let query = sqlx::query_as(RANGE).bind(id).bind(seconds(from)).bind(seconds(to));
        let mut rows = query.fetch(&mut *connection);
        while let Some(row) = rows.try_next().await? {
            tell(row, &mut telling)?;
        }
        telling.give();
    }
    Ok(readings)
}

pub(super) async fn latest(connection: &mut Connection) -> Result<Vec<KeptReading>, StoreError> {
    type OfSeries = (String, String, i16, i64, i64, i64, bool, String);
    let rows: Vec<OfSeries> = sqlx::query_as(LATEST).fetch_all(connection).await?;
    let mut readings = Vec::new();
    for of_series in rows.chunk_by(|one, next| (&one.0, &one.1, one.2) == (&next.0, &next.1, next.2)) {
        let (monitor, factor, period, ..) = &of_series[0];
        let name = |kept: &String| Arc::from(text::read(kept.clone()));
        let mut telling = Telling::new((name(monitor), name(factor), period_of(*period)?), &mut readings);
        for (.., start, first, last, ahead, says) in of_series {
            tell((*start, *first, *last, *ahead, says.clone()), &mut telling)?;
        }
        telling.give();
    }
    Ok(readings)
}

pub(super) async fn monitors(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let query = sqlx::query_scalar("select distinct monitor from series order by monitor");
    Ok(query.fetch_all(connection).await?.into_iter().map(text::read).collect())
}

pub(super) async fn first_from(
    connection: &mut Connection,
    from: NaiveDateTime,
) -> Result<Option<NaiveDateTime>, StoreError> {
    let query = sqlx::query_scalar::<_, Option<i64>>(FIRST).bind(seconds(from));
    Ok(query.fetch_one(connection).await?.and_then(local_time_of))
}

/// The last packet whose readings are ingested.
pub(super) async fn ingested_through(connection: &mut Connection) -> Result<PacketId, StoreError> {
    Ok(PacketId(sqlx::query_scalar("select packet from laid").fetch_one(connection).await?))
}

pub(super) async fn sequence(connection: &mut Connection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(SEQUENCE.number).fetch_one(connection).await?)
}

pub(super) async fn purge(connection: &mut Connection, keep: &Keep) -> Result<u64, StoreError> {
    let mut forgotten = 0;
    for period in ReadingPeriod::ALL {
        let Some(before) = keep.readings(period) else { continue };
        let query = sqlx::query(FORGET).bind(period_number(period)).bind(seconds(before));
        forgotten += query.execute(&mut *connection).await?.rows_affected();
    }
    Ok(forgotten)
}
