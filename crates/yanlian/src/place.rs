//! Where the registers are kept: one database in the data folder.

use anyhow::Context;
use std::path::Path;
use yanlian_store::Sqlite;

/// The database in a data folder.
const DATABASE: &str = "yanlian.sqlite";

/// Opens the registers of a data folder, made on first use.
pub(crate) async fn open(data: &Path) -> anyhow::Result<Sqlite> {
    let database = data.join(DATABASE);
    Sqlite::open(&database).await.with_context(|| format!("cannot open {}", database.display()))
}

/// Who writes, as far as this program knows before there are accounts.
pub(crate) fn operator() -> String {
    ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_else(|| "local".to_owned())
}
