//! Connections: who is refused, what noise costs, when one is closed.

use super::*;

on_each_database!(
    a_wrong_password_or_address_is_refused,
    rubbish_costs_no_packet_until_there_is_too_much_of_it,
    a_packet_without_its_lines_end_is_taken_once_the_line_is_silent_and_half_a_packet_is_not,
    an_idle_connection_is_closed_and_one_too_many_is_turned_away,
);

async fn a_wrong_password_or_address_is_refused(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let mut stream = post.call().await;
    stream.write_all(&hour(MN, "000000", 0)).await.unwrap();
    assert_eq!(next(&mut stream).await, None);
    assert_eq!((post.health().refused, post.health().packets), (1, 0));
    let csv = format!("mn,allowed_addresses\n{MN},10.1.2.3;10.2.0.0/16\n");
    let file = SourceFile { name: "monitors.csv".into(), bytes: csv.into_bytes() };
    post.import(file).await;
    post.telemetry.read_registers().await;
    let mut stream = post.call().await;
    stream.write_all(&hour(MN, PASSWORD, 0)).await.unwrap();
    assert_eq!(next(&mut stream).await, None);
    assert_eq!((post.health().refused, post.health().packets), (2, 0));
}

async fn rubbish_costs_no_packet_until_there_is_too_much_of_it(stores: Stores) {
    let post = post(&stores, Limits { rubbish: 5, ..Limits::default() }).await;
    let mut stream = post.call().await;
    let good = hour(MN, PASSWORD, 0);
    let mut bad = hour(MN, PASSWORD, 1);
    let digit = bad.len() - 3;
    bad[digit] = if bad[digit] == b'0' { b'1' } else { b'0' };
    stream.write_all(&[&good[..], &bad, b"noise\r\n", &hour(MN, PASSWORD, 2)].concat()).await.unwrap();
    assert_eq!((next(&mut stream).await.as_deref(), next(&mut stream).await.as_deref()), (Some("9014"), Some("9014")));
    let health = post.health();
    assert_eq!((health.packets, health.bad_crc, health.misframed), (2, 1, 1));
    stream.write_all(&b"noise\r\n".repeat(6)).await.unwrap();
    assert_eq!(next(&mut stream).await, None);
}

async fn a_packet_without_its_lines_end_is_taken_once_the_line_is_silent_and_half_a_packet_is_not(stores: Stores) {
    let short = Duration::from_millis(60);
    let post = post(&stores, Limits { silence: short, half: 4 * short, ..Limits::default() }).await;
    let mut stream = post.call().await;
    let packet = hour(MN, PASSWORD, 0);
    stream.write_all(&packet[..packet.len() - 2]).await.unwrap();
    assert_eq!(next(&mut stream).await.as_deref(), Some("9014"));
    stream.write_all(&packet[..50]).await.unwrap();
    assert_eq!(next(&mut stream).await, None);
    assert_eq!((post.health().packets, post.health().misframed), (1, 1));
}

async fn an_idle_connection_is_closed_and_one_too_many_is_turned_away(stores: Stores) {
    let idle = Duration::from_millis(200);
    let post = post(&stores, Limits { idle, of_an_address: 1, ..Limits::default() }).await;
    let mut first = post.call().await;
    first.write_all(&hour(MN, PASSWORD, 0)).await.unwrap();
    assert_eq!(next(&mut first).await.as_deref(), Some("9014"));
    assert_eq!(next(&mut post.call().await).await, None);
    assert_eq!(next(&mut first).await, None, "idle");
    assert!(
        post.telemetry.metrics().contains("yanlian_hj212_connections_turned_away_total 1\n"),
        "{}",
        post.telemetry.metrics()
    );
}
