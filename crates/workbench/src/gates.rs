//! What a decision needs before it can be taken. Who decides something now is asked for things in their order;
//! files tell what happened, whatever it was, and are told what is out of order in it.

use chrono::NaiveDate;
use yanlian_model::registers::{ExceedanceHandling, ReviewPeriod};
use yanlian_model::{Change, Finding, Place, Record, Severity};

/// What is missing or impossible in the records as they would be.
pub(crate) fn faults(changes: &[Change], today: NaiveDate) -> Vec<Finding> {
    changes.iter().flat_map(|change| faults_of(change, today)).collect()
}

/// The same of records that files bring. Only what can never have been is a fault.
pub(crate) fn noticed_in_files(changes: &[Change], today: NaiveDate) -> Vec<Finding> {
    let mut found = faults(changes, today);
    for finding in &mut found {
        let can_never_be = matches!(finding.place, Place::Field { register: "review_periods", .. });
        finding.severity = if can_never_be { Severity::Fault } else { Severity::Warning };
    }
    found
}

fn faults_of(change: &Change, today: NaiveDate) -> Vec<Finding> {
    let out_of_order = match change.register {
        "exceedance_handling" => typed(change).map(|record: ExceedanceHandling| record.out_of_order(today)),
        "review_periods" => typed(change).map(|record: ReviewPeriod| record.out_of_order()),
        _ => None,
    };
    let at = |field| Place::Field { register: change.register, key: Some(change.key.clone()), field: Some(field) };
    let faults = out_of_order.into_iter().flatten();
    faults.map(|(field, message)| Finding::new(Severity::Fault, at(field), message)).collect()
}

/// The record as it would be; `None` where it goes, or breaks a rule that was told already.
fn typed<R: Record>(change: &Change) -> Option<R> {
    R::from_row(change.after.as_ref()?)
}
