//! Which instruments does an outlet have, and around which values?
//!
//! Values lie around a share of the limits that hold, where there are limits; else around what is
//! typical of waste water. The typical values are assumptions of the simulator, of no source.

use super::device::Device;
use super::signal::{Channel, FLOW, Signal, draw};
use chrono::NaiveDate;
use yanlian_analysis::discharge::limit_on;
use yanlian_hj212::Dialect;
use yanlian_model::registers::{Monitor, Outlet};
use yanlian_model::{LimitPeriod, OutletKind, ReadingUnit, Registers};

/// The password where a register has none.
const PASSWORD: &str = "123456";
/// Acidity: its level is no share of its limit.
const PH: &str = "w01001";

impl Device {
    /// A monitor that no register knows, the one of this number.
    pub fn invented(number: usize, seed: u64) -> Device {
        let mn = format!("SIM{number:021}");
        let level = |factor| typical(factor, None) * (0.7 + 0.6 * draw(seed, factor, number as i64));
        let factors = [FLOW, PH, "w01018", "w21003", "w21001", "w21011"];
        let channels = factors.map(|factor| channel(factor, if factor == PH { 7.5 } else { level(factor) }));
        Device {
            password: PASSWORD.to_owned(),
            st: "32".to_owned(),
            dialect: Dialect::Y2017,
            ahead: 0,
            signal: signal(&mn, seed, channels.into(), 1.0),
            mn,
        }
    }

    /// The monitor of a register, with the factors that it measures: around a share of the limits
    /// that hold on `day`, in its own units. None where it measures nothing.
    pub fn registered(registers: &Registers, monitor: &Monitor, day: NaiveDate, seed: u64) -> Option<Device> {
        let outlet = registers.outlets.iter().find(|outlet| outlet.id == monitor.outlet);
        let mut flow_unit = 1.0;
        let mut channels = Vec::new();
        for row in registers.monitor_factors.iter().filter(|row| row.monitor == monitor.mn) {
            let factor = registers.factors.iter().find(|factor| factor.code == row.factor);
            let unit = of_base(row.unit.or(factor.map(|factor| factor.unit)).unwrap_or(ReadingUnit::MgL));
            let limit = limit_on(registers, &monitor.outlet, &row.factor, day, LimitPeriod::Daily).ok();
            let share = 0.2 + 0.2 * draw(seed, &monitor.mn, channels.len() as i64);
            let level = match (limit.and_then(|limit| limit.high), row.range_high) {
                (Some(high), _) if row.factor != PH => high * share * unit,
                (_, Some(range)) if row.factor == FLOW => range / 2.0,
                _ => typical(&row.factor, outlet) * unit,
            };
            let channel = channel(&row.factor, level);
            match row.factor == FLOW {
                true => {
                    flow_unit = unit;
                    channels.insert(0, channel);
                }
                false => channels.push(channel),
            }
        }
        (!channels.is_empty()).then(|| Device {
            mn: monitor.mn.clone(),
            password: monitor.password.clone().unwrap_or_else(|| PASSWORD.to_owned()),
            st: monitor.st.clone().unwrap_or_else(|| "32".to_owned()),
            dialect: crate::telemetry::dialect(monitor.dialect),
            ahead: 0,
            signal: signal(&monitor.mn, seed, channels, flow_unit),
        })
    }
}

fn signal(mn: &str, seed: u64, channels: Vec<Channel>, flow_unit: f64) -> Signal {
    let own = (draw(seed, mn, 0) * (1_u64 << 53) as f64) as u64;
    let calibrates = ((5.0 * draw(own, "weekday", 0)) as u32, 9 + (7.0 * draw(own, "hour", 0)) as u32);
    Signal { seed: own, channels, flow_unit, calibrates, events: Vec::new() }
}

fn channel(factor: &str, level: f64) -> Channel {
    let water = factor.starts_with('w');
    let (swing, weighted) = match factor {
        FLOW => (0.15, false),
        PH => (0.06, false),
        "w01010" => (0.15, false),
        _ => (0.3, water),
    };
    Channel { factor: factor.to_owned(), level, swing, weighted }
}

/// What is usual of a factor where no limit says, in mg/L, L/s, pH or °C.
fn typical(factor: &str, outlet: Option<&Outlet>) -> f64 {
    let inflow = outlet.is_some_and(|outlet| outlet.kind == OutletKind::WorksInflow);
    let design = outlet.and_then(|outlet| outlet.design_flow_m3_day);
    let water = match factor {
        FLOW => return design.map_or(6.0, |volume| 0.7 * volume / 86.4),
        PH => return 7.5,
        "w01010" => return 18.0,
        "w01018" => 45.0,
        "w01012" => 12.0,
        "w21001" => 9.0,
        "w21003" => 3.0,
        "w21011" => 0.3,
        gas if gas.starts_with('a') => return 20.0,
        _ => 0.02,
    };
    if inflow { 4.0 * water } else { water }
}

/// How many of a unit one mg/L, L/s, pH or °C is.
fn of_base(unit: ReadingUnit) -> f64 {
    match unit {
        ReadingUnit::UgL => 1000.0,
        ReadingUnit::GL | ReadingUnit::M3S => 0.001,
        ReadingUnit::M3H => 3.6,
        ReadingUnit::MgL | ReadingUnit::MgM3 | ReadingUnit::LS => 1.0,
        ReadingUnit::PH | ReadingUnit::Celsius | ReadingUnit::Percent => 1.0,
    }
}
