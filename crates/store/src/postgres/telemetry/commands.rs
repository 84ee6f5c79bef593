//! Commands to monitors, and their status.

use super::Connection;
use crate::StoreError;
use crate::postgres::text;
use crate::stored::{rows, time_of};
use crate::telemetry::{CommandId, CommandState, DeviceCommand, NewCommand, Step};
use chrono::{DateTime, Utc};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use std::collections::HashMap;

const ASK: &str = "
    insert into commands (mn, cn, content, by, asked, qn, state, submission)
    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id";

const SUBMITTED: &str = "select id from commands where submission = $1";

const LAST: &str = "select * from commands where $1::text is null or mn = $1 order by id desc limit $2";

const UNFINISHED: &str = "select * from commands where state in ('queued', 'sent', 'accepted') order by id";

const STEPS: &str = "select command, at, state, code, note from steps where command = any($1) order by id";

pub(super) async fn add(connection: &mut Connection, command: &NewCommand) -> Result<CommandId, StoreError> {
    let query = sqlx::query_scalar(ASK)
        .bind(text::kept(&command.mn))
        .bind(&command.cn)
        .bind(text::kept(&command.content))
        .bind(&command.by)
        .bind(command.asked.timestamp_micros())
        .bind(&command.qn)
        .bind(CommandState::Queued.as_str())
        .bind(&command.submission);
    let id = match query.fetch_optional(&mut *connection).await? {
        Some(id) => id,
        None => sqlx::query_scalar(SUBMITTED).bind(&command.submission).fetch_one(connection).await?,
    };
    Ok(CommandId(id))
}

pub(super) async fn last(
    connection: &mut Connection,
    mn: Option<&str>,
    limit: usize,
) -> Result<Vec<DeviceCommand>, StoreError> {
    let found = sqlx::query(LAST).bind(mn.map(text::kept)).bind(rows(limit)).fetch_all(&mut *connection).await?;
    with_steps(connection, found).await
}

pub(super) async fn unfinished(connection: &mut Connection) -> Result<Vec<DeviceCommand>, StoreError> {
    let found = sqlx::query(UNFINISHED).fetch_all(&mut *connection).await?;
    with_steps(connection, found).await
}

pub(super) async fn advance(
    connection: &mut Connection,
    id: CommandId,
    state: CommandState,
    at: DateTime<Utc>,
    note: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query("update commands set state = $2, code = $3 where id = $1")
        .bind(id.0)
        .bind(state.as_str())
        .bind(state.code().map(i32::from))
        .execute(&mut *connection)
        .await?;
    sqlx::query("insert into steps (command, at, state, code, note) values ($1, $2, $3, $4, $5)")
        .bind(id.0)
        .bind(at.timestamp_micros())
        .bind(state.as_str())
        .bind(state.code().map(i32::from))
        .bind(note.map(text::kept))
        .execute(&mut *connection)
        .await?;
    Ok(())
}

async fn with_steps(connection: &mut Connection, found: Vec<PgRow>) -> Result<Vec<DeviceCommand>, StoreError> {
    let ids: Vec<i64> = found.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
    let found_steps = sqlx::query(STEPS).bind(&ids).fetch_all(connection).await?;
    let mut steps: HashMap<i64, Vec<Step>> = HashMap::new();
    for row in &found_steps {
        steps.entry(row.try_get("command")?).or_default().push(step_of(row)?);
    }
    let mut commands = Vec::with_capacity(found.len());
    for (row, id) in found.iter().zip(ids) {
        commands.push(DeviceCommand {
            id: CommandId(id),
            mn: text::read(row.try_get("mn")?),
            cn: row.try_get("cn")?,
            content: text::read(row.try_get("content")?),
            by: row.try_get("by")?,
            asked: time_of(row.try_get("asked")?)?,
            qn: row.try_get("qn")?,
            state: state_of(row)?,
            steps: steps.remove(&id).unwrap_or_default(),
        });
    }
    Ok(commands)
}

fn step_of(row: &PgRow) -> Result<Step, StoreError> {
    let note: Option<String> = row.try_get("note")?;
    Ok(Step { state: state_of(row)?, at: time_of(row.try_get("at")?)?, note: note.map(text::read) })
}

fn state_of(row: &PgRow) -> Result<CommandState, StoreError> {
    let word: String = row.try_get("state")?;
    let code: Option<i32> = row.try_get("code")?;
    let code = code.and_then(|code| u16::try_from(code).ok());
    CommandState::read(&word, code).ok_or_else(|| StoreError::Unreadable(format!("state {word} of a command")))
}
