//! One side of a move: a database of PostgreSQL.

use super::database::Database;
use super::{PostgresAddress, WRITING, connect, text, unfinished};
use crate::StoreError;
use crate::moving::{Cell, End, Kind, Page, SET_RECORDS, ShapeNumbers, Storage, Table, cell_of, columns, ends, select};
use async_trait::async_trait;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Postgres};

/// What follows from the rows; the index is made when the records are opened.
const FINISH: [&str; 9] = [
    "update head set revision = (select coalesce(max(id), 0) from entries)",
    "delete from records",
    SET_RECORDS,
    "delete from search_definition",
    // What was forgotten had been applied before.
    "update last_packet set id = greatest(
        (select coalesce(max(id), 0) from packets), (select coalesce(max(packet), 0) from laid))",
    "select setval(pg_get_serial_sequence('commands', 'id'), max(id)) from commands",
    "select setval(pg_get_serial_sequence('steps', 'id'), max(id)) from steps",
    "select setval(pg_get_serial_sequence('series', 'id'), max(id)) from series",
    "delete from moves",
];

/// A database.
pub(crate) struct PostgresEnd {
    database: Database,
    shapes: ShapeNumbers,
}

/// Opens a database for a move, its tables made.
pub(crate) async fn open_end(address: &PostgresAddress) -> Result<PostgresEnd, StoreError> {
    Ok(PostgresEnd { database: connect(address).await?, shapes: ShapeNumbers::default() })
}

impl PostgresEnd {
    /// A cell as it is kept here.
    fn own(&self, kind: Kind, cell: Cell) -> Cell {
        match kind {
            Kind::Said | Kind::Device => cell.map_text(|said| text::kept(&said).into_owned()),
            Kind::Row => self.shapes.own(cell),
            _ => cell,
        }
    }

    /// A cell as it travels.
    fn common(&self, kind: Kind, cell: Cell) -> Cell {
        match kind {
            Kind::Said | Kind::Device => cell.map_text(text::read),
            Kind::Row => self.shapes.common(cell),
            _ => cell,
        }
    }

    fn row_of(&self, columns: &[(&str, Kind)], row: &PgRow) -> Result<Vec<Cell>, StoreError> {
        let cells = columns.iter().enumerate();
        cells.map(|(at, (_, kind))| Ok(self.common(*kind, cell_of(row, at, storage(*kind))?))).collect()
    }
}

#[async_trait]
impl End for PostgresEnd {
    async fn unfinished(&self) -> Result<Option<String>, StoreError> {
        unfinished(&self.database).await
    }

    async fn begin(&self, source: &str) -> Result<(), StoreError> {
        let unless = "insert into moves (source) select $1 where not exists (select from moves)";
        sqlx::query(unless).bind(source).execute(&mut *self.database.connection().await?).await?;
        Ok(())
    }

    async fn shapes(&self) -> Result<Vec<(i64, String, String)>, StoreError> {
        Ok(sqlx::query_as("select id, register, fields from shapes")
            .fetch_all(&mut *self.database.connection().await?)
            .await?)
    }

    async fn speak(&mut self, shapes: &[(i64, String, String)]) -> Result<(), StoreError> {
        let shape = "
            insert into shapes (register, fields) values ($1, $2)
            on conflict (register, fields) do update set fields = excluded.fields returning id";
        for (theirs, register, fields) in shapes {
            let own: i64 = sqlx::query_scalar(shape)
                .bind(register)
                .bind(fields)
                .fetch_one(&mut *self.database.connection().await?)
                .await?;
            self.shapes.pair(*theirs, own);
        }
        Ok(())
    }

    async fn rows(&self, table: &Table, after: &[Cell], limit: usize) -> Result<Page, StoreError> {
        let kinds = table.columns.iter().map(|(_, kind)| *kind);
        let after: Vec<Cell> = after.iter().cloned().zip(kinds).map(|(cell, kind)| self.own(kind, cell)).collect();
        let mut query = select::<Postgres>(table, table.name, expression, &after, limit);
        let found = query.build().persistent(false).fetch_all(&mut *self.database.connection().await?).await?;
        found.iter().map(|row| self.row_of(table.columns, row)).collect()
    }

    async fn last_key(&self, table: &Table) -> Result<Vec<Cell>, StoreError> {
        let query = sqlx::query(AssertSqlSafe(ends(table, table.name)));
        let found = query.fetch_optional(&mut *self.database.connection().await?).await?;
        found.map_or(Ok(Vec::new()), |row| self.row_of(&table.columns[..table.key], &row))
    }

    async fn take(&self, table: &Table, rows: Page) -> Result<(), StoreError> {
        let mut transaction = self.database.begin(WRITING).await?;
        if table.key == 0 {
            let delete = format!("delete from {}", table.name);
            sqlx::query(AssertSqlSafe(delete)).execute(&mut *transaction).await?;
        }
        let mut query = sqlx::query(AssertSqlSafe(insert(table)));
        let mut rows: Vec<_> = rows.into_iter().map(Vec::into_iter).collect();
        for (_, kind) in table.columns {
            let column = rows.iter_mut().map(|row| self.own(*kind, row.next().unwrap_or(Cell::Null)));
            query = match storage(*kind) {
                Storage::Number => query.bind(column.map(number).collect::<Vec<Option<i64>>>()),
                Storage::Text => query.bind(column.map(text_of).collect::<Vec<Option<String>>>()),
                Storage::Bytes => query.bind(column.map(bytes).collect::<Vec<Option<Vec<u8>>>>()),
            };
        }
        query.execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    async fn finish(&self) -> Result<(), StoreError> {
        let mut transaction = self.database.begin(WRITING).await?;
        for statement in FINISH {
            sqlx::query(statement).execute(&mut *transaction).await?;
        }
        Ok(transaction.commit().await?)
    }

    async fn close(&self) {
        self.database.close().await;
    }
}

/// The statement that takes rows column by column.
fn insert(table: &Table) -> String {
    let names = columns(table.columns.iter().map(|(name, _)| *name));
    let (mut read, mut arrays) = (Vec::new(), Vec::new());
    for (at, (name, kind)) in table.columns.iter().enumerate() {
        let sql_type = match storage(*kind) {
            Storage::Number => "bigint",
            Storage::Text => "text",
            Storage::Bytes => "bytea",
        };
        arrays.push(format!("${}::{sql_type}[]", at + 1));
        read.push(if *kind == Kind::Flag { format!("\"{name}\" <> 0") } else { format!("\"{name}\"") });
    }
    let (read, arrays, table) = (read.join(", "), arrays.join(", "), table.name);
    format!(
        "insert into {table} ({names}) overriding system value
        select {read} from unnest({arrays}) as r ({names}) on conflict do nothing"
    )
}

fn number(cell: Cell) -> Option<i64> {
    if let Cell::Number(number) = cell { Some(number) } else { None }
}

fn text_of(cell: Cell) -> Option<String> {
    if let Cell::Text(text) = cell { Some(text) } else { None }
}

fn bytes(cell: Cell) -> Option<Vec<u8>> {
    if let Cell::Bytes(bytes) = cell { Some(bytes) } else { None }
}

fn storage(kind: Kind) -> Storage {
    match kind {
        Kind::Number | Kind::Flag | Kind::Later | Kind::Time => Storage::Number,
        Kind::Text | Kind::Said | Kind::Row | Kind::Device => Storage::Text,
        Kind::Bytes => Storage::Bytes,
    }
}

fn expression(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Flag => format!("\"{name}\"::integer::bigint"),
        Kind::Number => format!("\"{name}\"::bigint"),
        _ => format!("\"{name}\""),
    }
}
