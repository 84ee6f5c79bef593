//! Strangers, and what devices are asked.

use super::super::{CommandId, CommandState, DeviceCommand, NewCommand, Step, Stranger};
use super::{micros, time};
use crate::StoreError;
use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};

pub(super) async fn note_strangers(pool: &SqlitePool, strangers: &[Stranger]) -> Result<(), StoreError> {
    let upsert = "
        insert into strangers (mn, st, address, first, last, packets, sample) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        on conflict do update set
            st = excluded.st, address = excluded.address, first = min(first, excluded.first),
            last = max(last, excluded.last), packets = packets + excluded.packets, sample = excluded.sample";
    let mut transaction = pool.begin_with("begin immediate").await?;
    for stranger in strangers {
        let query = sqlx::query(upsert).bind(&stranger.mn).bind(&stranger.st).bind(&stranger.address);
        let query = query.bind(micros(stranger.first)).bind(micros(stranger.last));
        let packets = i64::try_from(stranger.packets).unwrap_or(i64::MAX);
        query.bind(packets).bind(stranger.sample.as_slice()).execute(&mut *transaction).await?;
    }
    Ok(transaction.commit().await?)
}

pub(super) async fn strangers(pool: &SqlitePool) -> Result<Vec<Stranger>, StoreError> {
    let stranger = |row: SqliteRow| {
        Ok(Stranger {
            mn: row.try_get("mn")?,
            st: row.try_get("st")?,
            address: row.try_get("address")?,
            first: time(row.try_get("first")?)?,
            last: time(row.try_get("last")?)?,
            packets: row.try_get::<i64, _>("packets")?.unsigned_abs(),
            sample: row.try_get("sample")?,
        })
    };
    sqlx::query("select * from strangers order by last desc, mn")
        .fetch_all(pool)
        .await?
        .into_iter()
        .map(stranger)
        .collect()
}

pub(super) async fn ask(pool: &SqlitePool, command: &NewCommand) -> Result<CommandId, StoreError> {
    let insert = "
        insert into commands (mn, cn, content, by, asked, qn, state) values (?1, ?2, ?3, ?4, ?5, ?6, 'queued')";
    let query = sqlx::query(insert).bind(&command.mn).bind(&command.cn).bind(&command.content).bind(&command.by);
    let done = query.bind(micros(command.asked)).bind(&command.qn).execute(pool).await?;
    Ok(CommandId(done.last_insert_rowid()))
}

pub(super) async fn commands(
    pool: &SqlitePool,
    mn: Option<&str>,
    limit: usize,
) -> Result<Vec<DeviceCommand>, StoreError> {
    let select = "select * from commands where ?1 is null or mn = ?1 order by id desc limit ?2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    with_steps(pool, sqlx::query(select).bind(mn).bind(limit).fetch_all(pool).await?).await
}

pub(super) async fn queued(pool: &SqlitePool) -> Result<Vec<DeviceCommand>, StoreError> {
    let select = "select * from commands where state = 'queued' order by id";
    with_steps(pool, sqlx::query(select).fetch_all(pool).await?).await
}

async fn with_steps(pool: &SqlitePool, rows: Vec<SqliteRow>) -> Result<Vec<DeviceCommand>, StoreError> {
    let mut commands = Vec::with_capacity(rows.len());
    for row in rows {
        let id: i64 = row.try_get("id")?;
        let steps = sqlx::query("select * from steps where command = ?1 order by number").bind(id);
        let step = |row: SqliteRow| {
            Ok(Step { state: state(&row)?, at: time(row.try_get("at")?)?, note: row.try_get("note")? })
        };
        let steps: Result<Vec<Step>, StoreError> = steps.fetch_all(pool).await?.into_iter().map(step).collect();
        commands.push(DeviceCommand {
            id: CommandId(id),
            mn: row.try_get("mn")?,
            cn: row.try_get("cn")?,
            content: row.try_get("content")?,
            by: row.try_get("by")?,
            asked: time(row.try_get("asked")?)?,
            qn: row.try_get("qn")?,
            state: state(&row)?,
            steps: steps?,
        });
    }
    Ok(commands)
}

pub(super) async fn advance(
    pool: &SqlitePool,
    id: CommandId,
    state: CommandState,
    at: DateTime<Utc>,
    note: Option<&str>,
) -> Result<(), StoreError> {
    let insert = "
        insert into steps (command, number, state, code, at, note)
        select ?1, count(*) + 1, ?2, ?3, ?4, ?5 from steps where command = ?1";
    let mut transaction = pool.begin_with("begin immediate").await?;
    let query = sqlx::query(insert).bind(id.0).bind(state.as_str()).bind(state.code()).bind(micros(at)).bind(note);
    query.execute(&mut *transaction).await?;
    let update = sqlx::query("update commands set state = ?2, code = ?3 where id = ?1");
    update.bind(id.0).bind(state.as_str()).bind(state.code()).execute(&mut *transaction).await?;
    Ok(transaction.commit().await?)
}

/// The state of a row of `commands` or `steps`.
fn state(row: &SqliteRow) -> Result<CommandState, StoreError> {
    let (word, code): (String, Option<u16>) = (row.try_get("state")?, row.try_get("code")?);
    CommandState::read(&word, code).ok_or(StoreError::Unreadable(word))
}
