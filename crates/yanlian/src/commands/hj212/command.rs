//! `yanlian hj212 command` and `commands`: commands to monitors, each with its status.

use crate::cli::{DataFolder, parse_time};
use crate::clock::Clock;
use crate::commands::open_telemetry;
use crate::telemetry::{Request, china};
use crate::{Failure, Outcome, actor, terminal};
use chrono::NaiveDateTime;
use clap::{Args, ValueEnum};
use std::io::Write;
use yanlian_hj212::Command;
use yanlian_model::{Arg, Lang, Message, ReadingPeriod};
use yanlian_present::i18n;
use yanlian_store::telemetry::{CommandState, DeviceCommand};

/// A command, and to which monitor.
#[derive(Debug, Args)]
pub(crate) struct NewCommand {
    /// The monitor's MN, as registered.
    mn: String,
    /// What it commands.
    #[arg(value_enum)]
    what: What,
    /// Of history: which periods.
    #[arg(long, value_enum, default_value_t = Period::Hour)]
    period: Period,
    /// Of history: periods that begin at this time or later, in China's local time.
    #[arg(long, value_name = "TIME", value_parser = parse_time, required_if_eq("what", "history"))]
    from: Option<NaiveDateTime>,
    /// Of history: and before this time.
    #[arg(long, value_name = "TIME", value_parser = parse_time, required_if_eq("what", "history"))]
    to: Option<NaiveDateTime>,
    /// To set: seconds between real-time packets, or minutes that minute data cover.
    #[arg(long, required_if_eq_any([("what", "set-interval"), ("what", "set-minutes")]),
        value_parser = clap::value_parser!(u32).range(1..))]
    value: Option<u32>,
    #[command(flatten)]
    place: DataFolder,
}

/// Which commands to list.
#[derive(Debug, Args)]
pub(crate) struct Commands {
    /// Only those of this monitor.
    mn: Option<String>,
    /// How many at most.
    #[arg(long, default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    place: DataFolder,
}

/// What can be commanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Which time it has.
    ReadTime,
    /// To set its time to ours.
    SetTime,
    /// How many seconds lie between its real-time packets.
    ReadInterval,
    /// To set that.
    SetInterval,
    /// How many minutes its minute data cover.
    ReadMinutes,
    /// To set that.
    SetMinutes,
    /// To send again what it measured.
    History,
    /// To take a sample now.
    Sample,
}

/// Periods of history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Period {
    TenMinute,
    Hour,
    Day,
}

impl NewCommand {
    fn request(&self) -> Option<Request> {
        let period = match self.period {
            Period::TenMinute => ReadingPeriod::TenMinute,
            Period::Hour => ReadingPeriod::Hour,
            Period::Day => ReadingPeriod::Day,
        };
        Some(match self.what {
            What::ReadTime => Request::ReadTime,
            What::SetTime => Request::SetTime,
            What::ReadInterval => Request::ReadInterval,
            What::SetInterval => Request::SetInterval(self.value?),
            What::ReadMinutes => Request::ReadMinutes,
            What::SetMinutes => Request::SetMinutes(self.value?),
            What::History => Request::History(period, self.from?, self.to?),
            What::Sample => Request::Sample,
        })
    }
}

/// Keeps a command, to go down when the monitor is connected.
pub(super) async fn add(command: NewCommand, lang: Lang) -> Outcome {
    let snapshot = crate::commands::open(&command.place.address()).await?.snapshot().await?;
    if !snapshot.zone.registers.monitors.iter().any(|monitor| monitor.mn == command.mn) {
        return Err(Failure::Usage(Message::new("cli-no-monitor").with("mn", &command.mn)));
    }
    let request = command.request().ok_or_else(|| Failure::Usage(Message::new("cli-ask-incomplete")))?;
    let request = request.checked(china(Clock::System.now())).map_err(|(_, wrong)| Failure::Usage(wrong))?;
    let telemetry = open_telemetry(&command.place.address()).await?;
    let id =
        telemetry.add_command(&request.of(&command.mn, &actor::console().to_string(), Clock::System.now())).await?;
    telemetry.close().await;
    eprintln!("{}", i18n::text(lang, "hj212-asked", &[("number", Arg::from(id.0.to_string()))]));
    Ok(())
}

/// Lists commands.
pub(super) async fn list(commands: Commands, lang: Lang) -> Outcome {
    let telemetry = open_telemetry(&commands.place.address()).await?;
    let commands = telemetry.commands(commands.mn.as_deref(), commands.limit).await?;
    telemetry.close().await;
    let head =
        ["hj212-number", "MN", "hj212-command", "hj212-asked-at", "hj212-asked-by", "hj212-state", "hj212-remarks"];
    let head = head.map(|id| if id == "MN" { id.to_owned() } else { i18n::text(lang, id, &[]) });
    let rows: Vec<_> =
        std::iter::once(head.to_vec()).chain(commands.iter().map(|command| row(command, lang))).collect();
    Ok(writeln!(std::io::stdout(), "{}", terminal::table(&rows))?)
}

fn row(command: &DeviceCommand, lang: Lang) -> Vec<String> {
    let name = command.cn.parse().ok().and_then(Command::of_code).map(Command::name);
    let name = name.map(|name| if lang == Lang::Zh { name.zh } else { name.en });
    let content = [name.unwrap_or_default(), &command.cn, &command.content].join(" ");
    let notes: Vec<_> = command.steps.iter().filter_map(|step| step.note.clone()).collect();
    vec![
        command.id.0.to_string(),
        command.mn.clone(),
        content.trim().to_owned(),
        china(command.asked).format("%Y-%m-%d %H:%M:%S").to_string(),
        command.by.clone(),
        state(command.state, lang),
        notes.join("; "),
    ]
}

/// The status of a command, in words.
fn state(state: CommandState, lang: Lang) -> String {
    let (id, code) = match state {
        CommandState::Queued => ("hj212-queued", None),
        CommandState::Sent => ("hj212-sent", None),
        CommandState::Accepted => ("hj212-accepted", None),
        CommandState::Refused(code) => ("hj212-refused", Some(code)),
        CommandState::Done => ("hj212-done", None),
        CommandState::Failed(code) => ("hj212-failed", Some(code)),
        CommandState::Unanswered => ("hj212-unanswered", None),
    };
    let args: Vec<_> = code.map(|code| ("code", Arg::from(code.to_string()))).into_iter().collect();
    i18n::text(lang, id, &args)
}
