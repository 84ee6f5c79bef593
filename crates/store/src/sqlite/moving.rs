//! One side of a move: the files of a folder.

use super::many::{Values, upsert_all};
use super::records::SqliteRecords;
use super::telemetry::SqliteTelemetry;
use super::transaction::Transaction;
use super::{Connection, RECORDS, make};
use crate::StoreError;
use crate::moving::{
    Cell, End, File, Kind, Page, SET_RECORDS, ShapeNumbers, Storage, Table, cell_of, columns, ends, select,
};
use crate::sqlite::records::{text_of_time, time_of_text};
use crate::stored::time_of;
use async_trait::async_trait;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Sqlite};
use std::collections::BTreeSet;
use std::path::Path;

/// A folder's files.
pub(crate) struct SqliteEnd {
    records: sqlx::SqlitePool,
    telemetry: SqliteTelemetry,
    shapes: ShapeNumbers,
}

/// Opens the files of a folder for a move, made where they are missing.
pub(crate) async fn open_end(folder: &Path) -> Result<SqliteEnd, StoreError> {
    make(folder).await?;
    let records = SqliteRecords::connect(&folder.join(RECORDS)).await?;
    let telemetry = SqliteTelemetry::open(folder).await?;
    Ok(SqliteEnd { records, telemetry, shapes: ShapeNumbers::default() })
}

impl SqliteEnd {
    async fn begin_writing(&self, file: File) -> Result<Transaction, StoreError> {
        match file {
            File::Records => Transaction::begin(&self.records, super::transaction::WRITING).await,
            other => self.telemetry.file(other).begin().await,
        }
    }

    fn pool(&self, file: File) -> &sqlx::SqlitePool {
        match file {
            File::Records => &self.records,
            other => &self.telemetry.file(other).readers,
        }
    }

    /// A cell as it is kept here.
    fn own(&self, kind: Kind, cell: Cell) -> Result<Cell, StoreError> {
        Ok(match (kind, cell) {
            (Kind::Time, Cell::Number(time)) => Cell::Text(text_of_time(time_of(time)?)),
            (Kind::Row, cell) => self.shapes.own(cell),
            (Kind::Flag, Cell::Number(0)) => Cell::Null,
            (_, cell) => cell,
        })
    }

    /// A cell as it travels.
    fn common(&self, kind: Kind, cell: Cell) -> Result<Cell, StoreError> {
        Ok(match (kind, cell) {
            (Kind::Time, Cell::Text(time)) => Cell::Number(time_of_text(&time)?.timestamp_micros()),
            (Kind::Row, cell) => self.shapes.common(cell),
            (_, cell) => cell,
        })
    }

    fn row_of(&self, table: &Table, row: &SqliteRow) -> Result<Vec<Cell>, StoreError> {
        let cells = table.columns.iter().enumerate();
        cells.map(|(at, (_, kind))| self.common(*kind, cell_of(row, at, storage(*kind))?)).collect()
    }
}

#[async_trait]
impl End for SqliteEnd {
    async fn unfinished(&self) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("select source from moves").fetch_optional(&self.records).await?)
    }

    async fn begin(&self, source: &str) -> Result<(), StoreError> {
        let unless = "insert into moves (source) select ?1 where not exists (select 1 from moves)";
        sqlx::query(unless).bind(source).execute(&self.records).await?;
        Ok(())
    }

    async fn shapes(&self) -> Result<Vec<(i64, String, String)>, StoreError> {
        Ok(sqlx::query_as("select id, register, fields from shapes").fetch_all(&self.records).await?)
    }

    async fn speak(&mut self, shapes: &[(i64, String, String)]) -> Result<(), StoreError> {
        let shape = "
            insert into shapes (register, fields) values (?1, ?2)
            on conflict do update set fields = fields returning id";
        for (theirs, register, fields) in shapes {
            let own: i64 = sqlx::query_scalar(shape).bind(register).bind(fields).fetch_one(&self.records).await?;
            self.shapes.pair(*theirs, own);
        }
        Ok(())
    }

    async fn rows(&self, table: &Table, after: &[Cell], limit: usize) -> Result<Page, StoreError> {
        let mut query = select::<Sqlite>(table, source(table), expression, after, limit);
        let found = query.build().persistent(false).fetch_all(self.pool(table.file)).await?;
        found.iter().map(|row| self.row_of(table, row)).collect()
    }

    async fn last_key(&self, table: &Table) -> Result<Vec<Cell>, StoreError> {
        let query = sqlx::query(AssertSqlSafe(ends(table, source(table))));
        let found = query.fetch_optional(self.pool(table.file)).await?;
        let kinds = table.columns[..table.key].iter().map(|(_, kind)| storage(*kind)).enumerate();
        found.map_or(Ok(Vec::new()), |row| kinds.map(|(at, storage)| cell_of(&row, at, storage)).collect())
    }

    async fn take(&self, table: &Table, rows: Page) -> Result<(), StoreError> {
        let own = |row: Vec<Cell>| -> Result<Vec<Cell>, StoreError> {
            row.into_iter().zip(table.columns).map(|(cell, (_, kind))| self.own(*kind, cell)).collect()
        };
        let rows = rows.into_iter().map(own).collect::<Result<Page, StoreError>>()?;
        let mut transaction = self.begin_writing(table.file).await?;
        let taken = take(&mut transaction, table, &rows).await;
        transaction.end(taken).await
    }

    async fn finish(&self) -> Result<(), StoreError> {
        // A crash of the computer may set these back a little, and nothing would bring them again.
        let checkpoint = "pragma wal_checkpoint(truncate)";
        sqlx::query(checkpoint).execute(&mut *self.telemetry.file(File::Readings).writer().await?).await?;
        let mut transaction = self.begin_writing(File::Records).await?;
        let finished = finish(&mut transaction).await;
        transaction.end(finished).await
    }

    async fn close(&self) {
        use crate::telemetry::Telemetry as _;
        self.records.close().await;
        self.telemetry.close().await;
    }
}

