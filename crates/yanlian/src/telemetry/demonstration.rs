//! What the demonstration's monitors have sent, and send while it runs.

use super::simulate::{Device, Event, Happening, Park, Program, drive};
use super::{TelemetryServer, china, pump};
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use std::net::SocketAddr;
use std::panic::resume_unwind;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::{spawn, spawn_blocking};
use yanlian_model::Registers;
use yanlian_store::StoreError;
use yanlian_store::telemetry::{KeptPacket, RawPacket};

/// Where the demonstration's chance comes from.
const SEED: u64 = 2026;
/// For how many days ten-minute packets are there.
const TEN_MINUTE_DAYS: Days = Days::new(3);
/// How many packets are kept at a time.
const AT_A_TIME: usize = 5000;
/// Seconds between real-time packets.
const EVERY: u32 = 5;

/// The monitors of the demonstration, with what has happened to their outlets.
pub(crate) fn park(registers: &Registers, now: NaiveDateTime) -> Park {
    let devices = registers.monitors.iter();
    let devices = devices.filter_map(|monitor| Device::registered(registers, monitor, now.date(), SEED));
    Park::new(devices.map(with_its_story).collect(), SEED, Vec::new(), now, now)
}

/// What has happened, by MN: an exceedance that was dealt with (DW001-RY) and one that was not
/// (DW001-TY), a day spent calibrating (DW001-MY), a dead line (DW001-SS), a Sunday's stop (DW001-QL),
/// and a permit that runs out in autumn (DW001-HY).
fn with_its_story(device: Device) -> Device {
    let at = |month, day, hour| NaiveDate::from_ymd_opt(2026, month, day).and_then(|day| day.and_hms_opt(hour, 0, 0));
    let event = |from: Option<NaiveDateTime>, to: Option<NaiveDateTime>, what| {
        from.zip(to).map(|(from, to)| Event { from, to, what })
    };
    let cod = |times| Happening::Times("w01018".to_owned(), times);
    let event = match device.mn.as_str() {
        "D0E000000000000000000007" => event(at(2, 11, 0), at(2, 12, 0), cod(5.4)),
        "D0E000000000000000000010" => event(at(3, 17, 0), at(3, 18, 0), cod(5.1)),
        "D0E000000000000000000008" => event(at(3, 12, 6), at(3, 12, 20), Happening::Calibration(2.5)),
        "D0E000000000000000000005" => event(at(3, 15, 14), at(3, 16, 9), Happening::Silence),
        "D0E000000000000000000002" => event(at(3, 15, 0), at(3, 16, 0), Happening::Stop),
        "D0E000000000000000000003" => return device.with_level("w01018", 140.0),
        _ => None,
    };
    device.with(event)
}

/// Ingests what the monitors have sent over so many days: hours and days, ten minutes of the last
/// days. The packets are kept as if they had come over the line.
pub(crate) async fn ingest_history(
    telemetry: &Arc<TelemetryServer>,
    park: &Arc<Park>,
    days: u64,
) -> Result<(), StoreError> {
    let (now, park) = (china(telemetry.clock.now()), Arc::clone(park));
    let (hand_over, mut drawn) = mpsc::channel(1);
    let drawing = spawn_blocking(move || draw(&park, now, days, |batch| hand_over.blocking_send(batch).is_ok()));
    // Packets and readings are in files of their own: while one lot is ingested, the next is kept and another drawn.
    let (hand_on, mut kept) = mpsc::channel(1);
    let keeper = Arc::clone(telemetry);
    let keeping = spawn(async move {
        while let Some(batch) = drawn.recv().await {
            let numbers = keeper.store.keep(&batch).await;
            let numbered = |(packet, id)| KeptPacket { id, packet };
            let lot = numbers.map(|numbers| batch.into_iter().zip(numbers).map(numbered).collect::<Vec<_>>());
            if hand_on.send(lot).await.is_err() {
                return;
            }
        }
    });
    let mut after = telemetry.store.ingested_through().await?;
    while let Some(lot) = kept.recv().await {
        let lot = lot?;
        pump::ingest(telemetry, after, &lot).await?;
        after = lot.last().map_or(after, |last| last.id);
    }
    for done in [drawing.await, keeping.await] {
        if let Err(stopped) = done {
            resume_unwind(stopped.into_panic());
        }
    }
    Ok(())
}

/// Draws the packets of so many days until now, in lots, for as long as they are taken.
fn draw(park: &Park, now: NaiveDateTime, days: u64, hand_over: impl Fn(Vec<RawPacket>) -> bool) {
    let begin = (now.date() - Days::new(days)).and_time(chrono::NaiveTime::MIN);
    let fine = (now.date() - TEN_MINUTE_DAYS).and_time(chrono::NaiveTime::MIN).max(begin).min(now);
    let coarse = Program { real_time: None, ten_minutes: false };
    let sent = park.sent(begin, fine, coarse).chain(park.sent(fine, now, Program { ten_minutes: true, ..coarse }));
    let mut packets = sent.map(|sent| RawPacket {
        mn: park.devices()[sent.device].mn.clone(),
        received: (sent.at - TimeDelta::hours(8)).and_utc(),
        bytes: sent.bytes.to_vec(),
    });
    loop {
        let batch: Vec<RawPacket> = packets.by_ref().take(AT_A_TIME).collect();
        if batch.is_empty() || !hand_over(batch) {
            return;
        }
    }
}

