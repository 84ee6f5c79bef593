//! `yanlian move`: from one database to another.

use crate::terminal::MoveProgress;
use crate::{Failure, Outcome};
use yanlian_answers::i18n;
use yanlian_model::{Arg, Lang, Message};
use yanlian_store::{Address, MoveError, move_store};

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
        Err(MoveError::Store(error)) => return Err(error.into()),
    };
    let rows = |table| moved.iter().find(|(name, _)| *name == table).map_or(0, |(_, rows)| *rows);
    let counts = [("entries", rows("entries")), ("versions", rows("versions"))];
    let telemetry = [("packets", rows("packets")), ("readings", rows("readings"))];
    let counts: Vec<_> = counts.iter().chain(&telemetry).map(|(name, rows)| (*name, Arg::from(*rows as f64))).collect();
    println!("{}", i18n::text(lang, "cli-moved", &[&counts[..], &[("address", Arg::from(to.to_string()))]].concat()));
    Ok(())
}

/// Says why nothing was moved, or not all.
fn refused(lang: Lang, why: &str, what: impl Into<Arg>) -> Outcome {
    eprintln!("{}", i18n::text(lang, why, &[("what", what.into())]));
    Err(Failure::Input)
}
