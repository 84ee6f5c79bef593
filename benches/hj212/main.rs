//! How many hourly packets can one core frame, check and read in a second, beside another library?
//!
//! One packet of 566 bytes with six factors, fed as a stream; every field is read, every value
//! parsed as a number. The two take turns. Run: `cargo run --release --manifest-path benches/hj212/Cargo.toml`.

use std::hint::black_box;
use std::time::Instant;
use yanlian_hj212::{Body, Command, Content, Dialect, Flag, Framer, Packet, Suffix, What};

const NUMBERS: [Suffix; 4] = [Suffix::Cou, Suffix::Min, Suffix::Avg, Suffix::Max];
const NAMES: [&str; 4] = ["-Cou", "-Min", "-Avg", "-Max"];

/// An hourly packet of flow, pH, COD, ammonia, total nitrogen and total phosphorus.
fn hourly() -> Vec<u8> {
    let values = [
        ("w00000", ",w00000-Cou=86", "21.8", "24.0", "26.3"),
        ("w01001", "", "7.1", "7.3", "7.4"),
        ("w01018", ",w01018-Cou=3.3", "35.9", "38.2", "41.0"),
        ("w21003", ",w21003-Cou=0.1", "1.50", "1.72", "1.93"),
        ("w21001", ",w21001-Cou=0.9", "9.87", "10.4", "11.0"),
        ("w21011", ",w21011-Cou=0.01", "0.18", "0.21", "0.24"),
    ];
    let items = values.map(|(factor, sum, min, avg, max)| {
        format!(";{factor}-Min={min},{factor}-Avg={avg},{factor}-Max={max}{sum},{factor}-Flag=N")
    });
    let content = format!("DataTime=20260301080000{}", items.concat());
    let packet = Packet {
        qn: Some("20260301090003217"),
        st: Some("32"),
        pw: Some("123456"),
        flag: Some(Flag::new(Dialect::Y2017).asking(true)),
        content: Content(&content),
        ..Packet::new(Command::Hour, "010000A8900016F000169DC0")
    };
    packet.encode().expect("it is a packet of the standard")
}

/// Frames and reads a stream: how many packets, and the sum of their values.
fn read(framer: &mut Framer, mut stream: &[u8]) -> (u64, f64) {
    let (mut packets, mut sum) = (0, 0.0);
    while let Some(piece) = framer.next(&mut stream) {
        let What::Frame(frame) = piece.what else { panic!("{:?}", piece.what) };
        let text = frame.text();
        let (packet, odd) = Packet::parse(&text);
        assert!(odd.is_empty() && packet.qn_time().is_some());
        let Body::Upload(upload) = packet.body() else { panic!("no upload") };
        assert!(upload.time.is_some());
        for reading in upload.readings() {
            assert!(reading.mark().is_some());
            sum += NUMBERS.iter().filter_map(|suffix| reading.number(*suffix)).sum::<f64>();
        }
        packets += 1;
    }
    (packets, sum)
}

/// The same with the peer, which hands out copies of all texts.
fn read_by_peer(framer: &mut a::Framer, stream: &[u8]) -> (u64, f64) {
    let (mut packets, mut sum) = (0, 0.0);
    framer.push(stream);
    while let Some(frame) = framer.next_frame() {
        let frame = String::from_utf8(frame).expect("the packets are ASCII");
        let packet = a::parse_frame(&frame).expect("the packets are whole");
        for (first, values) in &packet.cp {
            // The peer parts items only; the fields behind the first stay in its value.
            let mut name = first.as_str();
            for field in values.split(',') {
                let value = field.split_once('=').map_or(field, |(next, value)| {
                    name = next;
                    value
                });
                if NAMES.iter().any(|suffix| name.ends_with(suffix)) {
                    sum += value.parse::<f64>().expect("the values are numbers");
                }
            }
        }
        packets += 1;
    }
    (packets, sum)
}

/// Packets a second, over two seconds.
fn rate(stream: &[u8], chunk: usize, mut read: impl FnMut(&[u8]) -> (u64, f64)) -> f64 {
    let (begin, mut packets) = (Instant::now(), 0);
    while begin.elapsed().as_secs() < 2 {
        packets += stream.chunks(chunk).map(|part| black_box(read(black_box(part))).0).sum::<u64>();
    }
    packets as f64 / begin.elapsed().as_secs_f64()
}

fn main() {
    let packet = hourly();
    assert_eq!(packet.len(), 566);
    let stream = packet.repeat(1000);
    let (mut framer, mut peer) = (Framer::new(), a::Framer::new());
    let (ours, theirs) = (read(&mut framer, &stream), read_by_peer(&mut peer, &stream));
    assert!(ours.0 == theirs.0 && (ours.1 - theirs.1).abs() < 1e-6 * ours.1, "{ours:?} {theirs:?}");
    for (name, chunk) in [("64 KiB", 65_536), ("1,460 bytes", 1_460)] {
        for _ in 0..3 {
            let ours = rate(&stream, chunk, |part| read(&mut framer, part));
            let theirs = rate(&stream, chunk, |part| read_by_peer(&mut peer, part));
            println!("in chunks of {name}: {ours:.0} packets/s, peer {theirs:.0}: {:.1} times", ours / theirs);
        }
    }
}