async fn finish(connection: &mut Connection) -> Result<(), StoreError> {
    // The index is made when the records are opened.
    for statement in ["delete from records", SET_RECORDS, "delete from search_definition", "delete from moves"] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    Ok(())
}

async fn take(connection: &mut Connection, table: &Table, rows: &Page) -> Result<(), StoreError> {
    if table.key == 0 {
        let delete = format!("delete from {}", table.name);
        sqlx::query(AssertSqlSafe(delete)).execute(&mut *connection).await?;
    }
    for device in devices(table, rows) {
        let insert = "insert into devices (mn) values (?1) on conflict do nothing";
        sqlx::query(insert).bind(device).execute(&mut *connection).await?;
    }
    let names = columns(table.columns.iter().map(|(name, kind)| if *kind == Kind::Device { "device" } else { name }));
    let insert = format!("insert into {} ({names}) ", table.name);
    upsert_all(connection, &insert, " on conflict do nothing", rows, |values, row| {
        for (at, (cell, (_, kind))) in row.iter().zip(table.columns).enumerate() {
            match kind {
                Kind::Device => push_device(values, cell),
                Kind::Later if *cell == row[at - 1] => push(values, &Cell::Null),
                _ => push(values, cell),
            }
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// The monitors that rows name.
fn devices<'r>(table: &Table, rows: &'r Page) -> BTreeSet<&'r str> {
    let at = table.columns.iter().position(|(_, kind)| *kind == Kind::Device);
    let cells = at.into_iter().flat_map(|at| rows.iter().map(move |row| &row[at]));
    cells.filter_map(|cell| if let Cell::Text(mn) = cell { Some(mn.as_str()) } else { None }).collect()
}

fn push(values: &mut Values<'_>, cell: &Cell) {
    match cell {
        // Bound too, so that full chunks have one text.
        Cell::Null => values.push_bind(None::<i64>),
        Cell::Number(number) => values.push_bind(*number),
        Cell::Text(text) => values.push_bind(text.clone()),
        Cell::Bytes(bytes) => values.push_bind(bytes.clone()),
    };
}

fn push_device(values: &mut Values<'_>, cell: &Cell) {
    let Cell::Text(mn) = cell else { return push(values, cell) };
    values.push("(select id from devices where mn = ").push_bind_unseparated(mn.clone()).push_unseparated(")");
}

fn storage(kind: Kind) -> Storage {
    match kind {
        Kind::Number | Kind::Flag | Kind::Later => Storage::Number,
        Kind::Time | Kind::Text | Kind::Said | Kind::Row | Kind::Device => Storage::Text,
        Kind::Bytes => Storage::Bytes,
    }
}

/// What stands for a table: packets with the MN of their device.
fn source(table: &Table) -> &'static str {
    match table.name {
        "packets" => "(select p.id, d.mn, p.received, p.bytes from packets p join devices d on d.id = p.device)",
        name => name,
    }
}

fn expression(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Flag => format!("\"{name}\" is not null"),
        Kind::Later => format!("coalesce(\"{name}\", packet)"),
        _ => format!("\"{name}\""),
    }
}
