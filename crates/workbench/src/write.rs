//! The one way to change the registers: drafts are judged against the records as they stand, and written
//! as one entry or not at all.

use crate::aside::aside;
use crate::reconcile::{Conflict, Seen, place, reconcile};
use crate::{Snapshot, Workbench, gates};
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::Arc;
use tokio::task::JoinError;
use yanlian_intake::{Drafts, Plan, judge};
use yanlian_model::{Actor, Change, Finding, Severity, registers};
use yanlian_store::{Entry, EntryId, EntryKind, StoreError};

/// Who wants something written, and when.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// The day by which dates are judged.
    pub today: NaiveDate,
    /// What it is about, as the list of entries says it: names of files. Blank for the keys of the records.
    pub about: String,
    /// Known again where the same comes twice; of one there is one entry.
    pub id: Option<String>,
}

impl Submission {
    pub(crate) fn entry(&self, kind: EntryKind) -> Entry {
        Entry { at: self.at, by: self.actor.to_string(), files: self.about.clone(), kind, submission: self.id.clone() }
    }

    /// The entry of a form, called by the keys of its records.
    fn edit(&self, changes: &[Change]) -> Entry {
        let keys = changes.iter().take(NAMED).map(|change| change.key.to_string()).collect::<Vec<_>>();
        let more = if changes.len() > NAMED { ", …" } else { "" };
        Entry { files: format!("{}{more}", keys.join(", ")), ..self.entry(EntryKind::Edit) }
    }
}

/// How many records an entry is called by.
const NAMED: usize = 3;

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// The entry; `None` where the records stood so already.
    pub entry: Option<EntryId>,
    /// What was judged; empty where the same submission had been written before.
    pub plan: Plan,
    /// Whether somebody else had changed one of its records since the person saw it; what they wrote stands.
    pub merged: bool,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The drafts have faults.
    #[error("the drafts have {} findings", .0.findings.len())]
    Faults(Plan),
    /// Others changed the same fields since the person saw them.
    #[error("{} records were changed meanwhile", .records.len())]
    Conflict {
        /// The records.
        records: Vec<Conflict>,
        /// The revision at which they stand as they are told here.
        revision: i64,
    },
    /// Files cannot be read.
    #[error(transparent)]
    Files(#[from] std::io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The judge panicked.
    #[error(transparent)]
    Judge(#[from] JoinError),
}

impl Workbench {
    /// Writes what somebody decided: `draft` says what, over the records as they stand when it is its turn.
    ///
    /// `seen` is the revision that the person saw, where they saw any. What they did not change stays as
    /// others wrote it since; a field that both changed is a conflict. The same submission is written once.
    /// All or nothing.
    ///
    /// # Errors
    /// [`Refused`]; nothing was written.
    pub async fn write<D>(
        self: &Arc<Self>,
        submission: Submission,
        seen: impl Seen,
        draft: D,
    ) -> Result<Written, Refused>
    where
        D: Fn(&Snapshot) -> Drafts + Send + Sync + 'static,
    {
        let own = Arc::clone(self);
        // Whoever asks may go away: what was begun is brought to its end.
        let written = tokio::spawn(async move {
            let written = own.write_in_turn(&submission, &seen, Arc::new(draft)).await?;
            if let Some(entry) = written.entry {
                own.snapshots.show(entry.revision()).await;
            }
            Ok(written)
        });
        written.await?
    }

    async fn write_in_turn<D>(
        &self,
        submission: &Submission,
        seen: &dyn Seen,
        draft: Arc<D>,
    ) -> Result<Written, Refused>
    where
        D: Fn(&Snapshot) -> Drafts + Send + Sync + 'static,
    {
        let _writing = self.writing.lock().await;
        loop {
            let head = self.snapshots.head().await?;
            if let Some(written) = self.written_before(submission).await? {
                return Ok(written);
            }
            let (over, draft) = (Arc::clone(&head), Arc::clone(&draft));
            let mut plan = aside(move || judge(draft(&over), &over.tables, &mut |_| {})).await?;
            if has_faults(&plan.findings) {
                return Err(Refused::Faults(plan));
            }
            // Before the order of things is asked for: of two who decide at once, the second must first see
            // what the first decided.
            let (records, merged) = self.reconcile(&mut plan.changes, seen).await?;
            if !records.is_empty() {
                return Err(Refused::Conflict { records, revision: head.revision });
            }
            plan.findings.extend(gates::faults(&plan.changes, submission.today));
            if has_faults(&plan.findings) {
                return Err(Refused::Faults(plan));
            }
            match self.commit(head, &submission.edit(&plan.changes), &mut plan).await {
                Ok(entry) => return Ok(Written { entry, plan, merged }),
                // Another program came between: judged anew over what it left.
                Err(Refused::Store(StoreError::Conflict { .. } | StoreError::Submitted(_))) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// What the same submission wrote before.
    pub(crate) async fn written_before(&self, submission: &Submission) -> Result<Option<Written>, StoreError> {
        let Some(id) = &submission.id else { return Ok(None) };
        let entry = self.store.submitted(id).await?;
        Ok(entry.map(|entry| Written { entry: Some(entry), plan: Plan::default(), merged: false }))
    }

    /// Leaves in the changes what the person changed, and tells which records others changed in the same
    /// fields, and whether others changed any of them.
    async fn reconcile(&self, changes: &mut Vec<Change>, seen: &dyn Seen) -> Result<(Vec<Conflict>, bool), StoreError> {
        let (mut conflicts, mut merged) = (Vec::new(), false);
        for change in changes.iter_mut() {
            let Some(revision) = seen.revision(&place(change, None)) else { continue };
            let Some(register) = registers::by_name(change.register) else { continue };
            let versions = self.store.history(change.register, &change.key).await?;
            merged |= versions.last().is_some_and(|version| version.head.id.revision() > revision);
            let fields: Vec<_> = register.fields.iter().map(|field| field.key).collect();
            conflicts.extend(reconcile(change, &fields, &versions, seen));
        }
        changes.retain(|change| change.before != change.after);
        Ok((conflicts, merged))
    }

    /// Writes what a plan changes of the head's records, and moves the head on.
    pub(crate) async fn commit(
        &self,
        head: Arc<Snapshot>,
        entry: &Entry,
        plan: &mut Plan,
    ) -> Result<Option<EntryId>, Refused> {
        if plan.changes.iter().all(|change| change.before == change.after) {
            return Ok(None);
        }
        let (base, changes) = (head.revision, std::mem::take(&mut plan.changes));
        let has_readers = self.snapshots.has_readers();
        // Made before the entry, so that no reader waits between the two.
        let made = aside(move || (has_readers.then(|| head.after(&changes)), changes));
        let next;
        (next, plan.changes) = made.await?;
        let moving = self.snapshots.moving().await;
        let id = self.store.commit(entry, base, &plan.changes).await?;
        if let Some((id, next)) = id.zip(next) {
            moving.to(Arc::new(next.at(id.revision())));
        }
        Ok(id)
    }
}

/// Whether something must be fixed before anything is written.
pub(crate) fn has_faults(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Fault)
}
