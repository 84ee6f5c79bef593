//! Devices: how each monitor is, and who sends without being registered; and one monitor with all that is known
//! of it.

use super::commands::{CommandForm, CommandShown, command_form};
use super::words::moment;
use super::{PacketShown, tabs};
use crate::address::encode_id;
use crate::grid::{Cell, Grid, Head};
use crate::link::Link;
use crate::pages::list::Tab;
use crate::parts::Badge;
use crate::{View, format};
use askama::Template;
use chrono::{NaiveDateTime, TimeDelta};
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
pub struct UnregisteredShown {
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

/// What the page of devices is made from.
#[derive(Debug, Clone, Copy)]
pub struct DevicesContext<'a> {
    /// The monitors that were heard.
    pub devices: &'a [DeviceShown],
    /// Those who are not registered.
    pub unregistered: &'a [UnregisteredShown],
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
    unregistered: Vec<UnregisteredLine>,
    /// The outlets to choose from: id and name.
    outlets: Vec<(String, String)>,
    asking: CommandForm,
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
    asking: CommandForm,
}

impl DevicePage<'_> {
    fn received(&self, packet: &&PacketShown) -> String {
        moment(packet.received)
    }
}

struct UnregisteredLine {
    mn: String,
    st: String,
    said: String,
    sample: String,
}

/// The page of devices.
pub fn discharge_devices(v: &View, context: &DevicesContext) -> askama::Result<String> {
    let registers = v.registers();
    let connected = |mn: &str| context.devices.iter().any(|device| device.mn == mn && device.is_connected(context.now));
    let heard = registers.monitors.iter().filter(|monitor| connected(&monitor.mn));
    let message = Message::new("discharge-devices-lead")
        .with("monitors", registers.monitors.len())
        .with("connected", heard.count())
        .with("unregistered", context.unregistered.len());
    let page = Page {
        v,
        title: v.t("discharge-devices-title"),
        rail: "zone",
        help: "discharge-devices-help",
        tabs: tabs(v, "/discharge/devices"),
        lead: v.say(&message),
        listening: match context.listening {
            Some(address) => v.t1("discharge-listening", "address", address),
            None => v.t("discharge-not-listening"),
        },
        devices: devices(v, context),
        unregistered: context.unregistered.iter().map(|device| unregistered_line(v, device)).collect(),
        outlets: registers.outlets.iter().map(|row| (row.id.clone(), v.name("outlets", &row.id))).collect(),
        asking: command_form(v, &registers.monitors, context.commands, context.now, "/discharge/devices".to_owned()),
    };
    page.render()
}

/// The page of one registered monitor; none where it is not registered. The room has what was heard
/// of it and asked of it; `packets` are its last.
pub fn discharge_device(
    v: &View,
    context: &DevicesContext,
    mn: &str,
    packets: &[PacketShown],
) -> askama::Result<Option<String>> {
    let Some(monitor) = v.zone.find::<Monitor>(mn) else { return Ok(None) };
    let unheard = DeviceShown::default();
    let device = context.devices.iter().find(|device| device.mn == mn).unwrap_or(&unheard);
    let badge = health_badge(v, context.now, device);
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
        asking: command_form(v, std::slice::from_ref(monitor), context.commands, context.now, device_path(mn)),
    };
    page.render().map(Some)
}

fn device_path(mn: &str) -> String {
    format!("/discharge/devices/{}", encode_id(mn))
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

fn devices(v: &View, context: &DevicesContext) -> Grid {
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
        let device = context.devices.iter().find(|device| device.mn == monitor.mn).unwrap_or(&unheard);
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
            health_badge(v, context.now, device).into(),
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

fn unregistered_line(v: &View, device: &UnregisteredShown) -> UnregisteredLine {
    let message = Message::new("discharge-unregistered-said")
        .with("address", device.address.as_str())
        .with("packets", device.packets as usize)
        .with("first", moment(device.first))
        .with("last", moment(device.last));
    UnregisteredLine {
        mn: device.mn.clone(),
        st: device.st.clone(),
        said: v.say(&message),
        sample: device.sample.clone(),
    }
}
