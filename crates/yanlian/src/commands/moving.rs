//! `yanlian move`: from one database to another.

use super::unfinished;
use crate::terminal::MoveProgress;
use crate::{Failure, Outcome};
use yanlian_model::{Arg, Lang, Message};
use yanlian_present::i18n;
use yanlian_store::{Address, MoveError, StoreError, move_store};

/// Moves everything, and says how much it was.
pub(super) async fn run(from: &Address, to: &Address, lang: Lang) -> Outcome {
    let progress = MoveProgress::new(lang);
    let moved = move_store(from, to, &mut |step| progress.report(step)).await;
    drop(progress);
    let moved = match moved {
        Ok(moved) => moved,
        Err(MoveError::Same(address)) => {
            return Err(Failure::Usage(Message::new("cli-move-same").with("address", address)));
        }
        Err(MoveError::Empty(address)) => {
            return Err(Failure::Usage(Message::new("cli-move-empty").with("address", address)));
        }
        Err(MoveError::NotEmpty(address)) => return refused(lang, "cli-move-not-empty", address),
        Err(MoveError::OtherSource(source)) => return refused(lang, "cli-move-other-source", source),
        Err(MoveError::Differs(table)) => return refused(lang, "cli-move-differs", table),
        Err(MoveError::Store(StoreError::Unfinished(source))) => return Err(unfinished(from, source)),
        Err(error) => return Err(error.into()),
    };
    // The sentence takes what it names.
    let mut told: Vec<_> = moved.iter().map(|(table, rows)| (*table, Arg::from(*rows as f64))).collect();
    told.push(("address", Arg::from(to.to_string())));
    println!("{}", i18n::text(lang, "cli-moved", &told));
    Ok(())
}

/// Says why nothing was moved, or not all.
fn refused(lang: Lang, why: &str, what: impl Into<Arg>) -> Outcome {
    eprintln!("{}", i18n::text(lang, why, &[("what", what.into())]));
    Err(Failure::Input)
}
