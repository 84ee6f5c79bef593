//! Files into the registers: read and planned off the async threads, one import at a time.

use crate::aside::at_length;
use crate::write::has_faults;
use crate::{Refused, Snapshot, Submission, Workbench, gates};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use yanlian_intake::{Plan, Progress, SourceFile, judge, read};
use yanlian_model::{Finding, Message, Place, Severity};
use yanlian_store::{EntryId, EntryKind, StoreError};

/// Files to be read: once, and once more where somebody wrote meanwhile.
pub trait Files: Send + Sync {
    /// What they hold. What is made for this call is let go as soon as it is read, so that a large file on
    /// disk does not stay in memory while it is judged and written.
    ///
    /// # Errors
    /// A file cannot be read.
    fn bring(&self) -> io::Result<Cow<'_, [SourceFile]>>;
}

/// Files that are at hand.
impl Files for Vec<SourceFile> {
    fn bring(&self) -> io::Result<Cow<'_, [SourceFile]>> {
        Ok(Cow::Borrowed(self))
    }
}

/// What came of files.
#[derive(Debug)]
pub struct Imported {
    /// What they would change or changed, and what was noticed.
    pub plan: Plan,
    /// The entry, where something was written.
    pub entry: Option<EntryId>,
}

/// Who hears how far an import has come.
type Listener = Arc<Mutex<dyn FnMut(Progress) + Send>>;

impl Workbench {
    /// Reads files and, unless there is a fault or only a check is wanted, writes what they change.
    ///
    /// They are planned over the records as they stand; where somebody writes meanwhile they are planned
    /// anew, and written if there is still no fault. Forms are not kept waiting while files are read.
    ///
    /// # Errors
    /// [`Refused`], but for faults: these are in the plan.
    pub async fn import(
        self: &Arc<Self>,
        submission: Submission,
        files: Arc<dyn Files>,
        only_check: bool,
        progress: impl FnMut(Progress) + Send + 'static,
    ) -> Result<Imported, Refused> {
        let (own, heard) = (Arc::clone(self), Arc::new(Mutex::new(progress)));
        // Whoever asks may go away: what was begun is brought to its end.
        let imported = tokio::spawn(async move {
            let imported = own.import_in_turn(&submission, &files, only_check, heard).await?;
            if let Some(entry) = imported.entry {
                own.snapshots.show(entry.revision()).await;
            }
            Ok(imported)
        });
        imported.await?
    }

    async fn import_in_turn(
        &self,
        submission: &Submission,
        files: &Arc<dyn Files>,
        only_check: bool,
        heard: Listener,
    ) -> Result<Imported, Refused> {
        let _importing = self.importing.lock().await;
        let mut head = self.snapshots.head().await?;
        let mut plan = planned(files, &head, &heard, submission.today).await?;
        if only_check || has_faults(&plan.findings) {
            return Ok(Imported { plan, entry: None });
        }
        let _writing = self.writing.lock().await;
        if let Some(written) = self.written_before(submission).await? {
            return Ok(Imported { plan, entry: written.entry });
        }
        loop {
            let now = self.snapshots.head().await?;
            if now.revision != head.revision {
                head = now;
                plan = planned(files, &head, &heard, submission.today).await?;
                if has_faults(&plan.findings) {
                    return Ok(Imported { plan, entry: None });
                }
            }
            match self.commit(Arc::clone(&head), &submission.entry(EntryKind::Import), &mut plan).await {
                Ok(entry) => return Ok(Imported { plan, entry }),
                Err(Refused::Store(StoreError::Submitted(id))) => return Ok(Imported { plan, entry: Some(id) }),
                // Another program came between.
                Err(Refused::Store(StoreError::Conflict { .. })) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// What files would do to the records of a snapshot.
async fn planned(
    files: &Arc<dyn Files>,
    over: &Arc<Snapshot>,
    heard: &Listener,
    today: NaiveDate,
) -> Result<Plan, Refused> {
    let (files, over, heard) = (Arc::clone(files), Arc::clone(over), Arc::clone(heard));
    let planned = at_length(move || {
        let mut progress = |step| {
            let mut hears = heard.lock().unwrap_or_else(PoisonError::into_inner);
            (*hears)(step);
        };
        let brought = files.bring()?;
        let nothing = without_content(&brought);
        if !nothing.is_empty() {
            return Ok(Plan { findings: nothing, ..Plan::default() });
        }
        let drafts = read(&brought, &mut progress);
        drop(brought);
        Ok::<Plan, io::Error>(match drafts {
            Ok(drafts) => {
                let mut plan = judge(drafts.on(today), &over.tables, &mut progress);
                plan.findings.extend(gates::noticed_in_files(&plan.changes, today));
                plan
            }
            Err(findings) => Plan { findings, ..Plan::default() },
        })
    });
    Ok(planned.await??)
}

/// What is wrong where nothing was brought: no file, or files in which nothing stands.
fn without_content(files: &[SourceFile]) -> Vec<Finding> {
    let fault = |file: &str, id| {
        let place = Place::Cell { file: file.to_owned(), sheet: None, row: None, column: None };
        Finding::new(Severity::Fault, place, Message::new(id))
    };
    if files.is_empty() {
        return vec![fault("", "form-no-file")];
    }
    let mark = "\u{feff}".as_bytes();
    let is_empty = |bytes: &[u8]| bytes.strip_prefix(mark).unwrap_or(bytes).trim_ascii().is_empty();
    let empty = files.iter().filter(|file| is_empty(&file.bytes));
    empty.map(|file| fault(&file.name, "form-empty-file")).collect()
}
