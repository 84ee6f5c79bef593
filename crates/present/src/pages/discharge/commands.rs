//! Commands to monitors: the form by which they are sent, and how far each has come.

use super::words::moment;
use crate::View;
use crate::grid::{Cell, Grid, Head};
use crate::parts::Badge;
use chrono::{Days, NaiveDate, NaiveDateTime};
use yanlian_model::Message;
use yanlian_model::reading::{self, HISTORY_DAYS, MINUTES_COVERED, REAL_TIME_SECONDS};
use yanlian_model::registers::Monitor;

/// A command to a monitor.
#[derive(Debug, Clone, PartialEq)]
pub struct CommandShown {
    /// Its number.
    pub id: i64,
    /// The monitor.
    pub mn: String,
    /// The command of HJ 212, in digits.
    pub cn: String,
    /// Its content.
    pub content: String,
    /// Who sent it.
    pub by: String,
    /// When.
    pub asked: NaiveDateTime,
    /// `queued`, `sent`, `accepted`, `refused`, `done`, `failed` or `unanswered`.
    pub state: &'static str,
    /// The steps of its life, the first first.
    pub steps: Vec<CommandStep>,
}

/// A step in the life of a command.
#[derive(Debug, Clone, PartialEq)]
pub struct CommandStep {
    /// When.
    pub at: NaiveDateTime,
    /// The state that it came to, as in [`CommandShown::state`].
    pub state: &'static str,
    /// The monitor's reason, where it refused or failed.
    pub code: Option<u16>,
    /// What the monitor said besides.
    pub note: Option<String>,
}

