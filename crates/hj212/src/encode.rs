//! How is a packet written? Length, check sum, and the answers that devices wait for.
//!
//! A device waits ten seconds for its answer and sends again, three times. Store what it sent
//! before it is answered, and store so that the same packet twice makes no difference.

use crate::body::{ExeRtn, QnRtn};
use crate::command::{Answer, Command, Direction};
use crate::content::Content;
use crate::crc::crc;
use crate::dialect::{Dialect, Flag};
use crate::judge::MAX_SEGMENT;
use crate::packet::Packet;
use crate::seal::{self, Key};
use std::fmt::Write;

/// The longest content that is sent, in bytes: a CP has at most 950 with its name and the `&&`.
pub const MAX_CONTENT: usize = 950 - "CP=&&&&".len();

/// Why a packet cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// A field of the header has a character that would end it.
    #[error("{field} has a character that a header cannot have")]
    Field {
        /// The field.
        field: &'static str,
    },
    /// The content has `&&` or a control character.
    #[error("the content has && or a control character")]
    Content,
    /// The packet is too long; see [`Packet::split`].
    #[error("{length} bytes are too many for one packet")]
    TooLong {
        /// The length of the data segment, in bytes.
        length: usize,
    },
    /// An item of the content does not fit into any part.
    #[error("an item of {length} bytes does not fit into a packet")]
    ItemTooLong {
        /// The length of the item, in bytes.
        length: usize,
    },
    /// Parts need a QN that is a time.
    #[error("parts need a QN that is a time")]
    Qn,
}

impl<'a> Packet<'a> {
    /// A packet of this command for a device, to be filled in further.
    ///
    /// ```
    /// use yanlian_hj212::{Command, Content, Dialect, Flag, Packet};
    ///
    /// // The example of HJ 212-2017, annex A.
    /// let packet = Packet {
    ///     qn: Some("20160801085857223"),
    ///     st: Some("32"),
    ///     pw: Some("100000"),
    ///     flag: Some(Flag::new(Dialect::Y2017).asking(true)),
    ///     content: Content("RtdInterval=30"),
    ///     ..Packet::new(Command::SetRealtimeInterval, "010000A8900016F000169DC0")
    /// };
    /// let bytes = packet.encode()?;
    /// assert!(bytes.starts_with(b"##0101QN=") && bytes.ends_with(b"&&1C80\r\n"));
    /// # Ok::<(), yanlian_hj212::EncodeError>(())
    /// ```
    pub fn new(command: Command, mn: &'a str) -> Self {
        Packet { cn: Some(command.cn()), mn: Some(mn), ..Packet::default() }
    }

