//! What is forgotten, and when: by the rules of the register, once a day.

use super::{TelemetryServer, china};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use std::sync::Arc;
use std::time::Duration;
use yanlian_analysis::discharge::kept_days;
use yanlian_model::RuleKind;
use yanlian_model::registers::DischargeRule;
use yanlian_store::StoreError;
use yanlian_store::telemetry::{Keep, PurgeCounts};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// From when on things are kept, by the rules in force on a day: whole days of China's time, today
/// and as many before it as the rule says. What has no rule is kept for ever.
pub(crate) fn keep(rules: &[DischargeRule], today: NaiveDate) -> Keep {
    let since = |kind| -> Option<NaiveDateTime> {
        let days = kept_days(rules, kind, today).filter(|days| *days >= 0.0)?;
        let first = today.checked_sub_signed(TimeDelta::try_days(days.ceil() as i64)?)?;
        Some(first.and_time(NaiveTime::MIN))
    };
    Keep {
        packets: since(RuleKind::KeepPackets).map(|local| local.and_utc() - TimeDelta::hours(8)),
        real_time: since(RuleKind::KeepRealTime),
        ten_minute: since(RuleKind::KeepTenMinute),
        hour: since(RuleKind::KeepHour),
        day: since(RuleKind::KeepDay),
    }
}

/// How long a program may take to purge before another does it.
const TERM: Duration = Duration::from_secs(60 * 60);

/// Forgets at once and then every day, as long as it is let; of several programs one at a time.
pub(crate) async fn run(telemetry: Arc<TelemetryServer>) {
    let mut days = tokio::time::interval(DAY);
    loop {
        days.tick().await;
        if let Err(error) = purge(&telemetry).await {
            eprintln!("yanlian: old readings could not be forgotten: {error}");
        }
    }
}

async fn purge(telemetry: &TelemetryServer) -> Result<PurgeCounts, StoreError> {
    if !telemetry.store.lease("purge", &telemetry.program, TERM).await? {
        return Ok(PurgeCounts::default());
    }
    let snapshot = telemetry.workbench.snapshot().await?;
    telemetry.store.purge(&keep(&snapshot.zone.registers.discharge_rules, china(telemetry.clock.now()).date())).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanlian_model::Provenance;

    #[test]
    fn what_has_no_rule_in_force_is_kept_for_ever() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let rule = |rule, from, to, value| {
            let provenance = Provenance::default();
            DischargeRule { rule, from: day(from), to, value, verified: None, provenance }
        };
        let rules = [
            rule(RuleKind::KeepPackets, 1, None, 9.0),
            rule(RuleKind::KeepPackets, 10, None, 2.0),
            rule(RuleKind::KeepRealTime, 1, Some(day(9)), 2.0),
            rule(RuleKind::KeepTenMinute, 1, None, 0.5),
            rule(RuleKind::KeepHour, 1, None, -1.0),
            rule(RuleKind::KeepDay, 1, None, f64::INFINITY),
        ];
        let midnight = |of| day(of).and_time(NaiveTime::MIN);
        let packets = "2026-03-07T16:00:00Z".parse().unwrap();
        let expected = Keep { packets: Some(packets), ten_minute: Some(midnight(9)), ..Keep::default() };
        assert_eq!(keep(&rules, day(10)), expected);
        assert_eq!(keep(&[], day(10)), Keep::default());
    }
}
