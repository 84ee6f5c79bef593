//! Devices that nobody registered, and commands to those that are.

use super::packet;
use crate::records::minute;
use yanlian_store::Readings;
use yanlian_store::telemetry::{CommandState, NewCommand, UnregisteredDevice};

/// Somebody who was heard once, of whom so many packets were counted.
pub(crate) fn device(mn: &str, address: &str, at: i64, packets: u64) -> UnregisteredDevice {
    UnregisteredDevice {
        mn: mn.to_owned(),
        st: Some("32".to_owned()),
        address: address.to_owned(),
        first: minute(at),
        last: minute(at),
        packets,
        sample: packet(mn, at).bytes,
    }
}

pub(super) async fn adds_up_unregistered_devices(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    store.note_unregistered(&[device("S1", "10.0.0.1", 1, 2), device("S2", "10.0.0.2", 2, 1)]).await.unwrap();
    store.note_unregistered(&[device("S1", "10.0.0.3", 3, 5)]).await.unwrap();
    let first = UnregisteredDevice { first: minute(1), ..device("S1", "10.0.0.3", 3, 7) };
    assert_eq!(store.unregistered().await.unwrap(), [first, device("S2", "10.0.0.2", 2, 1)]);
    store.remove_unregistered("S1").await.unwrap();
    assert_eq!(store.unregistered().await.unwrap().len(), 1);
}

/// A command to a monitor at a minute.
pub(crate) fn ask(mn: &str, at: i64) -> NewCommand {
    NewCommand {
        mn: mn.to_owned(),
        cn: "2061".to_owned(),
        content: "BeginTime=20260301000000,EndTime=20260302000000".to_owned(),
        by: "officer".to_owned(),
        asked: minute(at),
        qn: format!("2026030100000000{at}"),
        submission: Some(format!("{mn} {at}")),
    }
}

pub(super) async fn follows_commands(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    let first = store.add_command(&ask("M1", 1)).await.unwrap();
    let other = open().await;
    let second = other.add_command(&ask("M2", 2)).await.unwrap();
    assert_eq!(other.add_command(&ask("M1", 1)).await.unwrap(), first, "the same form is one command");
    let queued = store.unfinished().await.unwrap();
    assert_eq!(queued.iter().map(|c| c.id).collect::<Vec<_>>(), [first, second]);
    assert_eq!(
        (queued[0].state, queued[0].steps.len(), &*queued[0].qn),
        (CommandState::Queued, 0, "20260301000000001")
    );

    store.advance(first, CommandState::Sent, minute(3), None).await.unwrap();
    let sent = &store.unfinished().await.unwrap()[0];
    assert_eq!((sent.id, sent.state, sent.steps.len()), (first, CommandState::Sent, 1));
    store.advance(second, CommandState::Accepted, minute(3), None).await.unwrap();
    store.advance(first, CommandState::Refused(3), minute(4), Some("QnRtn=3")).await.unwrap();
    store.close().await;
    let unfinished = other.unfinished().await.unwrap();
    assert_eq!(unfinished.iter().map(|c| (c.id, c.state)).collect::<Vec<_>>(), [(second, CommandState::Accepted)]);
    let commands = other.commands(None, 9).await.unwrap();
    assert_eq!(commands.iter().map(|c| c.id).collect::<Vec<_>>(), [second, first]);
    assert_eq!(commands[1].state, CommandState::Refused(3));
    let steps: Vec<_> = commands[1].steps.iter().map(|s| (s.state, s.at, s.note.as_deref())).collect();
    let refused = (CommandState::Refused(3), minute(4), Some("QnRtn=3"));
    assert_eq!(steps, [(CommandState::Sent, minute(3), None), refused]);
    assert_eq!(other.commands(Some("M1"), 9).await.unwrap(), commands[1..]);
    assert_eq!(other.commands(None, 1).await.unwrap(), commands[..1]);
}
