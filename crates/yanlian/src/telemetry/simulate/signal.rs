//! What would an outlet's instruments show?
//!
//! ```text
//! flow            Q = base · day(h) · week(d) · (1 + 0.2·n)
//! factor          C = level · (1 + swing·n)                 n: smooth noise in [-1, 1]
//! real time       level of its ten minutes · (1 + 0.03·sin)  the sine sums to nothing over ten minutes
//! hour            mean of its valid ten-minute values
//! day             Σ C·D / Σ D over its valid hours; pH and flow: plain mean
//! ```
//!
//! Everything is drawn from a seed and the time alone: the same seed and time give the same value,
//! whatever was asked before. Values are rounded as they are sent, and longer periods are computed
//! from the rounded ones, so that packets agree with each other.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike};
use std::f64::consts::TAU;
use yanlian_hj212::Mark;

/// Ten minutes, in seconds.
pub(super) const TEN_MINUTES: i64 = 600;
/// An hour, in seconds.
pub(super) const HOUR: i64 = 3600;
/// A day, in seconds.
pub(super) const DAY: i64 = 86_400;
/// How far a real-time value lies from the mean of its ten minutes at most.
const RIPPLE: f64 = 0.03;
/// What a weekly calibration shows: the standard's value, in levels.
const OF_STANDARD: f64 = 1.8;
/// Valid ten-minute values that make an hour valid, and valid hours that make a day valid.
const ENOUGH: (usize, usize) = (5, 18);

/// A number in [0, 1) that depends on nothing but seed, name and time.
pub(super) fn draw(seed: u64, name: &str, at: i64) -> f64 {
    let named = name
        .bytes()
        .fold(seed ^ 0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    // The finisher of SplitMix64.
    let mut bits = named.wrapping_add(at.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Noise in [-1, 1] that changes smoothly, with a knot every `step` seconds.
fn smooth(seed: u64, name: &str, second: i64, step: i64) -> f64 {
    let (knot, share) = (second.div_euclid(step), second.rem_euclid(step) as f64 / step as f64);
    let (one, two) = (draw(seed, name, knot), draw(seed, name, knot + 1));
    let eased = share * share * (3.0 - 2.0 * share);
    2.0 * (one + (two - one) * eased) - 1.0
}

/// What an instrument measures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Channel {
    /// The factor's code.
    pub(super) factor: String,
    /// Around which value, in the unit of the monitor.
    pub(super) level: f64,
    /// How far from it, as a share.
    pub(super) swing: f64,
    /// Whether its days are means weighted by flow.
    pub(super) weighted: bool,
}

/// Something that happens to an outlet.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it begins, in China's local time, on a full ten minutes.
    pub from: NaiveDateTime,
    /// When it has ended.
    pub to: NaiveDateTime,
    /// What it is.
    pub what: Happening,
}

/// What can happen to an outlet.
#[derive(Debug, Clone, PartialEq)]
pub enum Happening {
    /// A factor is so many times its level.
    Times(String, f64),
    /// The instruments of all factors but flow are calibrated and show the standard's value, so many
    /// times their level; flagged C.
    Calibration(f64),
    /// Nothing flows; flagged F.
    Stop,
    /// The line is dead: nothing is sent, then or later.
    Silence,
    /// The line is dead for a while: what the logger kept meanwhile is sent once it is back.
    Outage,
}

/// A value over a period, as it is sent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mean {
    pub(super) avg: f64,
    pub(super) min: f64,
    pub(super) max: f64,
    /// Of flow: what ran, m³.
    pub(super) volume: Option<f64>,
    pub(super) mark: Mark,
}

/// The instruments of one outlet. The first channel is flow, in L/s times `flow_unit`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Signal {
    pub(super) seed: u64,
    pub(super) channels: Vec<Channel>,
    /// How many of the monitor's units of flow one L/s is.
    pub(super) flow_unit: f64,
    /// On which day of the week (0 is Monday) and at which hour it calibrates itself for ten minutes.
    pub(super) calibrates: (u32, u32),
    pub(super) events: Vec<Event>,
}

/// The code of flow.
pub(super) const FLOW: &str = "w00000";

impl Signal {
    fn happening(&self, second: i64) -> impl Iterator<Item = &Happening> {
        let time = local(second);
        self.events.iter().filter(move |event| event.from <= time && time < event.to).map(|event| &event.what)
    }

    /// Whether the line is dead.
    pub(super) fn is_silent(&self, second: i64) -> bool {
        self.happening(second).any(|what| matches!(what, Happening::Silence | Happening::Outage))
    }

    /// When the outage began that ends at a second, with others right before it; the second itself
    /// where none ends.
    pub(super) fn out_since(&self, second: i64) -> i64 {
        let ending = |end: i64| {
            let outages = self.events.iter().filter(|event| event.what == Happening::Outage);
            outages
                .filter(|event| seconds(event.to) == end && event.from < event.to)
                .map(|event| seconds(event.from))
                .min()
        };
        std::iter::successors(Some(second), |end| ending(*end)).last().unwrap_or(second)
    }

