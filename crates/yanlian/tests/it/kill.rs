//! Nothing that was answered is lost or there twice, whenever the program is killed. A longer run:
//! `cargo run -p yanlian --example kill_campaign`.

#[path = "../../examples/kill_campaign/campaign.rs"]
mod campaign;

use crate::stores::Stores;
use std::path::Path;

on_each_database!(what_was_answered_is_kept_once_whenever_the_program_is_killed);

async fn what_was_answered_is_kept_once_whenever_the_program_is_killed(stores: Stores) {
    // The campaign brings a runtime of its own.
    let campaign = move || campaign::run(Path::new(env!("CARGO_BIN_EXE_yanlian")), &stores.address(), 5, 3, 7);
    let seen = tokio::task::spawn_blocking(campaign).await.unwrap().unwrap();
    assert!(seen.kills == 5 && seen.answered > 100 && seen.packets >= seen.answered, "{seen:?}");
    assert!(seen.readings > seen.answered, "a packet says several things: {seen:?}");
}
