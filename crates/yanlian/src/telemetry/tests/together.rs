//! Two programs on one database: a monitor may call at either.

use super::commands::answers;
use super::*;
use std::sync::atomic::Ordering;
use yanlian_store::telemetry::RawPacket;

on_each_database!(
    what_another_program_kept_is_known_when_it_comes_again,
    who_sends_to_another_program_is_not_silent,
    a_command_is_carried_by_one_program_and_its_answer_heard_by_any,
    what_a_program_had_under_way_is_taken_up_when_it_stops,
    what_a_crash_of_the_database_set_back_is_ingested_again,
);

/// The demonstration's second monitor.
const OTHER: &str = "D0E000000000000000000002";
/// So patient that nothing is asked again while a test runs.
const PATIENT: Duration = Duration::from_secs(3600);
/// So hasty that it gives up at once.
const HASTY: Duration = Duration::from_millis(30);

fn asking_again_after(command: Duration) -> Limits {
    Limits { command, ..Limits::default() }
}

/// A device calls and is answered.
async fn calls(post: &Post, mn: &str, number: i64) -> TcpStream {
    let password = post.device(mn).await.password;
    let mut stream = post.call().await;
    stream.write_all(&hour(mn, &password, number)).await.unwrap();
    assert_eq!(next(&mut stream).await.as_deref(), Some("9014"));
    stream
}

/// Waits until a program has kept that a command ended.
async fn ends(post: &Post, id: CommandId) -> CommandState {
    let mut news = post.telemetry.news();
    loop {
        let commands = post.telemetry.store.commands(None, 10).await.unwrap();
        let state = commands.iter().find(|command| command.id == id).unwrap().state;
        if !matches!(state, CommandState::Queued | CommandState::Sent | CommandState::Accepted) {
            return state;
        }
        news.changed().await.unwrap();
    }
}

async fn ask(post: &Post, mn: &str, request: Request) -> CommandId {
    post.telemetry.store.add_command(&request.of(mn, "officer", Clock::System.now())).await.unwrap()
}

async fn what_another_program_kept_is_known_when_it_comes_again(stores: Stores) {
    let first = post(&stores, Limits::default()).await;
    let second = beside(&stores, Limits::default()).await;
    calls(&first, MN, 0).await;
    calls(&second, MN, 0).await;
    assert_eq!((second.health().packets, second.health().duplicates), (0, 1));
    calls(&second, MN, 1).await;
    assert_eq!((second.health().packets, second.health().duplicates), (1, 1));
}

async fn who_sends_to_another_program_is_not_silent(stores: Stores) {
    let first = post(&stores, Limits::default()).await;
    let second = beside(&stores, Limits::default()).await;
    let mut heard = first.telemetry.watch();
    calls(&second, MN, 0).await;
    heard.recv().await.unwrap();
    let of = |post: &Post| {
        let Health { connections, packets, last_packet, elsewhere, .. } = post.health();
        (connections, packets, last_packet.is_some(), elsewhere)
    };
    assert_eq!((of(&first), of(&second).3), ((0, 0, true, true), false));
    calls(&first, MN, 1).await;
    assert!(!of(&first).3, "it came here at last");
}

async fn a_command_is_carried_by_one_program_and_its_answer_heard_by_any(stores: Stores) {
    let first = post(&stores, asking_again_after(PATIENT)).await;
    let mut stream = calls(&first, MN, 0).await;
    let asked = ask(&first, MN, Request::ReadTime).await;
    let said = answers(&first.device(MN).await, &mut stream).await;
    // One that starts later asks in vain, so that it has looked at what is under way many times.
    let second = beside(&stores, asking_again_after(HASTY)).await;
    let _silent = calls(&second, OTHER, 0).await;
    let in_vain = ask(&second, OTHER, Request::Sample).await;
    assert_eq!(ends(&second, in_vain).await, CommandState::Unanswered);
    let commands = first.telemetry.store.commands(Some(MN), 10).await.unwrap();
    assert_eq!((commands[0].id, commands[0].state), (asked, CommandState::Sent));
    // The device calls there with its answer.
    let mut stream = calls(&second, MN, 1).await;
    for bytes in said {
        stream.write_all(&bytes).await.unwrap();
    }
    assert_eq!(ends(&second, asked).await, CommandState::Done);
}

async fn what_a_program_had_under_way_is_taken_up_when_it_stops(stores: Stores) {
    let first = post(&stores, asking_again_after(PATIENT)).await;
    let mut stream = calls(&first, MN, 0).await;
    let asked = ask(&first, MN, Request::Sample).await;
    assert_eq!(next(&mut stream).await.as_deref(), Some("3012"));
    first.listener.stop().await;
    let second = beside(&stores, asking_again_after(HASTY)).await;
    assert_eq!(ends(&second, asked).await, CommandState::Unanswered);
}

async fn what_a_crash_of_the_database_set_back_is_ingested_again(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let received = Clock::System.now();
    let packets = [0, 1].map(|number| RawPacket { mn: MN.to_owned(), received, bytes: hour(MN, PASSWORD, number) });
    let numbers = post.telemetry.store.keep(&packets).await.unwrap();
    // The program has told of more than the database has ingested.
    post.telemetry.through.store(numbers[1].0, Ordering::Relaxed);
    pump::catch_up(&post.telemetry).await.unwrap();
    assert_eq!(post.telemetry.store.waiting(10).await.unwrap(), []);
    let (hours, month) = (ReadingPeriod::Hour, (at(1, 0), at(31, 0)));
    assert_eq!(post.telemetry.store.range(MN, None, hours, month.0, month.1).await.unwrap().len(), 2);
}