    /// Whether nothing flows.
    pub(super) fn is_stopped(&self, second: i64) -> bool {
        self.happening(second).any(|what| *what == Happening::Stop)
    }

    /// The mean of the ten minutes that begin at `second`.
    pub(super) fn ten_minutes(&self, channel: &Channel, second: i64) -> Mean {
        let flow = channel.factor == FLOW;
        let noise = smooth(self.seed, &channel.factor, second, 3 * HOUR);
        let mut level = channel.level * (1.0 + channel.swing * noise);
        let mut mark = Mark::Normal;
        let time = local(second);
        if flow {
            level *= rhythm(time);
        } else if self.calibrates == (time.weekday().num_days_from_monday(), time.hour()) && time.minute() < 10 {
            (level, mark) = (channel.level * OF_STANDARD, Mark::Calibration);
        }
        for what in self.happening(second) {
            match what {
                Happening::Times(factor, times) if *factor == channel.factor => level *= times,
                Happening::Calibration(times) if !flow => {
                    (level, mark) = (channel.level * times, Mark::Calibration);
                }
                Happening::Stop if flow => level = 0.0,
                Happening::Stop => mark = Mark::Stopped,
                _ => {}
            }
        }
        let ripple = if channel.weighted || flow { RIPPLE } else { RIPPLE / 10.0 };
        let round = |value| rounded(value, channel.level);
        let avg = round(level);
        let volume = flow.then(|| to_litre(avg / self.flow_unit * TEN_MINUTES as f64 / 1000.0));
        Mean { avg, min: round(avg * (1.0 - ripple)), max: round(avg * (1.0 + ripple)), volume, mark }
    }

    /// The value at an instant.
    pub(super) fn instant(&self, channel: &Channel, second: i64) -> (f64, Mark) {
        let mean = self.ten_minutes(channel, second.div_euclid(TEN_MINUTES) * TEN_MINUTES);
        let phase = TAU * (3 * second.rem_euclid(TEN_MINUTES)) as f64 / TEN_MINUTES as f64;
        (rounded(mean.avg + (mean.max - mean.avg) * phase.sin(), channel.level), mean.mark)
    }

    /// The mean of the hour that begins at `second`.
    pub(super) fn hour(&self, channel: &Channel, second: i64) -> Mean {
        let parts: Vec<_> = (0..6).map(|ten| self.ten_minutes(channel, second + ten * TEN_MINUTES)).collect();
        together(&parts, None, ENOUGH.0, channel.level)
    }

    /// The mean of the day that begins at `second`.
    pub(super) fn day(&self, channel: &Channel, second: i64) -> Mean {
        let hours = || (0..24).map(|hour| second + hour * HOUR);
        let parts: Vec<_> = hours().map(|hour| self.hour(channel, hour)).collect();
        let flow = self.channels.first().filter(|flow| channel.weighted && flow.factor == FLOW);
        let volumes = flow.map(|flow| hours().map(|hour| self.hour(flow, hour).volume.unwrap_or(0.0)).collect());
        together(&parts, volumes, ENOUGH.1, channel.level)
    }
}

/// The mean of a longer period from those of its parts, of the normal ones where there are any.
fn together(parts: &[Mean], weights: Option<Vec<f64>>, enough: usize, level: f64) -> Mean {
    let odd = parts.iter().map(|part| part.mark).find(|mark| *mark != Mark::Normal);
    let normal = parts.iter().filter(|part| part.mark == Mark::Normal).count();
    let counts = |part: &Mean| part.mark == Mark::Normal || normal == 0;
    let weight = |at: usize| weights.as_ref().map_or(1.0, |weights| weights[at]);
    let counted = || parts.iter().enumerate().filter(|(_, part)| counts(part));
    let total: f64 = counted().map(|(at, _)| weight(at)).sum();
    let weight = |at: usize| if total > 0.0 { weight(at) / total } else { 1.0 / counted().count() as f64 };
    let avg: f64 = counted().map(|(at, part)| part.avg * weight(at)).sum();
    let volumes: Option<f64> = parts.iter().map(|part| part.volume).sum();
    Mean {
        avg: rounded(avg, level),
        min: counted().map(|(_, part)| part.min).fold(f64::INFINITY, f64::min),
        max: counted().map(|(_, part)| part.max).fold(f64::NEG_INFINITY, f64::max),
        volume: volumes.map(to_litre),
        mark: odd.filter(|_| normal < enough).unwrap_or(Mark::Normal),
    }
}

/// How much flows by hour of the day and day of the week, 1 on the whole.
fn rhythm(time: NaiveDateTime) -> f64 {
    let hour = f64::from(time.hour()) + f64::from(time.minute()) / 60.0;
    let week = [1.04, 1.04, 1.03, 1.03, 1.02, 0.95, 0.89];
    (1.0 + 0.25 * (TAU * (hour - 9.0) / 24.0).sin()) * week[time.weekday().num_days_from_monday() as usize]
}

