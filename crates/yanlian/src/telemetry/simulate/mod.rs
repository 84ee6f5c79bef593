//! Monitors that are not there: what they would send, so that the line can be tried without them.
//!
//! Pure and seeded: the same devices, seed and times give the same bytes. [`drive`] alone sends.

mod device;
pub(crate) mod drive;
mod faults;
mod outlet;
mod signal;

pub use device::Device;
pub use faults::{Fault, Kind};
pub use signal::{Event, Happening};

use chrono::{NaiveDateTime, TimeDelta};
use device::Upload;
use faults::Faults;
use signal::{DAY, HOUR, TEN_MINUTES, local, seconds};
use std::sync::Arc;
use yanlian_hj212::{Dialect, Packet, time};

/// Bytes that a device sends at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// When, in China's local time.
    pub at: NaiveDateTime,
    /// The device, by its place among the devices.
    pub device: usize,
    /// What.
    pub bytes: Arc<[u8]>,
    /// Whether it is a packet in order, which asks for an answer.
    pub answered: bool,
}

/// What is sent of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    /// Seconds between real-time packets; none are sent where there is none.
    pub real_time: Option<u32>,
    /// Whether ten-minute packets are sent.
    pub ten_minutes: bool,
}

/// Devices and what goes wrong with them.
#[derive(Debug, Clone, PartialEq)]
pub struct Park {
    devices: Vec<Device>,
    faults: Faults,
    /// When the devices were started, in seconds.
    started: i64,
}

impl Park {
    /// Devices that are started at `from`, with faults drawn from a seed until `to`.
    pub fn new(devices: Vec<Device>, seed: u64, faults: Vec<Fault>, from: NaiveDateTime, to: NaiveDateTime) -> Park {
        let faults = Faults { seed, faults };
        let devices = devices.into_iter().map(|device| faults.afflict(device, from, to)).collect();
        Park { devices, faults, started: seconds(from) }
    }

    /// The devices.
    pub fn devices(&self) -> &[Device] {
        &self.devices
    }

    /// What they send after `from` until `to`, in order of time, then of devices.
    pub fn sent(&self, from: NaiveDateTime, to: NaiveDateTime, program: Program) -> impl Iterator<Item = Sent> {
        let devices = self.devices.len();
        steps(from, to, program)
            .flat_map(move |second| (0..devices).flat_map(move |place| self.at(place, second, program)))
    }

    /// The same of one device, by its place among the devices.
    pub fn sent_by(
        &self,
        place: usize,
        from: NaiveDateTime,
        to: NaiveDateTime,
        program: Program,
    ) -> impl Iterator<Item = Sent> {
        steps(from, to, program).flat_map(move |second| self.at(place, second, program))
    }

    /// What one device sends at a time: first what an outage held back that is over.
    fn at(&self, place: usize, second: i64, program: Program) -> Vec<Sent> {
        let device = &self.devices[place];
        if device.signal.is_silent(second) {
            return Vec::new();
        }
        let before = (device.signal.out_since(second) - 1).max(self.started);
        // Loggers keep periods; an instant that is over is not sent any more.
        let held_back = steps(local(before), local(second - 1), Program { real_time: None, ..program })
            .flat_map(|then| self.due(device, then, program).map(move |(upload, number)| (then, upload, number)))
            .filter(|(_, upload, _)| upload.covers() > 0);
        let now = self.due(device, second, program).map(|(upload, number)| (second, upload, number));
        let due = held_back.chain(now).zip(0_i64..);
        due.flat_map(|((then, upload, number), place_in_time)| {
            let at = local(second) + TimeDelta::milliseconds(10 * place_in_time + 100 * (place as i64 % 9));
            let qn = time::milliseconds(at + TimeDelta::seconds(device.ahead));
            let content = device.content(upload, then - upload.covers());
            let again = (then < second && device.dialect >= Dialect::Y2025).then_some("1");
            let packet = Packet { rf: again, ..device.packet(upload, &qn, &content) };
            let frames = self.faults.frames(&packet, 8 * then + number);
            frames.into_iter().map(move |(bytes, answered)| Sent { at, device: place, bytes: bytes.into(), answered })
        })
        .collect()
    }

    /// What is due of a device at a second, each with its place among them.
    fn due(&self, device: &Device, second: i64, program: Program) -> impl Iterator<Item = (Upload, i64)> + use<> {
        let ends = |length: i64| second.rem_euclid(length) == 0;
        let first = after(self.started, program) == second;
        let newer = device.dialect != Dialect::Y2005;
        let due = [
            (Upload::Boot, newer && first),
            (Upload::AskTime, newer && device.ahead != 0 && (first || ends(DAY))),
            (Upload::Heartbeat, device.dialect == Dialect::Y2025 && ends(TEN_MINUTES)),
            (Upload::RealTime, program.real_time.is_some_and(|every| ends(every.max(1).into()))),
            (Upload::Equipment, ends(HOUR)),
            (Upload::TenMinute, program.ten_minutes && ends(TEN_MINUTES)),
            (Upload::Hour, ends(HOUR)),
            (Upload::Day, ends(DAY)),
            (Upload::RunTime, ends(DAY)),
        ];
        due.into_iter().filter(|(_, due)| *due).map(|(upload, _)| upload).zip(0..)
    }
}

