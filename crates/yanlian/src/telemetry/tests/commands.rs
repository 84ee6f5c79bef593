//! What monitors are asked, as they see it.

use super::*;

on_each_database!(a_command_goes_down_and_its_life_is_kept, a_device_that_asks_for_the_time_is_told_it_once);

/// What a device says to the request that comes next.
pub(super) async fn answers(device: &Device, stream: &mut TcpStream) -> Vec<Vec<u8>> {
    let mut request = vec![0; 1024];
    let read = stream.read(&mut request).await.unwrap();
    let text = String::from_utf8_lossy(&request[6..read - 6]).into_owned();
    device.respond(&Packet::parse(&text).0, at(1, 0))
}

async fn a_command_goes_down_and_its_life_is_kept(stores: Stores) {
    let post = post(&stores, Limits { command: Duration::from_millis(100), ..Limits::default() }).await;
    let mut stream = post.call().await;
    stream.write_all(&hour(MN, PASSWORD, 0)).await.unwrap();
    assert_eq!(next(&mut stream).await.as_deref(), Some("9014"));
    let device = post.device(MN).await;
    let asked = Clock::System.now();
    let ask = |request: Request, after| request.of(MN, "officer", asked + TimeDelta::milliseconds(after));
    post.telemetry.store.add_command(&ask(Request::ReadTime, 0)).await.unwrap();
    // The first time the device says nothing, and is asked again.
    assert_eq!(next(&mut stream).await.as_deref(), Some("1011"));
    for bytes in answers(&device, &mut stream).await {
        stream.write_all(&bytes).await.unwrap();
    }
    // Another one is never answered.
    post.telemetry.store.add_command(&ask(Request::Sample, 7)).await.unwrap();
    for _ in 0..4 {
        let mut heard = next(&mut stream).await;
        while heard.as_deref() == Some("9014") {
            heard = next(&mut stream).await;
        }
        assert_eq!(heard.as_deref(), Some("3012"));
    }
    let mut stream = stream;
    // A packet answered behind the last asking, so that what came before is settled.
    while post.health().unanswered == 0 {
        stream.write_all(&hour(MN, PASSWORD, 1)).await.unwrap();
        assert_eq!(next(&mut stream).await.as_deref(), Some("9014"));
    }
    post.listener.stop().await;
    let commands = post.telemetry.store.commands(Some(MN), 10).await.unwrap();
    let states = |cn: &str| {
        let command = commands.iter().find(|command| command.cn == cn).unwrap();
        (command.state, command.steps.iter().map(|step| step.state).collect::<Vec<_>>(), command.steps.clone())
    };
    let (state, _, steps) = states("1011");
    assert_eq!(state, CommandState::Done);
    assert!(steps.iter().any(|step| step.note.as_deref() == Some("SystemTime=20260301000000")), "{steps:?}");
    assert_eq!(states("3012").0, CommandState::Unanswered);
}

async fn a_device_that_asks_for_the_time_is_told_it_once(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let mut stream = post.call().await;
    for number in [0, 1] {
        let asking = Packet {
            qn: Some(&time::milliseconds(at(1, number))),
            pw: Some(PASSWORD),
            flag: Some(Flag::new(Dialect::Y2017).asking(true)),
            content: Content("PolId=w01018"),
            ..Packet::new(Command::AskTime, MN)
        };
        stream.write_all(&asking.encode().unwrap()).await.unwrap();
    }
    let heard = [next(&mut stream).await, next(&mut stream).await, next(&mut stream).await];
    assert_eq!(heard.map(Option::unwrap), ["9013", "9013", "1012"]);
    let commands = post.telemetry.store.commands(Some(MN), 10).await.unwrap();
    assert_eq!(commands.iter().map(|command| &*command.by).collect::<Vec<_>>(), [MN]);
}
