//! Packets of monitors to readings.
//!
//! | Command | Reading |
//! |---|---|
//! | 2011 | an instant: Rtd |
//! | 2021 | the state of equipment, factor `SB1`: Rtd is its RS |
//! | 2031, 2051, 2061 | a day, ten minutes, an hour: Avg, Min, Max, Cou |
//! | 2041 | how long equipment ran in a day, factor `SB1`: Cou is its RT, in hours |
//!
//! Codes of 2005 become those of 2017. The values of gas that are converted to reference oxygen (ZsRtd,
//! ZsMin, ZsAvg, ZsMax) are a reading of their own, of the factor `CODE-Zs`. A reading without a flag counts as
//! normal (N). Values stay in the unit of the monitor, times as it wrote them.

use yanlian_hj212::{Body, Command, Packet, Reading as Sent, Suffix, factor};
use yanlian_model::{Finding, Message, Place, Reading, ReadingPeriod, Severity};

/// The flag of a reading that has none.
const NORMAL: char = 'N';

/// The readings of a packet, and what keeps something in it from being one. A packet that uploads no data has
/// neither.
///
/// ```
/// use yanlian_hj212::{Packet, Text};
/// use yanlian_intake::telemetry::readings;
///
/// let segment = "QN=20240601090003000;ST=32;CN=2061;PW=123456;MN=A01;Flag=4;\
///                CP=&&DataTime=20240601080000;011-Avg=38.2,011-Flag=N&&";
/// let (readings, findings) = readings(&Packet::parse(segment).0);
/// assert!(findings.is_empty());
/// assert_eq!((&*readings[0].factor, readings[0].avg), ("w01018", Some(38.2)));
/// ```
pub fn readings(packet: &Packet<'_>) -> (Vec<Reading>, Vec<Finding>) {
    let Body::Upload(upload) = packet.body() else { return (Vec::new(), Vec::new()) };
    let mn = packet.mn.unwrap_or_default();
    let finding = |message| {
        let place = Place::Record { register: "monitors", key: mn.to_owned() };
        Finding::new(Severity::Warning, place, message)
    };
    let Some(period) = packet.command().and_then(period) else { return (Vec::new(), Vec::new()) };
    let Some(start) = upload.time else {
        return (Vec::new(), vec![finding(Message::new("telemetry-no-time"))]);
    };
    let (mut found, mut findings) = (Vec::new(), Vec::new());
    for sent in upload.readings() {
        let code = factor(sent.factor).map_or(sent.factor, |factor| factor.code);
        let blank = Reading {
            monitor: mn.into(),
            factor: code.into(),
            start,
            period,
            avg: None,
            min: None,
            max: None,
            rtd: None,
            cou: None,
            flag: sent.text(Suffix::Flag).and_then(|flag| flag.chars().next()).unwrap_or(NORMAL),
        };
        let before = found.len();
        found.extend([measured(&sent, &blank), converted(&sent, &blank)].into_iter().flatten());
        if found.len() == before {
            findings.push(finding(Message::new("telemetry-no-value").with("factor", code)));
        }
    }
    (found, findings)
}

/// The time for which the data of a command stand.
fn period(command: Command) -> Option<ReadingPeriod> {
    match command {
        Command::Realtime | Command::Equipment => Some(ReadingPeriod::RealTime),
        Command::Minute => Some(ReadingPeriod::TenMinute),
        Command::Hour => Some(ReadingPeriod::Hour),
        Command::Day | Command::RunTime => Some(ReadingPeriod::Day),
        _ => None,
    }
}

fn measured(sent: &Sent<'_>, blank: &Reading) -> Option<Reading> {
    let number = |suffix| sent.number(suffix);
    let reading = Reading {
        avg: number(Suffix::Avg),
        min: number(Suffix::Min),
        max: number(Suffix::Max),
        rtd: number(Suffix::Rtd).or(number(Suffix::Rs)),
        cou: number(Suffix::Cou).or(number(Suffix::Rt)),
        ..blank.clone()
    };
    // A flag without a value says something too: that the instrument stood still.
    (has_value(&reading) || sent.text(Suffix::Flag).is_some()).then_some(reading)
}

