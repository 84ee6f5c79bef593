//! The readings, and through which packet they are laid in.
//!
//! Rows of one series come out together, their numbers as arrays and what they say as one text: a row, or a text, of
//! its own would cost more on its way than to find it.

use super::Connection;
use crate::StoreError;
use crate::postgres::notice::Notice;
use crate::postgres::text;
use crate::stored::{follows, local_time_of, period_number, period_of, seconds};
use crate::telemetry::said::{self, Said};
use crate::telemetry::told::{Series, Telling, Told};
use crate::telemetry::{Keep, KeptReading, LaidIn, PacketId};
use chrono::NaiveDateTime;
use futures_util::TryStreamExt;
use std::borrow::Cow;
use std::collections::BTreeMap;
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

/// The factors of monitor $1 for period $2, of those in $5 or of all, each with its rows from $3 to before $4.
const RANGE: &str = "
    select s.monitor, s.factor, s.period, r.*
    from series s
    cross join lateral (
        select array_agg(start), array_agg(packet), array_agg(last), array_agg(ahead), string_agg(says, '')
        from (
            select start, packet, last, ahead, says from readings
            where series = s.id and start >= $3 and start < $4 order by start, says
        ) one
    ) r (start, packet, last, ahead, says)
    where s.monitor = $1 and s.period = $2 and ($5::text[] is null or s.factor = any($5)) and r.start is not null
    order by s.factor";

/// Every series with the rows of its newest time; what is ahead of its time is not the newest.
const LATEST: &str = "
    select s.monitor, s.factor, s.period, r.*
    from series s
    cross join lateral (
        select array_agg(start), array_agg(packet), array_agg(last), array_agg(ahead), string_agg(says, '')
        from (
            select start, packet, last, ahead, says from readings
            where series = s.id and not ahead and start = (
                select start from readings where series = s.id and not ahead order by start desc limit 1
            )
            order by says
        ) one
    ) r (start, packet, last, ahead, says)
    where r.start is not null
    order by s.monitor, s.period, s.factor";

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

pub(super) async fn lay_in(
    connection: &mut Connection,
    readings: &[KeptReading],
    after: PacketId,
    PacketId(through): PacketId,
) -> Result<LaidIn, StoreError> {
    sqlx::query(NOT_DURABLE).execute(&mut *connection).await?;
    // Whoever lays in holds this row.
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
    Ok(LaidIn { new, known: readings.len() as u64 - new })
}

/// The rows of a series, as SQL puts them together: monitor, factor and period; start, first and last packet,
/// whether it is ahead, and what was said, one behind the other.
type Rows = (String, String, i16, Vec<i64>, Vec<i64>, Vec<i64>, Vec<bool>, String);

/// Adds the readings of a series.
fn tell(
    (monitor, factor, period, start, first, last, ahead, says): Rows,
    readings: &mut Vec<KeptReading>,
) -> Result<(), StoreError> {
    let (monitor, factor) = (text::read(monitor), text::read(factor));
    let series: Series = (monitor.into(), factor.into(), period_of(period)?);
    let mut telling = Telling::new(series, readings);
    let says = text::read(says);
    let mut rest = &*says;
    for (start, ((first, last), ahead)) in start.into_iter().zip(first.into_iter().zip(last).zip(ahead)) {
        let (Some(start), Some((said, behind))) = (local_time_of(start), Said::read(rest)) else {
            return Err(telling.unreadable());
        };
        telling.take(start, Told { said, first, last, ahead });
        rest = behind;
    }
    telling.give();
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
    let mut found = sqlx::query_as::<_, Rows>(RANGE)
        .bind(text::kept(monitor))
        .bind(period_number(period))
        .bind(seconds(from))
        .bind(seconds(to))
        .bind(factors)
        .fetch(connection);
    let mut readings = Vec::new();
    while let Some(rows) = found.try_next().await? {
        tell(rows, &mut readings)?;
    }
    Ok(readings)
}

pub(super) async fn latest(connection: &mut Connection) -> Result<Vec<KeptReading>, StoreError> {
    let mut found = sqlx::query_as::<_, Rows>(LATEST).fetch(connection);
    let mut readings = Vec::new();
    while let Some(rows) = found.try_next().await? {
        tell(rows, &mut readings)?;
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

/// The last packet whose readings are laid in.
pub(super) async fn laid_through(connection: &mut Connection) -> Result<PacketId, StoreError> {
    Ok(PacketId(sqlx::query_scalar("select packet from laid").fetch_one(connection).await?))
}

pub(super) async fn sequence(connection: &mut Connection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(SEQUENCE.number).fetch_one(connection).await?)
}

pub(super) async fn forget(connection: &mut Connection, keep: &Keep) -> Result<u64, StoreError> {
    let mut forgotten = 0;
    for period in ReadingPeriod::ALL {
        let Some(before) = keep.readings(period) else { continue };
        let query = sqlx::query(FORGET).bind(period_number(period)).bind(seconds(before));
        forgotten += query.execute(&mut *connection).await?.rows_affected();
    }
    Ok(forgotten)
}
