//! What only one program may do at a time.

use super::Connection;
use crate::StoreError;
use crate::postgres::text;
use crate::stored::microseconds;
use std::time::Duration;

const TAKE: &str = "
    insert into leases as own (task, holder, until)
    values ($1, $2, clock_timestamp() + $3 * interval '1 microsecond')
    on conflict (task) do update set holder = excluded.holder, until = excluded.until
    where own.holder = excluded.holder or own.until <= clock_timestamp()";

pub(super) async fn take(
    connection: &mut Connection,
    task: &str,
    holder: &str,
    term: Duration,
) -> Result<bool, StoreError> {
    let taken =
        sqlx::query(TAKE).bind(text::kept(task)).bind(holder).bind(microseconds(term)).execute(connection).await?;
    Ok(taken.rows_affected() == 1)
}

/// Forgets the rights that have ended.
pub(super) async fn purge(connection: &mut Connection) -> Result<(), StoreError> {
    sqlx::query("delete from leases where until <= clock_timestamp()").execute(connection).await?;
    Ok(())
}