fn converted(sent: &Sent<'_>, blank: &Reading) -> Option<Reading> {
    let reading = Reading {
        factor: format!("{}-Zs", blank.factor).into(),
        avg: sent.number(Suffix::ZsAvg),
        min: sent.number(Suffix::ZsMin),
        max: sent.number(Suffix::ZsMax),
        rtd: sent.number(Suffix::ZsRtd),
        ..blank.clone()
    };
    has_value(&reading).then_some(reading)
}

fn has_value(reading: &Reading) -> bool {
    [reading.avg, reading.min, reading.max, reading.rtd, reading.cou].iter().any(Option::is_some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(cn: &str, content: &str) -> (Vec<Reading>, Vec<Finding>) {
        let segment = format!("QN=20240601090003000;ST=32;CN={cn};PW=123456;MN=A01;Flag=4;CP=&&{content}&&");
        readings(&Packet::parse(&segment).0)
    }

    #[test]
    fn each_upload_is_of_its_period() {
        for (cn, expected) in [
            ("2011", Some(ReadingPeriod::RealTime)),
            ("2051", Some(ReadingPeriod::TenMinute)),
            ("2061", Some(ReadingPeriod::Hour)),
            ("2031", Some(ReadingPeriod::Day)),
            ("9014", None),
            ("1011", None),
        ] {
            let (found, findings) = of(cn, "DataTime=20240601080000;w01018-Avg=38.2,w01018-Flag=N");
            assert_eq!(found.first().map(|reading| reading.period), expected, "{cn}");
            assert!(findings.is_empty());
        }
    }

    #[test]
    fn values_keep_their_places_and_codes_become_new() {
        let content = "DataTime=20240601080000;w00000-Cou=63;060-Avg=1.5,060-Min=1,060-Max=2,060-Flag=D;w01018-Flag=F";
        let (found, findings) = of("2061", content);
        assert!(findings.is_empty());
        let flow = &found[0];
        assert_eq!((&*flow.factor, flow.cou, flow.avg, flow.flag), ("w00000", Some(63.0), None, 'N'));
        let ammonia = &found[1];
        assert_eq!((&*ammonia.factor, ammonia.flag), ("w21003", 'D'));
        assert_eq!((ammonia.avg, ammonia.min, ammonia.max), (Some(1.5), Some(1.0), Some(2.0)));
        assert_eq!((found[2].avg, found[2].flag), (None, 'F'), "a flag says something without a value too");
        assert!(found.iter().all(|reading| &*reading.monitor == "A01"));
        assert_eq!(flow.start.to_string(), "2024-06-01 08:00:00");
    }

    #[test]
    fn equipment_and_converted_gas_are_readings_too() {
        let (state, _) = of("2021", "DataTime=20240601080000;SB1-RS=1");
        assert_eq!((&*state[0].factor, state[0].rtd), ("SB1", Some(1.0)));
        let (ran, _) = of("2041", "DataTime=20240601000000;SB1-RT=23.5");
        assert_eq!((ran[0].cou, ran[0].period), (Some(23.5), ReadingPeriod::Day));
        let (gas, _) = of("2061", "DataTime=20240601080000;a21026-Avg=20,a21026-ZsAvg=30,a21026-Flag=C");
        let values: Vec<_> = gas.iter().map(|reading| (&*reading.factor, reading.avg, reading.flag)).collect();
        assert_eq!(values, [("a21026", Some(20.0), 'C'), ("a21026-Zs", Some(30.0), 'C')]);
    }

    #[test]
    fn what_is_no_reading_is_said() {
        let ids = |(found, findings): (Vec<Reading>, Vec<Finding>)| {
            (found.len(), findings.iter().map(|finding| finding.message.id).collect::<Vec<_>>())
        };
        assert_eq!(ids(of("2061", "w01018-Avg=1")), (0, vec!["telemetry-no-time"]));
        assert_eq!(ids(of("2061", "DataTime=20240601080000;w01018-Avg=x")), (0, vec!["telemetry-no-value"]));
    }

    proptest! {
        #[test]
        fn no_packet_panics(segment in "[ -~]{0,200}|QN=[0-9]{0,17};CN=20[0-9]1;MN=[A-Z]{3};CP=&&[-=,;.a-zA-Z0-9]{0,80}&&") {
            readings(&Packet::parse(&segment).0);
        }
    }
}
