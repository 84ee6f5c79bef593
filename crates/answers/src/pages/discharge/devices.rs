//! Devices: how each monitor is, who sends without being registered, and what was asked of whom; and
//! one monitor with all that is known of it.

use super::PacketShown;
use super::tabs;
use super::words::moment;
use crate::grid::{Cell, Grid, Head};
use crate::pages::encode_id;
use crate::pages::list::Tab;
use crate::parts::{Badge, Link};
use crate::{View, format};
use askama::Template;
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use yanlian_model::reading::{self, HISTORY_DAYS, MINUTES_COVERED, REAL_TIME_SECONDS};
use yanlian_model::registers::Monitor;
use yanlian_model::{Key, Message};

/// How long a monitor may say nothing before it is marked, in minutes.
const QUIET: i64 = 15;

/// How a registered monitor is, since the program was started. Times are China's.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeviceShown {
    /// Its MN.
    pub mn: String,
    /// How many connections it has.
    pub connections: usize,
    /// Where it last sent from.
    pub address: Option<String>,
    /// When its last packet came.
    pub last_packet: Option<NaiveDateTime>,
    /// Whether that came to another server of the same database.
    pub elsewhere: bool,
    /// Packets that were kept.
    pub packets: u64,
    /// New readings.
    pub readings: u64,
    /// Packets that were known already.
    pub duplicates: u64,
    /// Packets that were refused.
    pub refused: u64,
    /// Packets with a wrong check sum, and other pieces that are none.
    pub broken: u64,
    /// What was odd, and how often.
    pub oddities: Vec<(String, u64)>,
    /// How far its clock is ahead, in milliseconds.
    pub drift_ms: Option<i64>,
    /// Commands that it never answered.
    pub unanswered: u64,
}

impl DeviceShown {
    /// Whether it said something within the time that it may be silent.
    fn spoke_lately(&self, now: NaiveDateTime) -> bool {
        self.last_packet.is_some_and(|last| now - last <= TimeDelta::minutes(QUIET))
    }

    /// Whether it has a line to this server, or to another by which it sends.
    fn is_connected(&self, now: NaiveDateTime) -> bool {
        self.connections > 0 || (self.elsewhere && self.spoke_lately(now))
    }
}

/// Somebody who sends without being registered.
#[derive(Debug, Clone, PartialEq)]
pub struct StrangerShown {
    /// Its MN.
    pub mn: String,
    /// Its system code.
    pub st: String,
    /// Where it sends from.
    pub address: String,
    /// When it first sent.
    pub first: NaiveDateTime,
    /// When it last sent.
    pub last: NaiveDateTime,
    /// How many packets.
    pub packets: u64,
    /// One of them.
    pub sample: String,
}

/// Something that was asked of a monitor.
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
    /// Who asked.
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

/// What the page of devices is made from.
#[derive(Debug, Clone, Copy)]
pub struct DevicesRoom<'a> {
    /// The monitors that were heard.
    pub devices: &'a [DeviceShown],
    /// Those who are not registered.
    pub strangers: &'a [StrangerShown],
    /// What was asked, latest first.
    pub commands: &'a [CommandShown],
    /// Where monitors connect to; `None` where nobody listens.
    pub listening: Option<&'a str>,
    /// The time, in China.
    pub now: NaiveDateTime,
}

#[derive(Template)]
#[template(path = "discharge/devices.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    tabs: Vec<Tab>,
    lead: String,
    listening: String,
    devices: Grid,
    strangers: Vec<StrangerLine>,
    /// The outlets to choose from: id and name.
    outlets: Vec<(String, String)>,
    asking: Asking,
}

#[derive(Template)]
#[template(path = "discharge/device.html")]
struct DevicePage<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    tabs: Vec<Tab>,
    links: Vec<Link>,
    lead: String,
    health: Grid,
    odd: Grid,
    packets: &'v [PacketShown],
    asking: Asking,
}

impl DevicePage<'_> {
    fn received(&self, packet: &&PacketShown) -> String {
        moment(packet.received)
    }
}

