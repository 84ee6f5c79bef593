//! What does a monitor send, and what does it say to a request?

use super::signal::{DAY, Event, FLOW, HOUR, Mean, Signal, TEN_MINUTES, decimals, local, seconds};
use chrono::{NaiveDateTime, TimeDelta};
use std::fmt::Write;
use yanlian_hj212::body::{ExeRtn, QnRtn};
use yanlian_hj212::{Answer, Body, Command, Content, Dialect, Direction, Flag, Packet, factor, time};

/// The most periods that are sent for one request of history.
const MOST_HISTORY: usize = 500;

/// A monitor that is simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    /// Its MN.
    pub mn: String,
    /// Its password.
    pub password: String,
    /// The code of its system.
    pub st: String,
    /// The edition that it speaks.
    pub dialect: Dialect,
    /// The seconds that its clock is ahead; it stays so, whatever time the device is told.
    pub ahead: i64,
    pub(super) signal: Signal,
}

/// A kind of upload that devices send by themselves. Of those that the edition of 2025 added only the
/// heartbeat, which says nothing: what the others contain is not known with certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Upload {
    Boot,
    AskTime,
    Heartbeat,
    RealTime,
    Equipment,
    TenMinute,
    Hour,
    Day,
    RunTime,
}

impl Upload {
    fn command(self) -> Command {
        match self {
            Upload::Boot => Command::Boot,
            Upload::AskTime => Command::AskTime,
            Upload::Heartbeat => Command::Heartbeat,
            Upload::RealTime => Command::Realtime,
            Upload::Equipment => Command::Equipment,
            Upload::TenMinute => Command::Minute,
            Upload::Hour => Command::Hour,
            Upload::Day => Command::Day,
            Upload::RunTime => Command::RunTime,
        }
    }

    /// How long it covers, in seconds; nothing of an instant.
    pub(super) fn covers(self) -> i64 {
        match self {
            Upload::Boot | Upload::AskTime | Upload::Heartbeat | Upload::RealTime | Upload::Equipment => 0,
            Upload::TenMinute => TEN_MINUTES,
            Upload::Hour => HOUR,
            Upload::Day | Upload::RunTime => DAY,
        }
    }
}

impl Device {
    /// With what happens to its outlet besides.
    pub fn with(mut self, events: impl IntoIterator<Item = Event>) -> Device {
        self.signal.events.extend(events);
        self
    }

    /// With another edition that it speaks.
    pub fn speaking(self, dialect: Dialect) -> Device {
        Device { dialect, ..self }
    }

    /// With a factor around another level, in the unit of the monitor.
    pub fn with_level(mut self, factor: &str, level: f64) -> Device {
        self.signal.channels.iter_mut().filter(|own| own.factor == factor).for_each(|own| own.level = level);
        self
    }

    /// The factors that it measures, besides flow.
    pub fn factors(&self) -> impl Iterator<Item = &str> {
        self.signal.channels.iter().map(|channel| channel.factor.as_str()).filter(|factor| *factor != FLOW)
    }

    /// The content of an upload about the period that begins, or the instant that is, at `second`.
    pub(super) fn content(&self, upload: Upload, second: i64) -> String {
        let signal = &self.signal;
        let ahead = if upload.covers() == 0 { self.ahead } else { 0 };
        let data_time = time::seconds(local(second + ahead));
        let mut content = format!("DataTime={data_time}");
        match upload {
            Upload::AskTime | Upload::Heartbeat => content.clear(),
            Upload::Boot => {
                let _ = write!(content, ";RestartTime={data_time}");
            }
            Upload::Equipment => {
                let _ = write!(content, ";SB1-RS={}", u8::from(!signal.is_stopped(second)));
            }
            Upload::RunTime => {
                let tens = (0..DAY / TEN_MINUTES).map(|ten| second + ten * TEN_MINUTES);
                let ran = tens.filter(|ten| !signal.is_stopped(*ten)).count();
                let _ = write!(content, ";SB1-RT={:.2}", ran as f64 / 6.0);
            }
            _ => {
                for channel in &signal.channels {
                    let (name, places) = (self.sent_name(&channel.factor), decimals(channel.level) as usize);
                    let _ = match upload {
                        Upload::RealTime => {
                            let (value, mark) = signal.instant(channel, second);
                            write!(content, ";{name}-Rtd={value:.places$},{name}-Flag={}", mark.as_str())
                        }
                        Upload::TenMinute => put(&mut content, name, places, signal.ten_minutes(channel, second)),
                        Upload::Hour => put(&mut content, name, places, signal.hour(channel, second)),
                        _ => put(&mut content, name, places, signal.day(channel, second)),
                    };
                }
            }
        }
        content
    }

