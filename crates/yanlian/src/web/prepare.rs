//! Answers over a snapshot before anybody sees it: those for what readers looked at lately, so that they do
//! not wait because somebody wrote.

use crate::assessments::Assessments;
use crate::clock::Clock;
use crate::telemetry::TelemetryServer;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use yanlian_analysis::discharge::DischargeAssessment;
use yanlian_analysis::{Networks, Question};
use yanlian_model::calendar;
use yanlian_workbench::{Snapshot, Workbench};

/// How many chains and years are remembered.
const REMEMBERED: usize = 3;

/// A chain and a year that a reader looks at, as the top bar sends them.
pub(super) type Look = (String, String);

/// The chains and years that readers looked at last, and where the networks are that they may look at.
#[derive(Default)]
pub(crate) struct Looks {
    looks: Mutex<VecDeque<Look>>,
    networks: Mutex<Weak<OnceLock<Networks>>>,
    /// Whether a page has looked at networks.
    networks_are_read: AtomicBool,
}

impl Looks {
    /// Remembers what a reader looks at.
    pub(super) fn remember(&self, look: &Look) {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        if looks.front() != Some(look) {
            looks.retain(|known| known != look);
            looks.push_front(look.clone());
            looks.truncate(REMEMBERED);
        }
    }

    /// Remembers the networks that a reader's page may look at.
    pub(super) fn remember_networks(&self, networks: &Arc<OnceLock<Networks>>) {
        self.look_at_networks();
        *self.networks.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(networks);
    }

    /// Whether a page has looked at the networks: from then on they are worked out ahead.
    fn networks_are_read(&self) -> bool {
        self.look_at_networks();
        self.networks_are_read.load(Ordering::Relaxed)
    }

    /// Takes note where the networks that a page might look at were worked out: a snapshot may go before the next one
    /// is prepared, and with it what tells so.
    fn look_at_networks(&self) {
        let networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
        if networks.is_some_and(|networks| networks.get().is_some()) {
            self.networks_are_read.store(true, Ordering::Relaxed);
        }
    }

    fn last(&self) -> Vec<Look> {
        self.looks.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// What a reader asks of a snapshot, and the assessment of discharge that is part of it.
pub(super) async fn question(
    assessments: &Arc<Assessments>,
    telemetry: &Arc<TelemetryServer>,
    snapshot: &Arc<Snapshot>,
    (chain, year): &Look,
    clock: Clock,
) -> anyhow::Result<(Question, Option<Arc<DischargeAssessment>>)> {
    let mut question = snapshot.question(clock.today(), Some(chain), calendar::year(year));
    // Where there are no outlets there is nothing to assess, and no rules are needed.
    let assessment = match snapshot.zone.registers.outlets.is_empty() {
        true => None,
        false => assessments.at_hand(telemetry, snapshot).await?.ok(),
    };
    question.measured =
        assessment.as_ref().map(|assessment| assessment.measured(&snapshot.zone.registers)).unwrap_or_default();
    Ok((question, assessment))
}

/// Has the answers made over each snapshot before it is shown.
pub(super) fn begin(
    workbench: &Workbench,
    telemetry: &Arc<TelemetryServer>,
    assessments: &Arc<Assessments>,
    looks: &Arc<Looks>,
) {
    // The line holds the workbench: the other way round it must not be held.
    let (telemetry, assessments, looks) = (Arc::downgrade(telemetry), Arc::clone(assessments), Arc::clone(looks));
    workbench.prepare(move |snapshot| {
        let (telemetry, assessments, looks) = (telemetry.upgrade(), Arc::clone(&assessments), Arc::clone(&looks));
        Box::pin(async move {
            let Some(telemetry) = telemetry else { return };
            let with_networks = looks.networks_are_read();
            for look in looks.last() {
                // Where it fails, the page that asks says so.
                let Ok((question, _)) = question(&assessments, &telemetry, &snapshot, &look, telemetry.clock).await
                else {
                    return;
                };
                let _ = snapshot.diagnosis(&question).await;
                if with_networks {
                    let _ = snapshot.work_out_networks(&question).await;
                }
            }
        })
    });
}
