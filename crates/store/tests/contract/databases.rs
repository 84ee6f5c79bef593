//! The address of a store of each database, for the tests: a further database is a function here and a line
//! under each list of checks. `None` where a database is not on this machine, which is said.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) fn sqlite(folder: &Path) -> Option<String> {
    Some(format!("sqlite:{}", folder.join("made").display()))
}

/// A database of its own on a server that ends with the run.
pub(crate) fn postgres(folder: &Path) -> Option<String> {
    let name = name_of(folder);
    let tool = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/postgres");
    // One test may be one process; then the runner is its parent, and all tests share a server.
    let run = match std::env::var_os("NEXTEST") {
        Some(_) => std::os::unix::process::parent_id(),
        None => std::process::id(),
    };
    let made = Command::new(tool).args([name, &run.to_string()]).stderr(Stdio::inherit()).output().unwrap();
    if made.status.code() == Some(3) {
        let required = std::env::var_os("YANLIAN_REQUIRE_POSTGRES").is_some();
        assert!(!required, "PostgreSQL is required and not installed");
        // Not captured, as what is printed by a test that passes.
        std::io::stderr().write_all(b"NOT TESTED: PostgreSQL is not installed on this machine\n").unwrap();
        return None;
    }
    assert!(made.status.success(), "{made:?}");
    Some(String::from_utf8(made.stdout).unwrap().trim().to_owned())
}

/// What the database of a test is called that has this folder for itself.
pub(crate) fn name_of(folder: &Path) -> &str {
    folder.file_name().unwrap().to_str().unwrap().trim_matches('.')
}
