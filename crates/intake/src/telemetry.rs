//! What readings does a packet of HJ 212 bring?
//!
//! | Command | Reading |
//! |---|---|
//! | 2011, 2051, 2061, 2031 | each factor over an instant, ten minutes, an hour, a day |
//! | 2021 | each piece of equipment at an instant; `rtd` is its state |
//! | 2041 | each piece of equipment over a day; `cou` is the hours that it ran |
//!
//! Values stay in the monitor's unit and times as DataTime says them. Codes of 2005 become those of
//! 2017. Values of exhaust gas converted to the reference state are readings of their own, of the
//! factor `CODE-Zs`. A reading without a mark of quality is normal, N. Source: HJ 212-2017, 6.6.
//!
//! Nothing is judged here: negative and implausible values come as they were sent. But where a packet
//! contradicts itself nobody knows which of its values is meant: one that stands twice, each time
//! otherwise, is none, and a factor whose mean or mark is in doubt, or whose mean lies outside its least and
//! greatest value, has the mark `!`, by which it is no evidence.

use crate::shown;
use chrono::NaiveDateTime;
use std::sync::Arc;
use yanlian_hj212::{self as hj212, Body, Command, Contradiction, Mark, Packet, Suffix};
use yanlian_model::reading::UNCLEAR;
use yanlian_model::registers::Monitor;
use yanlian_model::{Finding, Message, Place, Reading, ReadingPeriod, Record, Severity};

/// The readings of a packet, in its order, and what could not be read or contradicts itself. Packets that
/// carry no data, such as answers, give neither; of data that are none of these readings only the latter.
pub fn readings(packet: &Packet<'_>) -> (Vec<Reading>, Vec<Finding>) {
    let Body::Upload(upload) = packet.body() else { return Default::default() };
    let mut notes = Notes { monitor: packet.mn.unwrap_or_default(), findings: Vec::new() };
    let mut readings = Vec::new();
    match (packet.mn, upload.time, period(packet)) {
        (None | Some(""), _, Some(_)) => notes.add(Message::new("telemetry-no-monitor")),
        (_, None, _) if upload.content.times_differ() => notes.add(Message::new("telemetry-times-differ")),
        (_, _, None) => {
            for sent in upload.readings() {
                contradicts_itself(&sent, &mut notes);
            }
        }
        (_, None, _) => notes.add(Message::new("telemetry-no-time").with("command", packet.cn.unwrap_or_default())),
        (Some(monitor), Some(start), Some(period)) => {
            let monitor = Arc::from(monitor);
            for sent in upload.readings() {
                add(&sent, (&monitor, start, period), &mut readings, &mut notes);
            }
        }
    }
    (readings, notes.findings)
}

/// The time that a packet's readings stand for; none where it is not read for readings.
fn period(packet: &Packet<'_>) -> Option<ReadingPeriod> {
    match packet.command()? {
        Command::Realtime | Command::Equipment => Some(ReadingPeriod::RealTime),
        Command::Minute => Some(ReadingPeriod::TenMinute),
        Command::Hour => Some(ReadingPeriod::Hour),
        Command::Day | Command::RunTime => Some(ReadingPeriod::Day),
        _ => None,
    }
}

/// Adds what a packet says of one factor: its values as they are, and those converted.
fn add(
    sent: &hj212::Reading<'_>,
    (monitor, start, period): (&Arc<str>, NaiveDateTime, ReadingPeriod),
    readings: &mut Vec<Reading>,
    notes: &mut Notes<'_>,
) {
    let code = sent.factor;
    let flag = match (contradicts_itself(sent, notes), sent.mark()) {
        (true, None | Some(Mark::Normal | Mark::SetByHand | Mark::OverRange)) => Some(UNCLEAR),
        _ => flag(sent, notes),
    };
    let mut number = |suffix| number(sent, suffix, notes);
    let own = [Suffix::Avg, Suffix::Min, Suffix::Max].map(&mut number);
    let rtd = number(Suffix::Rtd).or_else(|| number(Suffix::Rs));
    let cou = number(Suffix::Cou).or_else(|| number(Suffix::Rt));
    let converted = [Suffix::ZsAvg, Suffix::ZsMin, Suffix::ZsMax, Suffix::ZsRtd].map(&mut number);

    let reading = |factor: Arc<str>, [avg, min, max]: [Option<f64>; 3], rtd, cou| {
        let (monitor, flag) = (Arc::clone(monitor), flag.unwrap_or('N'));
        Reading { monitor, factor, start, period, avg, min, max, rtd, cou, flag }
    };
    let says = |numbers: &[Option<f64>]| numbers.iter().any(Option::is_some);
    // A mark without a number says something too: why there is none.
    if says(&own) || says(&[rtd, cou]) || (flag.is_some() && !says(&converted)) {
        readings.push(reading(code.into(), own, rtd, cou));
    }
    if says(&converted) {
        let [avg, min, max, rtd] = converted;
        readings.push(reading(format!("{code}-Zs").into(), [avg, min, max], rtd, None));
    }
}

/// The number under a suffix; what is there and no number is noted.
fn number(sent: &hj212::Reading<'_>, suffix: Suffix, notes: &mut Notes<'_>) -> Option<f64> {
    let text = sent.text(suffix)?;
    let number = sent.number(suffix);
    if number.is_none() && !text.is_empty() && !sent.is_unclear(suffix) {
        let name = format!("{}-{}", sent.factor, suffix.as_str());
        notes.add(Message::new("telemetry-not-a-number").with("name", name).with("text", shown(text)));
    }
    number
}

/// Whether what is said of a factor contradicts itself so that its mean or instant value is in doubt; each
/// contradiction is noted.
fn contradicts_itself(sent: &hj212::Reading<'_>, notes: &mut Notes<'_>) -> bool {
    let mut doubt = false;
    for contradiction in sent.contradictions() {
        let (message, doubts) = match contradiction {
            Contradiction::MeanOutside => (Message::new("telemetry-mean-outside").with("factor", sent.factor), true),
            Contradiction::Repeated { suffix, first } => {
                let name = format!("{}-{}", sent.factor, suffix.as_str());
                let message = Message::new("telemetry-said-twice").with("name", name).with("text", shown(first));
                (message, !matches!(suffix, Suffix::Cou | Suffix::Rt | Suffix::SampleTime | Suffix::EFlag))
            }
        };
        notes.add(message);
        doubt |= doubts;
    }
    doubt
}

/// The mark of a reading whose mark cannot be read.
const UNREADABLE: char = '?';

/// The mark of quality as it was sent, also where the standard has no such mark; that is noted.
fn flag(sent: &hj212::Reading<'_>, notes: &mut Notes<'_>) -> Option<char> {
    let text = sent.text(Suffix::Flag)?;
    let mut letters = text.chars();
    let first = letters.next()?;
    let flag = if letters.next().is_none() { first } else { UNREADABLE };
    if sent.mark().is_none() {
        notes.add(Message::new("telemetry-flag-unknown").with("factor", sent.factor).with("flag", shown(text)));
    }
    Some(flag)
}

/// What was noticed in a monitor's packet.
struct Notes<'a> {
    monitor: &'a str,
    findings: Vec<Finding>,
}

impl Notes<'_> {
    fn add(&mut self, message: Message) {
        let place = Place::record(Monitor::REGISTER.name, self.monitor);
        self.findings.push(Finding::new(Severity::Warning, place, message));
    }
}

#[cfg(test)]
mod tests;
