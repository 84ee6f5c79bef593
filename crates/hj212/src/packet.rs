//! What does a packet say? The fields of its header, and where its content is.
//!
//! `QN=…;ST=…;CN=…;PW=…;MN=…;Flag=…;[PNUM=…;PNO=…;][RF=1;]CP=&&…&&`, HJ 212-2017 table 3. Reading
//! is tolerant: what is odd is told, and what can be read is there.

use crate::command::Command;
use crate::content::{Content, until};
use crate::dialect::{Dialect, Flag};
use crate::oddity::{Oddities, Oddity};
use crate::time;
use chrono::NaiveDateTime;

/// A packet, borrowed from its text. The same is filled in to send one, see [`Packet::encode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Packet<'a> {
    /// The number of the request: a time with milliseconds, see [`Packet::qn_time`].
    pub qn: Option<&'a str>,
    /// The system, as 32 for sources of waste water, see [`crate::system`].
    pub st: Option<&'a str>,
    /// The command, see [`Packet::command`].
    pub cn: Option<&'a str>,
    /// The password, in clear.
    pub pw: Option<&'a str>,
    /// The device's number, 24 characters by the standard.
    pub mn: Option<&'a str>,
    /// Edition, part or whole, whether an answer is asked for.
    pub flag: Option<Flag>,
    /// How many parts there are.
    pub pnum: Option<u32>,
    /// Which part this is, from 1.
    pub pno: Option<u32>,
    /// That the data are sent again later, 1; since 2025.
    pub rf: Option<&'a str>,
    /// What stands between `CP=&&` and `&&`.
    pub content: Content<'a>,
}

impl<'a> Packet<'a> {
    /// Reads a data segment, and what is odd about its header.
    ///
    /// ```
    /// use yanlian_hj212::{Command, Packet};
    ///
    /// let (packet, odd) = Packet::parse("ST=101;CN=2011;PW=123456;MN=41050022000017;CP=&&DataTime=20200922110000&&");
    /// assert_eq!(packet.command(), Some(Command::Realtime));
    /// assert_eq!(format!("{odd:?}"), r#"{"qn-missing", "st-three-digits", "flag-missing"}"#);
    /// ```
    pub fn parse(segment: &'a str) -> (Packet<'a>, Oddities) {
        let mut packet = Packet::default();
        let mut odd = Oddities::NONE;
        let mut rest = segment;
        let content = loop {
            if let Some(content) = rest.strip_prefix("CP=") {
                break Some(content);
            }
            if rest.is_empty() {
                break None;
            }
            let (field, behind) = rest.split_at(until(rest, |byte| byte == b';'));
            packet.take_field(field, &mut odd);
            rest = behind.strip_prefix(';').unwrap_or_default();
        };
        match content {
            Some(content) => packet.content = take_content(content, &mut odd),
            None => odd.add(Oddity::CpMissing),
        }
        packet.check_header(&mut odd);
        (packet, odd)
    }

    fn take_field(&mut self, field: &'a str, odd: &mut Oddities) {
        let (name, value) = field.split_at(until(field, |byte| byte == b'='));
        let Some(value) = value.strip_prefix('=') else { return odd.add(Oddity::HeaderUnknown) };
        let place = match name {
            "QN" => &mut self.qn,
            "ST" => &mut self.st,
            "CN" => &mut self.cn,
            "PW" => &mut self.pw,
            "MN" => &mut self.mn,
            "RF" => &mut self.rf,
            "Flag" => return take_number(&mut self.flag, value.parse().ok().map(Flag), Oddity::FlagMalformed, odd),
            "PNUM" => return take_number(&mut self.pnum, value.parse().ok(), Oddity::PartsDisagree, odd),
            "PNO" => return take_number(&mut self.pno, value.parse().ok(), Oddity::PartsDisagree, odd),
            _ => return odd.add(Oddity::HeaderUnknown),
        };
        match place {
            None => *place = Some(value),
            Some(_) => odd.add(Oddity::HeaderRepeated),
        }
    }