/// The form by which commands are sent, and those that were.
pub(super) struct CommandForm {
    /// The monitors to choose from: MN and name.
    pub(super) monitors: Vec<(String, String)>,
    pub(super) tasks: Vec<(&'static str, String)>,
    pub(super) commands: Grid,
    /// The last whole day, from when to when, of which to ask again.
    pub(super) last_day: (String, String),
    /// Between which times one may ask.
    pub(super) history: (String, String),
    pub(super) most_seconds: u32,
    /// What may be commanded, in words.
    pub(super) bounds: String,
    /// The page to which sending leads back.
    pub(super) back: String,
}

/// What a monitor may be commanded: the value in the form, and its message.
const TASKS: &[(&str, &str)] = &[
    ("read-time", "discharge-ask-read-time"),
    ("set-time", "discharge-ask-set-time"),
    ("read-interval", "discharge-ask-read-interval"),
    ("set-interval", "discharge-ask-set-interval"),
    ("read-minutes", "discharge-ask-read-minutes"),
    ("set-minutes", "discharge-ask-set-minutes"),
    ("ten-minutes", "discharge-ask-ten-minutes"),
    ("hours", "discharge-ask-hours"),
    ("days", "discharge-ask-days"),
    ("sample", "discharge-ask-sample"),
];

/// What a monitor may be commanded: the value in the form, and the words for it.
pub fn command_tasks(v: &View) -> Vec<(String, String)> {
    TASKS.iter().map(|(value, text)| ((*value).to_owned(), v.t(text))).collect()
}

/// The commands of HJ 212 for these, with the same messages.
const COMMANDS: &[(&str, &str)] = &[
    ("1011", "discharge-ask-read-time"),
    ("1012", "discharge-ask-set-time"),
    ("2051", "discharge-ask-ten-minutes"),
    ("2061", "discharge-ask-hours"),
    ("2031", "discharge-ask-days"),
    ("3012", "discharge-ask-sample"),
    ("1061", "discharge-ask-read-interval"),
    ("1062", "discharge-ask-set-interval"),
    ("1063", "discharge-ask-read-minutes"),
    ("1064", "discharge-ask-set-minutes"),
];

/// A monitor by its outlet and MN.
pub(super) fn named(v: &View, monitor: &Monitor) -> String {
    format!("{} · {}", v.name("outlets", &monitor.outlet), monitor.mn)
}

/// The form for these monitors, at a time, with the commands that were sent.
pub(super) fn command_form(
    v: &View,
    monitors: &[Monitor],
    sent: &[CommandShown],
    now: NaiveDateTime,
    back: String,
) -> CommandForm {
    let today = now.date();
    let begin = |day: NaiveDate| day.format("%Y-%m-%dT00:00").to_string();
    let history = reading::history(now);
    let bounds = Message::new("discharge-ask-bounds")
        .with("least", REAL_TIME_SECONDS.start().to_string())
        .with("most", REAL_TIME_SECONDS.end().to_string())
        .with("minutes", MINUTES_COVERED.map(|minutes| minutes.to_string()).join(&v.t("list-separator")))
        .with("days", HISTORY_DAYS.to_string());
    CommandForm {
        monitors: monitors.iter().map(|row| (row.mn.clone(), named(v, row))).collect(),
        tasks: TASKS.iter().map(|(value, text)| (*value, v.t(text))).collect(),
        commands: commands(v, sent),
        last_day: (begin(today - Days::new(1)), begin(today)),
        history: (begin(history.start().date()), begin(history.end().date())),
        most_seconds: *REAL_TIME_SECONDS.end(),
        bounds: v.say(&bounds),
        back,
    }
}

fn commands(v: &View, commands: &[CommandShown]) -> Grid {
    let heads = [
        Head::Number("discharge-col-number"),
        Head::Text("grid-state"),
        Head::Text("discharge-col-monitor"),
        Head::Short("discharge-col-asked"),
        Head::Text("discharge-col-what"),
        Head::Text("discharge-col-life"),
    ];
    let rows = commands.iter().map(|command| {
        let monitor = v.zone.find::<Monitor>(&command.mn);
        let monitor = match monitor {
            Some(row) => v.link("outlets", &row.outlet).into(),
            None => Cell::Text(command.mn.clone()),
        };
        let named = COMMANDS.iter().find(|(cn, _)| *cn == command.cn).map(|(_, text)| Cell::Text(v.t(text)));
        let sent = Cell::Text(format!("{} {}", command.cn, command.content).trim_end().to_owned());
        let what = Cell::All(named.into_iter().chain([sent]).collect());
        let steps = command.steps.iter().map(|step| Cell::Text(step_said(v, step)));
        vec![
            command.id.to_string().into(),
            command_badge(v, command.state).into(),
            monitor,
            vec![Cell::Text(moment(command.asked)), Cell::Text(command.by.clone())].into(),
            what,
            Cell::All(steps.collect()),
        ]
    });
    Grid::new(v, v.t("discharge-commands-table"), "discharge-no-command", &heads, rows.collect())
}

/// A step with the packet of HJ 212 that brought it: 9011 says whether it will be done, 9012 what came of it.
fn step_said(v: &View, step: &CommandStep) -> String {
    let packet = match step.state {
        "accepted" if step.note.is_none() => "9011",
        "refused" => "9011",
        "done" | "failed" => "9012",
        _ => "",
    };
    let word = command_badge(v, step.state).word;
    let parts = [
        Some(step.at.format("%H:%M:%S").to_string()),
        Some(word),
        Some(packet.to_owned()),
        step.code.map(|code| v.t1("discharge-command-code", "code", code.to_string())),
        step.note.clone(),
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn command_badge(v: &View, state: &str) -> Badge {
    let (shape, word) = match state {
        "queued" => ("coming", "discharge-command-queued"),
        "sent" => ("open", "discharge-command-sent"),
        "accepted" => ("open", "discharge-command-accepted"),
        "done" => ("done", "discharge-command-done"),
        "refused" => ("fault", "discharge-command-refused"),
        "failed" => ("fault", "discharge-command-failed"),
        _ => ("late", "discharge-command-unanswered"),
    };
    Badge::saying(v, shape, word)
}