/// A time as seconds, and back: both of China's local time.
pub(super) fn seconds(time: NaiveDateTime) -> i64 {
    time.and_utc().timestamp()
}

pub(super) fn local(second: i64) -> NaiveDateTime {
    DateTime::UNIX_EPOCH.naive_utc() + TimeDelta::seconds(second)
}

/// Rounded to three or four digits of a value around `level`, as instruments do.
fn rounded(value: f64, level: f64) -> f64 {
    let scale = 10_f64.powi(decimals(level));
    (value * scale).round() / scale
}

/// How many decimals a value around `level` is sent with.
pub(super) fn decimals(level: f64) -> i32 {
    (3 - level.abs().max(1e-3).log10().floor() as i32).clamp(1, 6)
}

fn to_litre(volume: f64) -> f64 {
    (volume * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal(events: Vec<Event>) -> Signal {
        let channel = |factor: &str, level, swing, weighted| Channel { factor: factor.into(), level, swing, weighted };
        let channels = vec![
            channel(FLOW, 10.0, 0.2, false),
            channel("w01018", 40.0, 0.3, true),
            channel("w01001", 7.5, 0.05, false),
        ];
        Signal { seed: 7, channels, flow_unit: 1.0, calibrates: (0, 9), events }
    }

    fn at(day: u32, hour: u32) -> NaiveDateTime {
        chrono::NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, 0, 0).unwrap()
    }

    /// The least step of a value around this level.
    fn step(level: f64) -> f64 {
        10_f64.powi(-decimals(level))
    }

    #[test]
    fn an_hour_is_the_mean_of_its_ten_minutes_and_they_of_their_instants() {
        let signal = signal(Vec::new());
        for channel in &signal.channels {
            let begin = seconds(at(11, 14));
            let tens: Vec<Mean> = (0..6).map(|ten| signal.ten_minutes(channel, begin + ten * TEN_MINUTES)).collect();
            let hour = signal.hour(channel, begin);
            let mean = tens.iter().map(|ten| ten.avg).sum::<f64>() / 6.0;
            assert!((hour.avg - mean).abs() <= step(channel.level), "{}: {} {mean}", channel.factor, hour.avg);
            let instants: Vec<f64> = (0..TEN_MINUTES).map(|s| signal.instant(channel, begin + s).0).collect();
            let mean = instants.iter().sum::<f64>() / instants.len() as f64;
            assert!((tens[0].avg - mean).abs() <= step(channel.level), "{}: {} {mean}", channel.factor, tens[0].avg);
            let within = |value: &f64| (tens[0].min..=tens[0].max).contains(value);
            assert!(instants.iter().all(within), "{}", channel.factor);
        }
    }

    #[test]
    fn a_day_is_weighted_by_flow_except_ph() {
        let signal = signal(Vec::new());
        let begin = seconds(at(11, 0));
        let hours = |channel: &Channel| (0..24).map(|h| signal.hour(channel, begin + h * HOUR)).collect::<Vec<_>>();
        let [flow, cod, ph] = &signal.channels[..] else { unreachable!() };
        let volumes: Vec<f64> = hours(flow).iter().map(|hour| hour.volume.unwrap()).collect();
        let total: f64 = volumes.iter().sum();
        assert!((signal.day(flow, begin).volume.unwrap() - total).abs() < 1e-6);
        let weighted = hours(cod).iter().zip(&volumes).map(|(hour, volume)| hour.avg * volume).sum::<f64>() / total;
        let plain = hours(cod).iter().map(|hour| hour.avg).sum::<f64>() / 24.0;
        assert!((signal.day(cod, begin).avg - weighted).abs() <= step(40.0));
        assert!((weighted - plain).abs() > 0.01, "the two means can be told apart: {weighted} {plain}");
        let plain = hours(ph).iter().map(|hour| hour.avg).sum::<f64>() / 24.0;
        assert!((signal.day(ph, begin).avg - plain).abs() <= step(7.5));
    }

    #[test]
    fn calibration_is_flagged_and_a_stop_lets_nothing_flow() {
        let signal = signal(vec![
            Event { from: at(11, 10), to: at(11, 11), what: Happening::Calibration(5.0) },
            Event { from: at(12, 0), to: at(12, 6), what: Happening::Stop },
        ]);
        let [flow, cod, _] = &signal.channels[..] else { unreachable!() };
        let calibrated = signal.hour(cod, seconds(at(11, 10)));
        assert_eq!((calibrated.mark, calibrated.avg), (Mark::Calibration, 200.0));
        let day = signal.day(cod, seconds(at(11, 0)));
        assert!(day.mark == Mark::Normal && day.avg < 60.0, "the standard's value is not in the day's mean: {day:?}");
        let stopped = signal.hour(flow, seconds(at(12, 3)));
        assert_eq!((stopped.avg, stopped.volume, stopped.mark), (0.0, Some(0.0), Mark::Normal));
        assert_eq!(signal.hour(cod, seconds(at(12, 3))).mark, Mark::Stopped);
    }
}