    /// Writes the packet as it is sent.
    ///
    /// # Errors
    ///
    /// Where a field or the content has characters that they cannot have, or the packet is longer
    /// than the standard allows.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let segment = self.segment()?;
        let (length, content) = (segment.len(), self.content.0.len());
        if length > MAX_SEGMENT || content > MAX_CONTENT {
            return Err(EncodeError::TooLong { length });
        }
        Ok(framed(length, segment.as_bytes(), crc(segment.as_bytes())))
    }

    /// Writes the packet with its content encrypted, see [`crate::seal`]. Experimental. The length
    /// is that of the plain text, as in the printed examples.
    ///
    /// # Errors
    ///
    /// As [`Packet::encode`].
    pub fn encode_sealed(&self, key: &Key) -> Result<Vec<u8>, EncodeError> {
        self.encode()?;
        let plain = self.segment()?;
        let mut sent = Packet { content: Content(""), ..*self }.segment()?.into_bytes();
        sent.truncate(sent.len() - "&&".len());
        sent.extend(seal::seal_content(self.content.0, key));
        sent.extend(b"&&");
        Ok(framed(plain.len(), &sent, crc(plain.as_bytes())))
    }

    /// The data segment: the header and the content.
    pub(crate) fn segment(&self) -> Result<String, EncodeError> {
        let mut segment = String::with_capacity(128 + self.content.0.len());
        let mut put = |field: &'static str, value: Option<&str>| {
            let Some(value) = value else { return Ok(()) };
            if value.contains([';', '&']) || value.contains(char::is_control) {
                return Err(EncodeError::Field { field });
            }
            // Writing to a string does not fail.
            let _ = write!(segment, "{field}={value};");
            Ok(())
        };
        let number = |number: Option<u32>| number.map(|number| number.to_string());
        put("QN", self.qn)?;
        put("ST", self.st)?;
        put("CN", self.cn)?;
        put("PW", self.pw)?;
        put("MN", self.mn)?;
        put("Flag", number(self.flag.map(|flag| flag.0.into())).as_deref())?;
        put("PNUM", number(self.pnum).as_deref())?;
        put("PNO", number(self.pno).as_deref())?;
        put("RF", self.rf)?;
        if self.content.0.contains("&&") || self.content.0.contains(char::is_control) {
            return Err(EncodeError::Content);
        }
        segment.extend(["CP=&&", self.content.0, "&&"]);
        Ok(segment)
    }

    /// The answer that a packet from a device asks for: 9014 to data, 9013 to a notice, with its
    /// QN, ST 91 and an empty content. None where it asks for none; answers and results are not
    /// answered whatever their Flag says, and neither are commands that are not known.
    ///
    /// ```
    /// use yanlian_hj212::{Command, Dialect, Packet};
    ///
    /// let upload = "QN=20160801085857223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20160801085857;w01018-Rtd=38.2&&";
    /// let (packet, _) = Packet::parse(upload);
    /// let answer = packet.answer(Dialect::Y2017).unwrap();
    /// assert_eq!(answer.command(), Some(Command::DataAnswer));
    /// assert!(answer.encode()?.starts_with(b"##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;"));
    /// # Ok::<(), yanlian_hj212::EncodeError>(())
    /// ```
    pub fn answer(&self, dialect: Dialect) -> Option<Packet<'a>> {
        if !self.flag?.asks() {
            return None;
        }
        match self.command()?.answer(Direction::Up) {
            Answer::Data => Some(self.reply(Command::DataAnswer, dialect)),
            Answer::Notice => Some(self.reply(Command::NoticeAnswer, dialect)),
            Answer::Request | Answer::None => None,
        }
    }

    /// What a device says to this request: 9011.
    pub fn request_answer(&self, says: QnRtn, dialect: Dialect) -> Reply<'a> {
        Reply { packet: self.reply(Command::RequestAnswer, dialect), content: format!("QnRtn={}", says.code()) }
    }

    /// What came of this request: 9012.
    pub fn result(&self, says: ExeRtn, dialect: Dialect) -> Reply<'a> {
        Reply { packet: self.reply(Command::Result, dialect), content: format!("ExeRtn={}", says.code()) }
    }

    /// A packet of the same QN, PW and MN, of ST 91, without content, that asks for nothing.
    fn reply(&self, command: Command, dialect: Dialect) -> Packet<'a> {
        Packet {
            qn: self.qn,
            st: Some("91"),
            cn: Some(command.cn()),
            pw: self.pw,
            mn: self.mn,
            flag: Some(Flag::new(dialect)),
            ..Packet::default()
        }
    }
}

/// An answer with a content of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply<'a> {
    packet: Packet<'a>,
    content: String,
}

impl Reply<'_> {
    /// The packet.
    pub fn packet(&self) -> Packet<'_> {
        Packet { content: Content(&self.content), ..self.packet }
    }
}

/// `##`, the length, the segment, the check sum, CR LF.
fn framed(length: usize, segment: &[u8], crc: u16) -> Vec<u8> {
    let mut packet = Vec::with_capacity(segment.len() + 12);
    packet.extend(format!("##{length:04}").bytes());
    packet.extend(segment);
    packet.extend(format!("{crc:04X}\r\n").bytes());
    packet
}
