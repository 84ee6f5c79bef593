//! Answers that took long, beside their questions.

use super::{Connection, StoreError};
use crate::contract::ANSWERS_KEPT;

/// Keeps an answer as the latest and lets go of the oldest.
pub(super) async fn keep(connection: &mut Connection, question: &str, answer: &str) -> Result<(), StoreError> {
    // Of two programs that answer the same question one comes after the other.
    sqlx::query("lock table answers in exclusive mode").execute(&mut *connection).await?;
    sqlx::query("delete from answers where question = $1").bind(question).execute(&mut *connection).await?;
    let statement = "insert into answers (question, answer) values ($1, $2)";
    sqlx::query(statement).bind(question).bind(answer).execute(&mut *connection).await?;
    let statement = "delete from answers where id not in (select id from answers order by id desc limit $1)";
    sqlx::query(statement).bind(ANSWERS_KEPT).execute(connection).await?;
    Ok(())
}

/// The answer that is kept beside a question.
pub(super) async fn find(connection: &mut Connection, question: &str) -> Result<Option<String>, StoreError> {
    let statement = "select answer from answers where question = $1";
    Ok(sqlx::query_scalar(statement).bind(question).fetch_optional(connection).await?)
}