/// The seconds after `from` until `to` at which something is due.
fn steps(from: NaiveDateTime, to: NaiveDateTime, program: Program) -> impl Iterator<Item = i64> {
    let (first, last) = (after(seconds(from), program), seconds(to));
    std::iter::successors(Some(first), move |second| Some(after(*second, program)))
        .take_while(move |second| *second <= last)
}

/// The first second after another at which something is due.
fn after(second: i64, program: Program) -> i64 {
    let next = |step: i64| (second.div_euclid(step) + 1) * step;
    let period = if program.ten_minutes { TEN_MINUTES } else { HOUR };
    program.real_time.map_or(i64::MAX, |every| next(every.max(1).into())).min(next(period))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use yanlian_hj212::{Command, Suffix, What, pieces};

    fn at(day: u32, hour: u32) -> NaiveDateTime {
        chrono::NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, 0, 0).unwrap()
    }

    fn stream(seed: u64, faults: &[&str]) -> Vec<u8> {
        let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
        let devices = (1..=3).map(|number| Device::invented(number, seed)).collect();
        let park = Park::new(devices, seed, faults, at(10, 22), at(12, 1));
        let program = Program { real_time: Some(300), ten_minutes: true };
        park.sent(at(10, 22), at(12, 1), program).flat_map(|sent| sent.bytes.to_vec()).collect()
    }

    #[test]
    fn every_packet_decodes_without_oddities() {
        let bytes = stream(1, &[]);
        let mut counts = BTreeMap::new();
        for piece in pieces(&bytes) {
            let What::Frame(frame) = piece.what else { panic!("{piece:?}") };
            let text = frame.text();
            let (packet, odd) = Packet::parse(&text);
            let odd = odd | frame.oddities | packet.inspect(Dialect::Y2017) | packet.contradictions();
            assert!(odd.is_empty(), "{odd:?}: {}", &*text);
            assert!(packet.answer(Dialect::Y2017).is_some());
            *counts.entry(packet.command().unwrap().cn()).or_insert(0) += 1;
        }
        let hours = 3 * 27;
        let expected =
            [("2011", 12 * hours), ("2021", hours), ("2031", 6), ("2041", 6), ("2051", 6 * hours), ("2061", hours)];
        assert_eq!(counts, BTreeMap::from(expected).into_iter().chain([("2081", 3)]).collect());
    }

    #[test]
    fn a_device_sends_what_its_edition_has() {
        let counted = |dialect, ahead| {
            let device = Device { dialect, ahead, ..Device::invented(1, 9) };
            let park = Park::new(vec![device], 9, Vec::new(), at(11, 0), at(12, 0));
            let program = Program { real_time: None, ten_minutes: true };
            let counted = |cn: &str| {
                let sent = park.sent(at(11, 0), at(12, 0), program);
                sent.filter(|sent| String::from_utf8_lossy(&sent.bytes).contains(&format!("CN={cn};"))).count()
            };
            ["1013", "2081", "9015"].map(counted)
        };
        assert_eq!(counted(Dialect::Y2005, 60), [0, 0, 0]);
        assert_eq!(counted(Dialect::Y2017, 0), [0, 1, 0]);
        assert_eq!(counted(Dialect::Y2017, 60), [2, 1, 0], "when it starts and when the day ends");
        assert_eq!(counted(Dialect::Y2025, 0), [0, 1, 144]);
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
        let faults = ["bad-crc", "split", "silence", "clock", "exceedance", "resend", "half-frame", "garbage=0.1"];
        assert!(stream(1, &faults) == stream(1, &faults));
        assert!(stream(1, &faults) != stream(2, &faults));
        assert!(stream(1, &faults) != stream(1, &[]));
    }

    #[test]
    fn each_fault_is_what_it_says() {
        let refused = |faults: &[&str]| {
            let bytes = stream(3, faults);
            let reasons = pieces(&bytes).filter_map(|piece| match piece.what {
                What::Refused(refusal) => Some(refusal.name()),
                What::Skipped => Some("noise"),
                What::Frame(_) => None,
            });
            reasons.fold(BTreeMap::new(), |mut counts: BTreeMap<_, usize>, name| {
                *counts.entry(name).or_default() += 1;
                counts
            })
        };
        assert_eq!(refused(&["bad-crc=0.2"]).keys().collect::<Vec<_>>(), [&"crc-wrong"]);
        assert_eq!(refused(&["garbage=0.2"]).keys().collect::<Vec<_>>(), [&"noise"]);
        assert!(refused(&["half-frame=0.2"]).values().sum::<usize>() > 50);
        for harmless in ["split", "resend", "clock=1", "exceedance", "silence"] {
            assert_eq!(refused(&[harmless]), BTreeMap::new(), "{harmless}");
        }
        let plain = stream(3, &[]).len();
        assert!(stream(3, &["resend=1"]).len() == 2 * plain);
        assert!(stream(3, &["silence=0.5"]).len() < plain, "instants are not sent late");
        assert!(stream(3, &["exceedance=1"]).len() > plain, "larger values have more digits");
    }

    #[test]
    fn what_an_outage_held_back_comes_once_the_line_is_back() {
        let sent = |faults: &[&str], least: usize| {
            let bytes = stream(3, faults);
            let texts = pieces(&bytes).filter_map(|piece| match piece.what {
                What::Frame(frame) => Some(frame.text().to_string()),
                _ => None,
            });
            let of_periods = texts.filter(|text| ["2051", "2061", "2031", "2041"].contains(&&text[30..34]));
            let (numbers, mut contents): (Vec<_>, Vec<_>) =
                of_periods.map(|text| (text[..20].to_owned(), text[20..].to_owned())).unzip();
            contents.sort_unstable();
            assert!(contents.len() > least);
            (numbers, contents)
        };
        let (plain, late) = (sent(&[], 500), sent(&["silence=0.5"], 500));
        assert!(plain.1 == late.1, "nothing is lost");
        assert!(plain.0 != late.0, "late ones bear the time at which they are sent");
    }

    #[test]
    fn halves_say_together_what_the_whole_says() {
        let readings = |bytes: &[u8]| {
            let texts: Vec<String> = pieces(bytes)
                .filter_map(|piece| match piece.what {
                    What::Frame(frame) => Some(frame.text().to_string()),
                    _ => None,
                })
                .collect();
            let merged = yanlian_hj212::merge(texts.iter().map(|text| Packet::parse(text).0));
            merged
                .iter()
                .map(|(key, reading)| (format!("{key:?}"), reading.text(Suffix::Avg).map(str::to_owned)))
                .collect::<Vec<_>>()
        };
        assert_eq!(readings(&stream(5, &["split=1"])), readings(&stream(5, &[])));
    }

    #[test]
    fn a_device_answers_requests_with_what_it_sent_then() {
        let device = Device::invented(1, 9);
        let now = at(12, 10);
        let ask = |command, content, password| {
            let request = Packet {
                qn: Some("20260312100000000"),
                st: Some("32"),
                pw: Some(password),
                flag: Some(yanlian_hj212::Flag::new(Dialect::Y2017).asking(true)),
                content: yanlian_hj212::Content(content),
                ..Packet::new(command, &device.mn)
            };
            let packets = device.respond(&request, now);
            packets.iter().map(|bytes| String::from_utf8(bytes.clone()).unwrap()).collect::<Vec<_>>()
        };
        let history = ask(Command::Hour, "BeginTime=20260311000000,EndTime=20260311030000", "123456");
        assert_eq!(history.len(), 5, "accepted, three hours, done");
        assert!(history[0].contains("QnRtn=1") && history[4].contains("ExeRtn=1"), "{history:?}");
        let park = Park::new(vec![device.clone()], 9, Vec::new(), at(11, 0), at(11, 3));
        let live: Vec<_> = park.sent(at(11, 0), at(11, 1), Program { real_time: None, ten_minutes: false }).collect();
        let content = |packet: &str| packet.split("CP=").nth(1).unwrap().split("&&").nth(1).unwrap().to_owned();
        let hour = live
            .iter()
            .map(|sent| String::from_utf8_lossy(&sent.bytes).into_owned())
            .find(|text| text.contains("CN=2061"));
        assert_eq!(content(&history[1]), content(&hour.unwrap()));
        assert!(ask(Command::Time, "", "123456")[1].contains("SystemTime=20260312100000"));
        assert!(
            ask(Command::Hour, "BeginTime=20270101000000,EndTime=20270102000000", "123456")[1].contains("ExeRtn=100")
        );
        let now_said = ask(Command::Realtime, "", "123456");
        assert!(now_said[1].contains("CN=2011") && now_said[1].contains("DataTime=20260312100000"), "{now_said:?}");
        assert!(ask(Command::Time, "", "654321")[0].contains("QnRtn=3"));
        assert!(ask(Command::StopRealtime, "", "123456")[0].contains("CN=9013"));
    }
}
