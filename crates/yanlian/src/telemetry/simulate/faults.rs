//! What goes wrong between a monitor and its listener?

use super::device::Device;
use super::signal::{DAY, Event, HOUR, Happening, draw, local, seconds};
use chrono::{NaiveDateTime, TimeDelta};
use std::str::FromStr;
use yanlian_hj212::{Content, Packet, time};

/// How often a fault is, where nobody says.
const RATE: f64 = 0.05;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A packet's check sum is wrong.
    BadCrc,
    /// A packet comes in two parts.
    Split,
    /// Nothing is sent for an hour; what was kept meanwhile comes then.
    Silence,
    /// A device's clock is wrong, by up to five minutes.
    Clock,
    /// A factor is above its limit for a day.
    Exceedance,
    /// A packet is sent twice.
    Resend,
    /// Only half of a packet is sent.
    HalfFrame,
    /// Noise stands before a packet.
    Garbage,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 8] = [
        Kind::BadCrc,
        Kind::Split,
        Kind::Silence,
        Kind::Clock,
        Kind::Exceedance,
        Kind::Resend,
        Kind::HalfFrame,
        Kind::Garbage,
    ];

    /// The word by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Kind::BadCrc => "bad-crc",
            Kind::Split => "split",
            Kind::Silence => "silence",
            Kind::Clock => "clock",
            Kind::Exceedance => "exceedance",
            Kind::Resend => "resend",
            Kind::HalfFrame => "half-frame",
            Kind::Garbage => "garbage",
        }
    }
}

/// A fault and how often it is: the share of packets, of hours (silence), of days (exceedance) or of
/// devices (clock).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: Kind,
    /// How often, from 0 to 1.
    pub rate: f64,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Fault, String> {
        let (name, rate) = text.split_once('=').map_or((text, Ok(RATE)), |(name, rate)| (name, rate.parse()));
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
        match (kind, rate) {
            (Some(kind), Ok(rate)) if (0.0..=1.0).contains(&rate) => Ok(Fault { kind, rate }),
            (Some(_), _) => Err("a rate from 0 to 1".to_owned()),
            (None, _) => Err(format!("one of {}", Kind::ALL.map(Kind::name).join(", "))),
        }
    }
}

/// The faults of a run, drawn from its seed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Faults {
    pub(super) seed: u64,
    pub(super) faults: Vec<Fault>,
}

impl Faults {
    fn strikes(&self, kind: Kind, mn: &str, at: i64) -> bool {
        let rate = self.faults.iter().find(|fault| fault.kind == kind).map_or(0.0, |fault| fault.rate);
        rate > 0.0 && draw(self.seed, kind.name(), at ^ (draw(self.seed, mn, 0) * 1e15) as i64) < rate
    }

    /// A device with what goes wrong in it between two times.
    pub(super) fn afflict(&self, mut device: Device, from: NaiveDateTime, to: NaiveDateTime) -> Device {
        if self.strikes(Kind::Clock, &device.mn, 0) {
            device.ahead = (600.0 * draw(self.seed, &device.mn, 1)) as i64 - 300;
        }
        let spans = |length: i64| {
            let first = seconds(from).div_euclid(length) * length;
            (first..seconds(to)).step_by(length.unsigned_abs() as usize)
        };
        let event = |second, length, what| Event { from: local(second), to: local(second + length), what };
        let silent = spans(HOUR).filter(|hour| self.strikes(Kind::Silence, &device.mn, *hour));
        let mut events: Vec<_> = silent.map(|hour| event(hour, HOUR, Happening::Outage)).collect();
        let factors: Vec<_> = device.factors().filter(|factor| *factor != "w01001").map(str::to_owned).collect();
        for day in spans(DAY).filter(|day| self.strikes(Kind::Exceedance, &device.mn, *day)) {
            let Some(factor) = factors.get((draw(self.seed, "factor", day) * factors.len() as f64) as usize) else {
                break;
            };
            // Levels are at least two tenths of the limit, and a day lies within a third of its level.
            events.push(event(day, DAY, Happening::Times(factor.clone(), 8.0)));
        }
        device.with(events)
    }

    /// The frames that are sent instead of a packet, and whether each can be answered; `at` tells
    /// packets of one device apart.
    pub(super) fn frames(&self, packet: &Packet, at: i64) -> Vec<(Vec<u8>, bool)> {
        let strikes = |kind| self.strikes(kind, packet.mn.unwrap_or_default(), at);
        let whole = if strikes(Kind::Split) { halves(packet) } else { None };
        let mut frames: Vec<_> =
            whole.or_else(|| packet.split().ok()).into_iter().flatten().map(|bytes| (bytes, true)).collect();
        if strikes(Kind::Resend) {
            frames.extend_from_within(..);
        }
        let Some((bytes, answered)) = frames.first_mut() else { return frames };
        if strikes(Kind::BadCrc) {
            let digit = bytes.len() - 3;
            bytes[digit] = if bytes[digit] == b'0' { b'1' } else { b'0' };
            *answered = false;
        }
        if strikes(Kind::HalfFrame) {
            bytes.truncate(bytes.len() / 2);
            *answered = false;
        }
        if strikes(Kind::Garbage) {
            let noise = (0..12).map(|place| b' ' + (90.0 * draw(self.seed, "noise", at ^ place)) as u8);
            bytes.splice(0..0, noise.chain(*b"\r\n"));
        }
        frames
    }
}

/// The packet in two parts; none where it has too few items.
fn halves(packet: &Packet) -> Option<Vec<Vec<u8>>> {
    let items: Vec<&str> = packet.content.items().collect();
    let (data_time, items) = items.split_first().filter(|(_, items)| items.len() >= 2)?;
    let (first, second) = items.split_at(items.len() / 2);
    let begin = packet.qn_time()?;
    let part = |number: u32, items: &[&str]| {
        let qn = time::milliseconds(begin + TimeDelta::milliseconds(i64::from(number) - 1));
        let content = format!("{data_time};{}", items.join(";"));
        let flag = packet.flag.map(|flag| flag.part(true));
        let (pnum, pno) = (Some(2), Some(number));
        Packet { qn: Some(&qn), flag, pnum, pno, content: Content(&content), ..*packet }.encode().ok()
    };
    Some(vec![part(1, first)?, part(2, second)?])
}