    fn check_header(&self, odd: &mut Oddities) {
        let digits = |text: &str| if text.bytes().all(|byte| byte.is_ascii_digit()) { text.len() } else { 0 };
        match self.qn.map(time::parse_qn) {
            None => odd.add(Oddity::QnMissing),
            Some(Some((_, time::Form::Milliseconds))) => {}
            Some(Some((_, time::Form::Epoch))) => odd.add(Oddity::Qn13Digits),
            Some(_) => odd.add(Oddity::QnMalformed),
        }
        match self.st.map(digits) {
            None => odd.add(Oddity::StMissing),
            Some(2) => {}
            Some(3) => odd.add(Oddity::StThreeDigits),
            Some(_) => odd.add(Oddity::StMalformed),
        }
        match self.cn.map(digits) {
            None => odd.add(Oddity::CnMissing),
            Some(4) => odd.add_if(self.command().is_none(), Oddity::CnUnknown),
            Some(_) => odd.add(Oddity::CnMalformed),
        }
        odd.add_if(self.pw.is_none(), Oddity::PwMissing);
        odd.add_if(self.mn.is_none(), Oddity::MnMissing);
        match self.flag {
            None => odd.add_if(!odd.contains(Oddity::FlagMalformed), Oddity::FlagMissing),
            Some(flag) => odd.add_if(Dialect::of_flag(flag).is_none(), Oddity::FlagEditionUnknown),
        }
        odd.add_if(!self.parts_agree(), Oddity::PartsDisagree);
        odd.add_if(self.rf.is_some_and(|rf| rf != "1"), Oddity::RfUnexpected);
    }

    fn parts_agree(&self) -> bool {
        let says = self.flag.is_some_and(Flag::is_part);
        match (self.pnum, self.pno) {
            (Some(all), Some(this)) => says && (1..=all).contains(&this),
            (None, None) => !says,
            _ => false,
        }
    }

    /// What is odd about the content, and about the whole for a device of this edition. How its data
    /// [contradict](Packet::contradictions) themselves is asked apart.
    ///
    /// Looks at every pair of the content; that of an encrypted one is not looked at.
    pub fn inspect(&self, dialect: Dialect) -> Oddities {
        let mut odd = Oddities::NONE;
        let command = self.command();
        odd.add_if(command.is_some_and(|command| command.since() > dialect), Oddity::CnOfLaterEdition);
        odd.add_if(self.rf.is_some() && dialect < Dialect::Y2025, Oddity::RfUnexpected);
        if !self.is_sealed() {
            odd |= self.content.odd();
            if let Some(command) = command.filter(|_| self.uploads_data()) {
                odd |= self.content.odd_upload(command);
            }
        }
        odd
    }

    /// How uploaded data contradict themselves, for who does not ask [each reading](Reading::contradictions);
    /// what is encrypted is not looked at.
    pub fn contradictions(&self) -> Oddities {
        match self.uploads_data() && !self.is_sealed() {
            true => self.content.contradictions(),
            false => Oddities::NONE,
        }
    }

    /// The command; none where there is none or none that this crate knows.
    pub fn command(&self) -> Option<Command> {
        Command::of_code(self.cn?.parse().ok()?)
    }

    /// The time that QN writes, in China's local time.
    pub fn qn_time(&self) -> Option<NaiveDateTime> {
        Some(time::parse_qn(self.qn?)?.0)
    }

    /// Whether the content is encrypted, see [`crate::seal`].
    pub fn is_sealed(&self) -> bool {
        self.content.0.starts_with('{')
    }

    /// Whether this is data on their way up. A request for data on its way down has the same
    /// command, but neither readings nor DataTime.
    pub fn uploads_data(&self) -> bool {
        let carries = || self.content.get("DataTime").is_some() || self.content.readings().next().is_some();
        self.command().is_some_and(Command::carries_data) && carries()
    }
}

fn take_number<T>(place: &mut Option<T>, value: Option<T>, malformed: Oddity, odd: &mut Oddities) {
    odd.add_if(value.is_none(), malformed);
    odd.add_if(place.is_some(), Oddity::HeaderRepeated);
    *place = place.take().or(value);
}

/// What stands between `&&` and the last `&&`.
fn take_content<'a>(text: &'a str, odd: &mut Oddities) -> Content<'a> {
    odd.add_if(!text.starts_with("&&"), Oddity::CpNotOpened);
    let inner = text.strip_prefix("&&").unwrap_or(text);
    if let Some(content) = inner.strip_suffix("&&") {
        return Content(content);
    }
    let (content, oddity) = match inner.rsplit_once("&&") {
        Some((content, _)) => (content, Oddity::CpTrailing),
        None => (inner, Oddity::CpNotClosed),
    };
    odd.add(oddity);
    Content(content)
}
