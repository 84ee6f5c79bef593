//! Files brought in: checked, imported, confirmed, taken back. Every write is a form of one of our own
//! pages; the guard has seen to that.

use super::error::{Answer, PageError};
use super::reader::Reader;
use super::render::render;
use super::{AppState, once};
use crate::commands::import::{ALTERED, faults, names, submission};
use crate::sent::field;
use crate::{actor, library};
use axum::Form;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use yanlian_intake::SourceFile;
use yanlian_model::{Arg, Change, Key, Lang, Value};
use yanlian_present::pages::{ImportOutcome, ImportResult};
use yanlian_present::{i18n, pages};
use yanlian_store::{EntryId, StoreError, UndoRefusal};
use yanlian_workbench::Submission;

/// How many checked uploads are held; the oldest makes room first.
const HELD: usize = 4;

/// Files that are brought in.
type Files = Arc<Vec<SourceFile>>;

/// Uploads that were checked and may be confirmed without being sent again.
#[derive(Default)]
pub(crate) struct ImportQueue {
    uploads: Mutex<VecDeque<Arc<Upload>>>,
}

/// Files under the token by which they are confirmed.
struct Upload {
    token: String,
    stage: tokio::sync::Mutex<Stage>,
}

/// How far an upload is.
enum Stage {
    /// With the digest of what stood in the place of what would change.
    Checked(Files, Digested),
    /// Whoever confirms it again is told the same.
    Imported(ImportResult),
}

impl ImportQueue {
    fn add(&self, files: Files, before: Digested) -> String {
        let token = once::token();
        let upload = Upload { token: token.clone(), stage: tokio::sync::Mutex::new(Stage::Checked(files, before)) };
        let mut uploads = self.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        uploads.push_front(Arc::new(upload));
        uploads.truncate(HELD);
        token
    }

    fn find(&self, token: &str) -> Option<Arc<Upload>> {
        let uploads = self.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        uploads.iter().find(|upload| upload.token == token).cloned()
    }
}

/// Files from the upload form; its button says whether they are only checked.
pub(crate) async fn import(State(state): State<AppState>, reader: Reader, mut form: Multipart) -> Answer {
    let mut files = Vec::new();
    let mut fields = Vec::new();
    let mut only_check = true;
    while let Some(part) = form.next_field().await.map_err(bad_upload)? {
        match part.name() {
            Some("files") => {
                let name = part.file_name().unwrap_or_default().to_owned();
                let bytes = part.bytes().await.map_err(bad_upload)?.to_vec();
                if !name.is_empty() {
                    fields.push(field(&name, format!("{:?}", Sha256::digest(&bytes))));
                    files.push(SourceFile { name, bytes });
                }
            }
            Some("action") => only_check = part.text().await.map_err(bad_upload)? != "import",
            Some("once") => fields.push(field("once", part.text().await.map_err(bad_upload)?)),
            _ => (),
        }
    }
    let id = once::submission("/data/import", &fields);
    let files = Arc::new(files);
    let (mut result, before) = brought(&state, &files, id, only_check).await?;
    if result.outcome == ImportOutcome::Checked {
        result.token = Some(state.imports.add(files, before));
    }
    page(&state, reader, result).await
}

fn bad_upload(error: axum::extract::multipart::MultipartError) -> PageError {
    PageError::Refused(error.status(), error.body_text())
}

/// The upload that was checked before.
#[derive(Debug, Deserialize)]
pub(crate) struct Confirmed {
    token: String,
}

/// Imports what was checked before; confirmed again, says the same. Where others wrote meanwhile what would change,
/// it is shown again before it is confirmed.
pub(crate) async fn confirm(State(state): State<AppState>, reader: Reader, Form(confirmed): Form<Confirmed>) -> Answer {
    let gone = || PageError::Refused(StatusCode::GONE, i18n::text(reader.lang, "web-upload-gone", &[]));
    let upload = state.imports.find(&confirmed.token).ok_or_else(gone)?;
    let mut stage = upload.stage.lock().await;
    let result = match &*stage {
        Stage::Imported(result) => result.clone(),
        Stage::Checked(files, seen) => {
            let files = Arc::clone(files);
            let (again, before) = brought(&state, &files, None, true).await?;
            if again.outcome == ImportOutcome::Checked && before != *seen {
                *stage = Stage::Checked(files, before);
                ImportResult { outcome: ImportOutcome::CheckedAnew, token: Some(upload.token.clone()), ..again }
            } else {
                let (result, _) = brought(&state, &files, Some(format!("import {}", upload.token)), false).await?;
                // With faults it may be confirmed once more: what stands against it may be fixed meanwhile.
                if result.outcome != ImportOutcome::Faults {
                    *stage = Stage::Imported(result.clone());
                }
                result
            }
        }
    };
    drop(stage);
    page(&state, reader, result).await
}

