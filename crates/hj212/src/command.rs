//! What does a packet want? The commands, their directions and their answers.
//!
//! Source: HJ 212-2017 table 9 and annex C; for 2025 see `data/commands.csv`, which has a row for
//! each command: since when, in which directions, answered by what, called what.

use crate::dialect::Dialect;
use crate::tables::{self, Name};
use chrono::{DurationRound, NaiveDateTime, TimeDelta};
use std::sync::LazyLock;

/// Which way a packet goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the device in the field.
    Down,
    /// From the device to the upper computer.
    Up,
}

/// What answers a packet whose Flag asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Nothing.
    None,
    /// 9011 whether the device will do it, then 9012 what came of it.
    Request,
    /// 9013.
    Notice,
    /// 9014.
    Data,
}

/// What is known of a command.
#[derive(Debug)]
struct Facts {
    since: Dialect,
    down: Option<Answer>,
    up: Option<Answer>,
    name: Name,
}

impl Facts {
    fn read(since: &str, down: &str, up: &str, name: Name) -> Self {
        let since = match since {
            "2025" => Dialect::Y2025,
            "2017" => Dialect::Y2017,
            _ => Dialect::Y2005,
        };
        let answer = |word| match word {
            "request" => Some(Answer::Request),
            "notice" => Some(Answer::Notice),
            "data" => Some(Answer::Data),
            "none" => Some(Answer::None),
            _ => None,
        };
        Facts { since, down: answer(down), up: answer(up), name }
    }
}

static FACTS: LazyLock<Vec<(&str, Facts)>> = LazyLock::new(|| {
    let read = |[cn, since, down, up, zh, en]: [&'static str; 6]| (cn, Facts::read(since, down, up, Name { zh, en }));
    tables::commands().map(read).collect()
});

/// What is known of a command.
fn facts(command: Command) -> &'static Facts {
    let at = Command::ALL.binary_search(&command).expect("the list has every command, by its code");
    &FACTS[at].1
}

/// Declares the commands, their codes and their list at once.
macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// A command, the meaning of a CN. Those that go both ways ask on their way down and tell
        /// on their way up.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Command { $($(#[$doc])* $variant = $code,)* }

        impl Command {
            /// All of them, by their codes.
            pub const ALL: &[Command] = &[$(Command::$variant,)*];

            /// The command of this code.
            pub fn of_code(code: u16) -> Option<Command> {
                match code { $($code => Some(Command::$variant),)* _ => None }
            }

            /// The code as it is written in CN.
            pub fn cn(self) -> &'static str {
                match self { $(Command::$variant => stringify!($code),)* }
            }
        }
    };
}

commands! {
    /// Set how long a device waits for an answer and how often it sends again.
    SetRetry = 1000,
    /// Hardware number of the logger, before it has an MN.
    HardwareNumber = 1001,
    /// Set the logger's MN.
    SetMn = 1002,
    /// The device's time.
    Time = 1011,
    /// Set the device's time.
    SetTime = 1012,
    /// The device asks to be told the time.
    AskTime = 1013,
    /// The device asks for a new key, or is given one.
    NewKey = 1014,
    /// Seconds between two uploads of real-time data.
    RealtimeInterval = 1061,
    /// Set the seconds between two uploads of real-time data.
    SetRealtimeInterval = 1062,
    /// Minutes that minute data cover.
    MinuteInterval = 1063,
    /// Set the minutes that minute data cover.
    SetMinuteInterval = 1064,
    /// Set the device's password.
    SetPassword = 1072,
    /// Real-time data.
    Realtime = 2011,
    /// Stop sending real-time data.
    StopRealtime = 2012,
    /// Raw data of instruments that measure in periods.
    Raw = 2013,
    /// State of equipment.
    Equipment = 2021,
    /// Stop sending the state of equipment.
    StopEquipment = 2022,
    /// Daily data.
    Day = 2031,
    /// Hours that equipment ran in a day.
    RunTime = 2041,
    /// Minute data.
    Minute = 2051,
    /// Data of a single measurement of noise.
    Noise = 2052,
    /// Hourly data.
    Hour = 2061,
    /// Data of automatic checks and calibrations with standard samples.
    Check = 2062,
    /// When the logger was started.
    Boot = 2081,
    /// Five-minute means of furnace temperature.
    Furnace = 2111,
    /// Calibrate zero and span.
    Calibrate = 3011,
    /// Take a sample now.
    SampleNow = 3012,
    /// Start cleaning or blow-back.
    Clean = 3013,
    /// Take a sample for comparison.
    CompareSample = 3014,
    /// Keep a sample of an exceedance.
    KeepSample = 3015,
    /// Set when samples are taken.
    SetSampling = 3016,
    /// When samples are taken.
    Sampling = 3017,
    /// Minutes from sample to result.
    SampleTime = 3018,
    /// The device's identifier.
    DeviceId = 3019,
    /// Log, state and parameters of the device.
    DeviceInfo = 3020,
    /// Set parameters of the device.
    SetDevice = 3021,
    /// Keep a sample now.
    SampleTask = 3022,
    /// Start a check with a standard sample.
    StartCheck = 3024,
    /// Answer to a request: whether it will be done.
    RequestAnswer = 9011,
    /// What came of a request.
    Result = 9012,
    /// Answer to a notice.
    NoticeAnswer = 9013,
    /// Answer to data.
    DataAnswer = 9014,
    /// Sign of life.
    Heartbeat = 9015,
}

impl Command {
    /// The code as a number.
    pub fn code(self) -> u16 {
        self as u16
    }

    /// What it is called.
    pub fn name(self) -> Name {
        facts(self).name
    }

    /// The first edition that has it.
    pub fn since(self) -> Dialect {
        facts(self).since
    }

    /// Whether it goes this way.
    pub fn goes(self, direction: Direction) -> bool {
        self.facts(direction).is_some()
    }

    /// What answers it, going this way, where its Flag asks.
    pub fn answer(self, direction: Direction) -> Answer {
        self.facts(direction).unwrap_or(Answer::None)
    }

    /// Whether it carries data with DataTime on its way up.
    pub fn carries_data(self) -> bool {
        matches!(
            self,
            Command::Realtime
                | Command::Raw
                | Command::Equipment
                | Command::Day
                | Command::RunTime
                | Command::Minute
                | Command::Noise
                | Command::Hour
                | Command::Check
                | Command::Furnace
        )
    }

    /// Whether DataTime is the beginning of the period that the data cover; else it is the instant
    /// of the data.
    pub fn covers_period(self) -> bool {
        matches!(
            self,
            Command::Day | Command::RunTime | Command::Minute | Command::Noise | Command::Hour | Command::Furnace
        )
    }

    /// Whether the data of a period can begin at that time: those of an hour on the hour, those of a day at
    /// midnight, those of minutes on the minute.
    pub fn begins_at(self, time: NaiveDateTime) -> bool {
        let unit = match self {
            Command::Day | Command::RunTime => TimeDelta::days(1),
            Command::Hour => TimeDelta::hours(1),
            Command::Minute => TimeDelta::minutes(1),
            _ => return true,
        };
        time.duration_trunc(unit).is_ok_and(|begin| begin == time)
    }

    fn facts(self, direction: Direction) -> Option<Answer> {
        let facts = facts(self);
        match direction {
            Direction::Down => facts.down,
            Direction::Up => facts.up,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_command_and_no_other() {
        let codes: Vec<u16> = FACTS.iter().map(|(cn, _)| cn.parse().unwrap()).collect();
        assert_eq!(codes, Command::ALL.iter().map(|command| *command as u16).collect::<Vec<_>>());
    }
}
