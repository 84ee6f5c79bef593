//! Answers what devices send: reads a stream from standard input, writes answers to standard output
//! and readings to standard error. Try it behind a socket:
//!
//! ```text
//! printf '%s' '##0110QN=20260301090003217;ST=32;CN=2011;PW=123456;MN=DEMO0001;Flag=5;CP=&&DataTime=20260301090000;w01018-Rtd=38.2&&84C1' |
//!     cargo run --example listen
//! ```

use std::io::{Read, Write, stderr, stdin, stdout};
use yanlian_hj212::{Body, Dialect, Framer, Packet, Piece, What, factor};

fn main() -> std::io::Result<()> {
    let mut framer = Framer::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stdin().read(&mut buffer)?;
        let mut chunk = &buffer[..read];
        while let Some(piece) = framer.next(&mut chunk) {
            hear(&piece)?;
        }
        if read == 0 {
            break;
        }
    }
    while let Some(piece) = framer.finish() {
        hear(&piece)?;
    }
    Ok(())
}

fn hear(piece: &Piece<'_>) -> std::io::Result<()> {
    let frame = match piece.what {
        What::Frame(frame) => frame,
        What::Refused(refusal) => return writeln!(stderr(), "bytes {:?} refused: {refusal}", piece.range()),
        What::Skipped => return Ok(()),
    };
    let text = frame.text();
    let (packet, odd) = Packet::parse(&text);
    writeln!(stderr(), "{} {odd:?}", packet.command().map_or("unknown command", |command| command.name().en))?;
    if let Body::Upload(upload) = packet.body() {
        for reading in upload.readings() {
            let name = factor(reading.factor).map_or(reading.factor, |factor| factor.name.en);
            let values: Vec<String> =
                reading.values().map(|(suffix, value)| format!("{}={value}", suffix.as_str())).collect();
            writeln!(stderr(), "  {name}: {}", values.join(" "))?;
        }
    }
    // A listener stores what it heard before it answers.
    match packet.answer(Dialect::Y2017).map(|answer| answer.encode()) {
        Some(Ok(answer)) => stdout().write_all(&answer),
        Some(Err(error)) => writeln!(stderr(), "  no answer: {error}"),
        None => Ok(()),
    }
}