/// Imports a chain of the library that comes with the program.
pub(crate) async fn library(
    State(state): State<AppState>,
    reader: Reader,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let name = fields.iter().rfind(|(name, _)| name == "name").map_or("", |(_, value)| value);
    let files = library::files(name).ok_or(PageError::Missing)?;
    let id = once::submission("/data/library", &fields);
    let (result, _) = brought(&state, &Arc::new(files), id, false).await?;
    page(&state, reader, result).await
}

/// The digest of rows.
type Digested = [u8; 32];

/// What stands in the place of what changes.
fn before(changes: &[Change]) -> Digested {
    let mut hasher = Sha256::new();
    for change in changes {
        hasher.update(change.register);
        hasher.update(change.key.as_stored());
        for value in change.before.iter().flatten() {
            hasher.update(value.as_ref().map_or_else(String::new, Value::to_text));
            hasher.update([0]);
        }
    }
    hasher.finalize().into()
}

/// What comes of files, and what stands in the place of what they change.
async fn brought(
    state: &AppState,
    files: &Files,
    id: Option<String>,
    only_check: bool,
) -> Result<(ImportResult, Digested), PageError> {
    let submission = Submission {
        id,
        ..submission(actor::local(), state.clock, names(files.iter().map(|file| file.name.as_str())))
    };
    let imported = state.workbench.import(submission, files.clone(), only_check, |_| {}).await?;
    let plan = imported.plan;
    let outcome = match imported.entry {
        _ if faults(&plan.findings) > 0 => ImportOutcome::Faults,
        Some(id) => ImportOutcome::Imported(id.to_string()),
        None if plan.changes.is_empty() => ImportOutcome::Nothing,
        None => ImportOutcome::Checked,
    };
    let is_checked = outcome == ImportOutcome::Checked;
    let altered = plan.changes.iter().filter(|change| is_checked && change.before.is_some());
    let before = if only_check { before(&plan.changes) } else { Digested::default() };
    let result = ImportResult {
        changes: altered.take(ALTERED).cloned().collect(),
        outcome,
        token: None,
        files: files.iter().map(|file| file.name.clone()).collect(),
        counts: plan.counts.iter().map(|c| (c.register, c.new, c.changed, c.unchanged)).collect(),
        findings: plan.findings,
    };
    Ok((result, before))
}

async fn page(state: &AppState, reader: Reader, result: ImportResult) -> Answer {
    let status = match result.outcome {
        ImportOutcome::Faults => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let context = reader.context(state).await?;
    let page = render(move || pages::import_result(&context.view(), &result)).await??;
    Ok((status, Html(page)).into_response())
}

/// An entry to take back.
#[derive(Debug, Deserialize)]
pub(crate) struct ToUndo {
    id: String,
}

/// Takes an import back, or says why not.
pub(crate) async fn undo(State(state): State<AppState>, reader: Reader, Form(undo): Form<ToUndo>) -> Answer {
    let id: EntryId = undo.id.parse().map_err(|_| PageError::Missing)?;
    let done = state.workbench.undo(id, state.clock.now(), &actor::local()).await;
    let (status, refused) = match done {
        Ok(_) => (StatusCode::OK, None),
        Err(StoreError::Undo { refusal, .. }) => (StatusCode::CONFLICT, Some(refusal_lines(&refusal, reader.lang))),
        Err(error) => return Err(error.into()),
    };
    let context = reader.context(&state).await?;
    let page = render(move || pages::undo_result(&context.view(), &undo.id, refused)).await??;
    Ok((status, Html(page)).into_response())
}

/// Why an import cannot be taken back, a line a record.
pub(crate) fn refusal_lines(refusal: &UndoRefusal, lang: Lang) -> Vec<String> {
    let say = |id: &str, args: &[(&'static str, Arg)]| i18n::text(lang, id, args);
    let record = |register: &'static str, key: &Key| {
        let label = yanlian_model::registers::by_name(register).map_or(register, |register| register.label.of(lang));
        format!("{label} {key}")
    };
    match refusal {
        UndoRefusal::Unknown => vec![say("undo-unknown", &[])],
        UndoRefusal::Kind(_) => vec![say("undo-kind", &[])],
        UndoRefusal::Already(by) => vec![say("undo-already", &[("by", Arg::from(by.to_string()))])],
        UndoRefusal::BuiltOn(records) => records
            .iter()
            .map(|built| {
                let args = [
                    ("record", Arg::from(record(built.register, &built.key))),
                    ("by", Arg::from(built.later.to_string())),
                ];
                say("undo-built-on", &args)
            })
            .collect(),
        UndoRefusal::Dangling(references) => references
            .iter()
            .map(|dangling| {
                let args = [
                    ("record", Arg::from(record(dangling.register, &dangling.key))),
                    ("names", Arg::from(&dangling.names)),
                ];
                say("undo-dangling", &args)
            })
            .collect(),
    }
}