/// The form by which monitors are asked, and what was asked.
struct Asking {
    /// The monitors to choose from: MN and name.
    monitors: Vec<(String, String)>,
    tasks: Vec<(&'static str, String)>,
    commands: Grid,
    /// The last whole day, from when to when, of which to ask again.
    last_day: (String, String),
    /// Between which times one may ask.
    history: (String, String),
    most_seconds: u32,
    /// What may be asked and set, in words.
    bounds: String,
    /// The page to which asking leads back.
    back: String,
}

struct StrangerLine {
    mn: String,
    st: String,
    said: String,
    sample: String,
}

/// What may be asked of a monitor: the value in the form, and its message.
pub(crate) const TASKS: &[(&str, &str)] = &[
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

/// What may be asked of a monitor: the value in the form, and the words for it.
pub fn command_tasks(v: &View) -> Vec<(String, String)> {
    TASKS.iter().map(|(value, text)| ((*value).to_owned(), v.t(text))).collect()
}

/// The commands of HJ 212 by which these are asked, with the same messages.
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

/// The page of devices.
pub fn discharge_devices(v: &View, room: &DevicesRoom) -> askama::Result<String> {
    let registers = v.registers();
    let connected = |mn: &str| room.devices.iter().any(|device| device.mn == mn && device.is_connected(room.now));
    let heard = registers.monitors.iter().filter(|monitor| connected(&monitor.mn));
    let message = Message::new("discharge-devices-lead")
        .with("monitors", registers.monitors.len())
        .with("connected", heard.count())
        .with("strangers", room.strangers.len());
    let page = Page {
        v,
        title: v.t("discharge-devices-title"),
        rail: "zone",
        help: "discharge-devices-help",
        tabs: tabs(v, "/discharge/devices"),
        lead: v.say(&message),
        listening: match room.listening {
            Some(address) => v.t1("discharge-listening", "address", address),
            None => v.t("discharge-not-listening"),
        },
        devices: devices(v, room),
        strangers: room.strangers.iter().map(|stranger| stranger_line(v, stranger)).collect(),
        outlets: registers.outlets.iter().map(|row| (row.id.clone(), v.name("outlets", &row.id))).collect(),
        asking: asking(v, &registers.monitors, room, "/discharge/devices".to_owned()),
    };
    page.render()
}

/// The page of one registered monitor; none where it is not registered. The room has what was heard
/// of it and asked of it; `packets` are its last.
pub fn discharge_device(
    v: &View,
    room: &DevicesRoom,
    mn: &str,
    packets: &[PacketShown],
) -> askama::Result<Option<String>> {
    let Some(monitor) = v.zone.find::<Monitor>(mn) else { return Ok(None) };
    let unheard = DeviceShown::default();
    let device = room.devices.iter().find(|device| device.mn == mn).unwrap_or(&unheard);
    let badge = health_badge(v, room.now, device);
    let lead = match device.last_packet {
        Some(last) => {
            let message = Message::new("discharge-device-lead").with("monitor", mn).with("state", badge.word);
            v.say(&message.with("last", moment(last)))
        }
        None => v.t1("discharge-device-unheard", "monitor", mn),
    };
    let page = DevicePage {
        v,
        title: v.name("outlets", &monitor.outlet),
        rail: "zone",
        help: "discharge-device-help",
        tabs: tabs(v, "/discharge/devices"),
        links: vec![
            v.link("outlets", &monitor.outlet),
            Link::to(v.record_href("monitors", &Key::from_parts(&[mn])), v.t("discharge-open-register")),
        ],
        lead,
        health: health(v, device),
        odd: oddities(v, device),
        packets,
        asking: asking(v, std::slice::from_ref(monitor), room, device_path(mn)),
    };
    page.render().map(Some)
}

fn device_path(mn: &str) -> String {
    format!("/discharge/devices/{}", encode_id(mn))
}

fn named(v: &View, monitor: &Monitor) -> String {
    format!("{} · {}", v.name("outlets", &monitor.outlet), monitor.mn)
}

fn asking(v: &View, monitors: &[Monitor], room: &DevicesRoom, back: String) -> Asking {
    let today = room.now.date();
    let begin = |day: NaiveDate| day.format("%Y-%m-%dT00:00").to_string();
    let history = reading::history(room.now);
    let bounds = Message::new("discharge-ask-bounds")
        .with("least", REAL_TIME_SECONDS.start().to_string())
        .with("most", REAL_TIME_SECONDS.end().to_string())
        .with("minutes", MINUTES_COVERED.map(|minutes| minutes.to_string()).join(&v.t("list-separator")))
        .with("days", HISTORY_DAYS.to_string());
    Asking {
        monitors: monitors.iter().map(|row| (row.mn.clone(), named(v, row))).collect(),
        tasks: TASKS.iter().map(|(value, text)| (*value, v.t(text))).collect(),
        commands: commands(v, room.commands),
        last_day: (begin(today - Days::new(1)), begin(today)),
        history: (begin(history.start().date()), begin(history.end().date())),
        most_seconds: *REAL_TIME_SECONDS.end(),
        bounds: v.say(&bounds),
        back,
    }
}

/// Everything that was counted of a monitor, a line each.
fn health(v: &View, device: &DeviceShown) -> Grid {
    let text = |text: Option<String>| Cell::Text(text.unwrap_or_else(|| v.t("discharge-nothing")));
    let rows = [
        ("discharge-device-connections", count(device.connections as u64)),
        ("discharge-device-address", text(device.address.clone())),
        ("discharge-device-packets", count(device.packets)),
        ("discharge-device-readings", count(device.readings)),
        ("discharge-device-duplicates", count(device.duplicates)),
        ("discharge-device-refused", count(device.refused)),
        ("discharge-device-broken", count(device.broken)),
        ("discharge-device-drift", text(device.drift_ms.map(|ms| drift(v, ms)))),
        ("discharge-device-unanswered", count(device.unanswered)),
    ];
    let heads = [Head::Text("discharge-device-what"), Head::Number("discharge-device-value")];
    let rows = rows.into_iter().map(|(what, value)| vec![v.t(what).into(), value]);
    Grid::new(v, v.t("discharge-device-table"), "discharge-nothing", &heads, rows.collect())
}

fn oddities(v: &View, device: &DeviceShown) -> Grid {
    let heads = [Head::Text("discharge-col-odd"), Head::Number("discharge-device-times")];
    let rows = device.oddities.iter().map(|(what, times)| vec![v.t(&format!("odd-{what}")).into(), count(*times)]);
    Grid::new(v, v.t("discharge-device-odd"), "discharge-device-nothing-odd", &heads, rows.collect())
}

fn devices(v: &View, room: &DevicesRoom) -> Grid {
    let heads = [
        Head::Text("discharge-col-outlet"),
        Head::Text("grid-state"),
        Head::Short("discharge-col-last-packet"),
        Head::Text("discharge-col-address"),
        Head::Number("discharge-col-packets"),
        Head::Number("discharge-col-readings"),
        Head::Number("discharge-col-again"),
        Head::Number("discharge-col-refused"),
        Head::Number("discharge-col-drift"),
        Head::Text("discharge-col-odd"),
    ];
    let rows = v.registers().monitors.iter().map(|monitor| {
        let unheard = DeviceShown::default();
        let device = room.devices.iter().find(|device| device.mn == monitor.mn).unwrap_or(&unheard);
        let own = Link::to(v.href(&device_path(&monitor.mn)), monitor.mn.clone());
        let name = vec![Cell::Link(v.link("outlets", &monitor.outlet)), Cell::Link(own)];
        let odd = device
            .oddities
            .iter()
            .map(|(what, times)| Cell::Text(format!("{} × {times}", v.t(&format!("odd-{what}")))));
        let unanswered = (device.unanswered > 0)
            .then(|| Cell::Text(v.t1("discharge-unanswered", "count", device.unanswered as usize)));
        vec![
            name.into(),
            health_badge(v, room.now, device).into(),
            device.last_packet.map_or_else(|| v.t("discharge-never-heard"), moment).into(),
            device.address.clone().unwrap_or_else(|| v.t("discharge-nothing")).into(),
            count(device.packets),
            count(device.readings),
            count(device.duplicates),
            count(device.refused + device.broken),
            device.drift_ms.map_or_else(|| v.t("discharge-nothing"), |ms| drift(v, ms)).into(),
            Cell::All(odd.chain(unanswered).collect()),
        ]
    });
    Grid::new(v, v.t("discharge-devices-table"), "discharge-no-monitor", &heads, rows.collect())
}

fn count(number: u64) -> Cell {
    format::number(number as f64).into()
}

fn drift(v: &View, ms: i64) -> String {
    v.t1("discharge-seconds", "seconds", format::short(ms as f64 / 1000.0))
}

fn health_badge(v: &View, now: NaiveDateTime, device: &DeviceShown) -> Badge {
    match device.last_packet {
        _ if device.connections > 0 && device.last_packet.is_none() => Badge::saying(v, "open", "discharge-connected"),
        None => Badge::saying(v, "unknown", "discharge-unheard"),
        Some(_) if !device.spoke_lately(now) => Badge::saying(v, "late", "discharge-silent"),
        Some(_) if device.connections == 0 && device.elsewhere => Badge::saying(v, "balanced", "discharge-elsewhere"),
        Some(_) if device.connections == 0 => Badge::saying(v, "idle", "discharge-disconnected"),
        Some(_) => Badge::saying(v, "balanced", "discharge-sending"),
    }
}

fn stranger_line(v: &View, stranger: &StrangerShown) -> StrangerLine {
    let message = Message::new("discharge-stranger-said")
        .with("address", stranger.address.as_str())
        .with("packets", stranger.packets as usize)
        .with("first", moment(stranger.first))
        .with("last", moment(stranger.last));
    StrangerLine {
        mn: stranger.mn.clone(),
        st: stranger.st.clone(),
        said: v.say(&message),
        sample: stranger.sample.clone(),
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
