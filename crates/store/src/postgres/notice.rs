//! Hearing of what others wrote.

use super::database::Database;
use crate::StoreError;

/// Something that is written, and who writes it tells of.
pub(super) struct Notice {
    /// The name by which it is told.
    pub(super) channel: &'static str,
    /// Gives its number, which every change raises.
    pub(super) number: &'static str,
}

/// Waits until the number is another than `seen`, and gives it.
pub(super) async fn wait_past(database: &Database, notice: Notice, seen: i64) -> Result<i64, StoreError> {
    let mut listener = database.listener(notice.channel).await?;
    loop {
        let found: i64 = sqlx::query_scalar(notice.number).fetch_one(&mut listener).await?;
        if found != seen {
            return Ok(found);
        }
        // Also where the connection was lost and is there again: what was told meanwhile is asked.
        listener.try_recv().await?;
    }
}
