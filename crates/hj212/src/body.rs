//! What does the content of a command mean? Contents as the types that their commands give them.

use crate::command::Command;
use crate::content::{Content, Reading};
use crate::packet::Packet;
use chrono::NaiveDateTime;

/// What a packet says, by its command. What cannot be read is none. Times are China's local time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Body<'a> {
    /// Data on their way up: 2011, 2021, 2031, 2041, 2051, 2061 and those of 2025.
    Upload(Upload<'a>),
    /// A request for data on its way down, for a period or from now on.
    DataRequest {
        /// Where the period begins.
        begin: Option<NaiveDateTime>,
        /// Where it ends.
        end: Option<NaiveDateTime>,
    },
    /// 1000: how to send again.
    Retry {
        /// How long to wait for an answer, in seconds.
        seconds: Option<u32>,
        /// How often to send again.
        times: Option<u32>,
    },
    /// 1011, 1012, 1013: the time of the device, or of the instrument for one factor.
    Time {
        /// The factor whose instrument it is; none for the device itself.
        factor: Option<&'a str>,
        /// The time; none where it is asked for.
        time: Option<NaiveDateTime>,
    },
    /// 1061, 1062: seconds between real-time data; none where asked for.
    RealtimeInterval(Option<u32>),
    /// 1063, 1064: minutes that minute data cover; none where asked for.
    MinuteInterval(Option<u32>),
    /// 1072: the new password.
    Password(Option<&'a str>),
    /// 2081: the logger was started.
    Boot {
        /// When this was sent.
        sent: Option<NaiveDateTime>,
        /// When it was started.
        started: Option<NaiveDateTime>,
    },
    /// 9011: whether a request will be done.
    RequestAnswer(Option<QnRtn>),
    /// 9012: what came of a request.
    Result(Option<ExeRtn>),
    /// 9013.
    NoticeAnswer,
    /// 9014.
    DataAnswer,
    /// 9015.
    Heartbeat,
    /// Any other command, and none.
    Other(Content<'a>),
}

/// Data on their way up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upload<'a> {
    /// The beginning of the period of the data or their instant, see [`Command::covers_period`]; none where
    /// it cannot be read or two DataTimes differ.
    pub time: Option<NaiveDateTime>,
    /// All of the content.
    pub content: Content<'a>,
}

impl<'a> Upload<'a> {
    /// The readings, one for each factor or piece of equipment.
    pub fn readings(&self) -> impl Iterator<Item = Reading<'a>> + use<'a> {
        self.content.by_factor().into_iter()
    }
}

impl<'a> Packet<'a> {
    /// The content as the type that the command gives it. Open an encrypted one first.
    pub fn body(&self) -> Body<'a> {
        let content = self.content;
        let Some(command) = self.command() else { return Body::Other(content) };
        match command {
            Command::SetRetry => Body::Retry { seconds: content.number("OverTime"), times: content.number("ReCount") },
            Command::Time | Command::SetTime | Command::AskTime => {
                Body::Time { factor: content.get("PolId"), time: content.time("SystemTime") }
            }
            Command::RealtimeInterval | Command::SetRealtimeInterval => {
                Body::RealtimeInterval(content.number("RtdInterval"))
            }
            Command::MinuteInterval | Command::SetMinuteInterval => Body::MinuteInterval(content.number("MinInterval")),
            Command::SetPassword => Body::Password(content.get("NewPW")),
            Command::Boot => Body::Boot { sent: content.time("DataTime"), started: content.time("RestartTime") },
            Command::RequestAnswer => Body::RequestAnswer(content.number("QnRtn").map(QnRtn::of_code)),
            Command::Result => Body::Result(content.number("ExeRtn").map(ExeRtn::of_code)),
            Command::NoticeAnswer => Body::NoticeAnswer,
            Command::DataAnswer => Body::DataAnswer,
            Command::Heartbeat => Body::Heartbeat,
            _ if self.uploads_data() => Body::Upload(Upload { time: content.data_time(), content }),
            _ if command.carries_data() => {
                Body::DataRequest { begin: content.time("BeginTime"), end: content.time("EndTime") }
            }
            _ => Body::Other(content),
        }
    }
}

/// Declares what a field of an answer can say, and its codes, at once.
macro_rules! returns {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// A code that is none of these.
            Other(u16),
        }

        impl $name {
            /// What this code says.
            pub fn of_code(code: u16) -> Self {
                match code { $($code => $name::$variant,)* code => $name::Other(code) }
            }

            /// The code as it is written.
            pub fn code(self) -> u16 {
                match self { $($name::$variant => $code,)* $name::Other(code) => code }
            }
        }
    };
}

returns! {
    /// What a device says to a request, in 9011.
    QnRtn {
        /// It will be done.
        Accepted = 1,
        /// It is refused.
        Refused = 2,
        /// The password is wrong.
        WrongPw = 3,
        /// The MN is wrong.
        WrongMn = 4,
        /// The ST is wrong.
        WrongSt = 5,
        /// The Flag is wrong.
        WrongFlag = 6,
        /// The QN is wrong.
        WrongQn = 7,
        /// The CN is wrong.
        WrongCn = 8,
        /// The check sum is wrong.
        WrongCrc = 9,
        /// Unknown why.
        Unknown = 100,
    }
}

returns! {
    /// What came of a request, in 9012.
    ExeRtn {
        /// It is done.
        Done = 1,
        /// It failed, unknown why.
        Failed = 2,
        /// The request's conditions are wrong.
        WrongConditions = 3,
        /// There are no data.
        NoData = 100,
    }
}
