//! What only one program may do at a time.

use super::Connection;
use crate::StoreError;
use crate::stored::microseconds;
use std::time::Duration;

const TAKE: &str = "
    with now (microseconds) as (select cast(unixepoch('subsec') * 1000000 as integer))
    insert into leases (task, holder, until) select ?1, ?2, now.microseconds + ?3 from now where true
    on conflict (task) do update set holder = excluded.holder, until = excluded.until
    where leases.holder = excluded.holder or leases.until <= excluded.until - ?3";

pub(super) async fn take(
    connection: &mut Connection,
    task: &str,
    holder: &str,
    term: Duration,
) -> Result<bool, StoreError> {
    let taken = sqlx::query(TAKE).bind(task).bind(holder).bind(microseconds(term)).execute(connection).await?;
    Ok(taken.rows_affected() == 1)
}

/// Forgets the rights that have ended.
pub(super) async fn purge(connection: &mut Connection) -> Result<(), StoreError> {
    sqlx::query("delete from leases where until <= unixepoch('subsec') * 1000000").execute(connection).await?;
    Ok(())
}
