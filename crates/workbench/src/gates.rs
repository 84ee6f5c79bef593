//! What a decision needs before it can be taken. Files tell what happened, whatever it was; who decides
//! something now is asked for things in their order.

use chrono::NaiveDate;
use yanlian_model::registers::{ExceedanceHandling, ReviewPeriod};
use yanlian_model::{Change, Finding, Place, Record, Severity};

/// What is missing or impossible in the records as they would be.
pub(crate) fn faults(changes: &[Change], today: NaiveDate) -> Vec<Finding> {
    changes.iter().flat_map(|change| faults_of(change, today)).collect()
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
