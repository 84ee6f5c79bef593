//! Nothing that was answered is lost or there twice, whenever the program is killed. A longer run:
//! `cargo run -p yanlian --example kill_campaign`.

#[path = "../../examples/kill_campaign/campaign.rs"]
mod campaign;
#[path = "../../../store/tests/contract/databases.rs"]
mod databases;

use std::path::Path;
use yanlian_store::Address;

#[test]
fn what_was_answered_is_kept_once_whenever_the_program_is_killed() {
    killed(databases::sqlite);
}

#[test]
fn what_was_answered_is_kept_once_by_postgres_whenever_the_program_is_killed() {
    killed(databases::postgres);
}

fn killed(database: impl Fn(&Path) -> Option<Address>) {
    let folder = tempfile::tempdir().unwrap();
    let Some(database) = database(folder.path()) else { return };
    let seen = campaign::run(Path::new(env!("CARGO_BIN_EXE_yanlian")), &database, 5, 3, 7).unwrap();
    assert!(seen.kills == 5 && seen.answered > 100 && seen.packets >= seen.answered, "{seen:?}");
    assert!(seen.readings > seen.answered, "a packet says several things: {seen:?}");
}