/// Sends what is due while the demonstration runs, until it is dropped.
pub(crate) async fn live(telemetry: Arc<TelemetryServer>, park: Arc<Park>, address: SocketAddr) {
    let program = Program { real_time: Some(EVERY), ten_minutes: true };
    drive::live(address, park, telemetry.clock, program).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessments::ASSESSED;
    use crate::clock::Clock;
    use crate::commands::import;
    use std::collections::BTreeSet;
    use yanlian_analysis::discharge::{
        ClosedDays, DischargeAssessment, Forecast, Outcome, ReadingSet, TransmissionBy, day_verdict, permit_use,
        transmission,
    };
    use yanlian_hj212::{Packet, What, pieces};
    use yanlian_intake::telemetry::readings;
    use yanlian_model::{Reading, Tables};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    /// What the monitors sent, from the bytes.
    fn sent(park: &Park, from: NaiveDate, to: NaiveDate) -> Vec<Reading> {
        let (from, to) = (from.and_hms_opt(0, 0, 0).unwrap(), to.and_hms_opt(0, 1, 0).unwrap());
        let sent = park.sent(from, to, Program { real_time: None, ten_minutes: false });
        let read = |bytes: &[u8]| {
            let frames = pieces(bytes).filter_map(|piece| match piece.what {
                What::Frame(frame) => Some(readings(&Packet::parse(&frame.text()).0).0),
                _ => None,
            });
            frames.flatten().collect::<Vec<_>>()
        };
        // Whether equipment runs is no factor.
        sent.flat_map(|sent| read(&sent.bytes)).filter(|reading| !reading.factor.starts_with("SB")).collect()
    }

    #[tokio::test]
    async fn the_story_is_judged_as_it_is_meant() {
        let folder = tempfile::tempdir().unwrap();
        let workbench =
            yanlian_workbench::Workbench::open(&yanlian_store::Address::folder(folder.path())).await.unwrap();
        import::demonstration(&workbench, Clock::System).await.unwrap();
        let snapshot = workbench.snapshot().await.unwrap();
        let registers = &snapshot.zone.registers;
        let (first, last) = (day(1, 1), day(3, 19));
        let park = park(registers, day(3, 20).and_hms_opt(9, 30, 0).unwrap());
        assert_eq!(park.devices().len(), registers.monitors.len());
        let readings = sent(&park, first, day(3, 20));
        let set = ReadingSet::new(registers, &readings, first, last).unwrap();
        assert!(set.findings.is_empty(), "{:?}", set.findings);
        // An assessment rests on no other registers than it says.
        let basis = snapshot.tables.iter().filter(|(register, _)| ASSESSED.contains(register));
        let basis: Tables = basis.map(|(register, table)| (register, table.clone())).collect();
        let assessment = |registers: &Registers| {
            DischargeAssessment::new(registers, &readings, &ClosedDays::default(), day(3, 20), 30).unwrap()
        };
        assert_eq!(assessment(&Registers::from_tables(&basis)), assessment(registers));
        let mut over = BTreeSet::new();
        let mut no_evidence = BTreeSet::new();
        for monitor in &registers.monitors {
            let factors = registers.monitor_factors.iter().filter(|row| row.monitor == monitor.mn);
            for factor in factors {
                for day in set.days() {
                    let row = (monitor.outlet.as_str(), factor.factor.as_str(), day);
                    match day_verdict(&set, &monitor.outlet, &factor.factor, day).outcome {
                        Outcome::Exceedance => drop(over.insert(row)),
                        Outcome::NoEvidence => drop(no_evidence.insert((row.0, day))),
                        _ => {}
                    }
                }
            }
        }
        let expected = [("DW001-RY", "w01018", day(2, 11)), ("DW001-TY", "w01018", day(3, 17))];
        assert_eq!(over, BTreeSet::from(expected));
        let expected = [("DW001-MY", day(3, 12)), ("DW001-SS", day(3, 15)), ("DW001-SS", day(3, 16))];
        assert_eq!(no_evidence, BTreeSet::from(expected));
        let gap = transmission(&set, "DW001-SS", "w01018", TransmissionBy::Hour);
        assert_eq!(gap.due - gap.received, 19, "from 14:00 to 9:00: {gap:?}");
        let forecasts: Vec<_> = registers.permits.iter().filter_map(|permit| permit_use(&set, permit, 30)).collect();
        let this_year: Vec<_> = forecasts
            .iter()
            .filter(|used| match used.forecast {
                Forecast::UsedUp(_) => true,
                Forecast::Between { latest, .. } => latest.is_some_and(|latest| latest < day(12, 31)),
                Forecast::NoTotal => false,
            })
            .map(|used| (used.permit.as_str(), &used.forecast))
            .collect();
        let [("XK-2026-005", Forecast::Between { earliest: Some(earliest), latest: Some(latest) })] = this_year[..]
        else {
            panic!("{this_year:?}")
        };
        assert!(day(9, 1) < *earliest && *latest < day(11, 30), "in autumn: {earliest} to {latest}");
    }
}