    /// The code by which it sends a factor: the old one, where it speaks the old edition.
    fn sent_name<'a>(&self, code: &'a str) -> &'a str {
        let old = factor(code).map(|factor| factor.old_code).filter(|old| !old.is_empty());
        old.filter(|_| self.dialect == Dialect::Y2005).unwrap_or(code)
    }

    /// The packet with this content, which asks for an answer.
    pub(super) fn packet<'a>(&'a self, upload: Upload, qn: &'a str, content: &'a str) -> Packet<'a> {
        Packet {
            qn: Some(qn),
            st: Some(&self.st),
            pw: Some(&self.password),
            flag: Some(Flag::new(self.dialect).asking(true)),
            content: Content(content),
            ..Packet::new(upload.command(), &self.mn)
        }
    }

    /// What it says to a request that comes down at `now`: that it will do it, what was asked for,
    /// what came of it. Nothing to what is no request of its own MN.
    pub fn respond(&self, request: &Packet, now: NaiveDateTime) -> Vec<Vec<u8>> {
        let Some(command) = request.command().filter(|_| request.mn == Some(&self.mn)) else { return Vec::new() };
        match command.answer(Direction::Down) {
            Answer::Request => {}
            Answer::Notice => {
                let notice = Packet { st: Some("91"), flag: Some(Flag::new(self.dialect)), ..*request };
                let notice = Packet { cn: Some(Command::NoticeAnswer.cn()), content: Content(""), ..notice };
                return notice.encode().into_iter().collect();
            }
            Answer::Data | Answer::None => return Vec::new(),
        }
        if request.pw != Some(&self.password) {
            return request.request_answer(QnRtn::WrongPw, self.dialect).packet().encode().into_iter().collect();
        }
        let data = self.data(request, command, now);
        let done = if data.is_some() { ExeRtn::Done } else { ExeRtn::NoData };
        let accepted = request.request_answer(QnRtn::Accepted, self.dialect).packet().encode();
        let result = request.result(done, self.dialect).packet().encode();
        accepted.into_iter().chain(data.into_iter().flatten()).chain(result).collect()
    }

    /// The packets with what a request asks for; none where there are no such data.
    fn data(&self, request: &Packet, command: Command, now: NaiveDateTime) -> Option<Vec<Vec<u8>>> {
        let upload = match command {
            Command::Realtime => Upload::RealTime,
            Command::Equipment => Upload::Equipment,
            Command::RunTime => Upload::RunTime,
            Command::Minute => Upload::TenMinute,
            Command::Hour => Upload::Hour,
            Command::Day => Upload::Day,
            Command::Time | Command::RealtimeInterval | Command::MinuteInterval => {
                let content = match command {
                    Command::Time => format!("SystemTime={}", time::seconds(now + TimeDelta::seconds(self.ahead))),
                    Command::RealtimeInterval => "RtdInterval=30".to_owned(),
                    _ => "MinInterval=10".to_owned(),
                };
                let told = Packet { st: Some(&self.st), content: Content(&content), ..*request };
                return told.encode().ok().map(|packet| vec![packet]);
            }
            _ => return Some(Vec::new()),
        };
        let about = match upload.covers() {
            0 => vec![seconds(now)],
            length => past_periods(request, length, now)?,
        };
        let packets = about.into_iter().zip(0..).flat_map(|(second, number)| {
            let qn = time::milliseconds(now + TimeDelta::milliseconds(number));
            self.packet(upload, &qn, &self.content(upload, second)).split().unwrap_or_default()
        });
        Some(packets.collect()).filter(|packets: &Vec<_>| !packets.is_empty())
    }
}

/// The beginnings of the periods that a request asks for and that are over; none where it names no time.
fn past_periods(request: &Packet, length: i64, now: NaiveDateTime) -> Option<Vec<i64>> {
    let Body::DataRequest { begin: Some(begin), end: Some(end) } = request.body() else { return None };
    let first = seconds(begin).div_euclid(length) * length;
    let past = (first..).step_by(length.unsigned_abs() as usize).take(MOST_HISTORY);
    Some(past.take_while(|second| *second < seconds(end) && second + length <= seconds(now)).collect())
}

fn put(content: &mut String, name: &str, places: usize, mean: Mean) -> std::fmt::Result {
    write!(
        content,
        ";{name}-Min={:.places$},{name}-Avg={:.places$},{name}-Max={:.places$}",
        mean.min, mean.avg, mean.max
    )?;
    if let Some(volume) = mean.volume {
        write!(content, ",{name}-Cou={volume:.3}")?;
    }
    write!(content, ",{name}-Flag={}", mean.mark.as_str())
}
