//! Do levels and efficiencies stand as they are meant?
//!
//! - Level 1 of a norm is the best, level 3 the worst: they fall or rise as `better` says.
//! - A treatment takes out at least 1 % of what comes: less is a part that was written where a percentage is asked.
//!
//! Source: the registers' own meaning of these fields. Limits: whether a level is the norm's is for its text to say.

use super::about_record;
use crate::Zone;
use yanlian_model::{Better, Finding, Message, Severity};

/// The least that a treatment takes out, %.
const LEAST: f64 = 1.0;

pub(super) fn check(zone: &Zone, findings: &mut Vec<Finding>) {
    for benchmark in &zone.registers.benchmarks {
        let levels: Vec<f64> = [benchmark.level1, benchmark.level2, benchmark.level3].into_iter().flatten().collect();
        let in_order = |best: f64, next: f64| match benchmark.better {
            Some(Better::Higher) => best >= next,
            _ => best <= next,
        };
        if !levels.windows(2).all(|pair| in_order(pair[0], pair[1])) {
            findings.push(about_record(benchmark, Severity::Fault, Message::new("library-levels-order")));
        }
    }
    for treatment in &zone.registers.treatments {
        if let Some(efficiency) = treatment.efficiency_pct.filter(|part| *part > 0.0 && *part < LEAST) {
            let message = Message::new("library-efficiency-part").with("found", efficiency);
            findings.push(about_record(treatment, Severity::Fault, message));
        }
    }
}
