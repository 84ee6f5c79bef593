//! The desk where registers are brought in: check, import, confirm, undo. Every write is a form of
//! one of our own pages; the guard has seen to that.

use super::Office;
use super::page::Trouble;
use super::reader::Reader;
use crate::commands::import::{self, Imported, bring_in};
use crate::{library, place};
use axum::Form;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use yanlian_answers::{i18n, pages};
use yanlian_intake::SourceFile;
use yanlian_model::{Arg, Key, Lang};
use yanlian_store::{EntryId, Store, StoreError, UndoRefusal};

/// How many checked uploads wait to be confirmed; the oldest is forgotten first.
const WAITING: usize = 4;

/// Uploads that were checked and may be confirmed without being sent again.
#[derive(Default)]
pub(crate) struct Desk {
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    last: u64,
    uploads: VecDeque<Upload>,
}

/// Files under the token by which they are confirmed.
struct Upload {
    token: String,
    files: Vec<SourceFile>,
}

impl Desk {
    fn keep(&self, files: Vec<SourceFile>) -> String {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.last += 1;
        let token = waiting.last.to_string();
        waiting.uploads.push_back(Upload { token: token.clone(), files });
        if waiting.uploads.len() > WAITING {
            waiting.uploads.pop_front();
        }
        token
    }

    fn take(&self, token: &str) -> Option<Vec<SourceFile>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let position = waiting.uploads.iter().position(|upload| upload.token == token)?;
        waiting.uploads.remove(position).map(|upload| upload.files)
    }
}

/// Files from the upload form; its button says whether they are only checked.
pub(crate) async fn import(
    State(office): State<Office>,
    reader: Reader,
    mut form: Multipart,
) -> Result<Response, Trouble> {
    let mut files = Vec::new();
    let mut only_check = true;
    while let Some(field) = form.next_field().await.map_err(bad_upload)? {
        match field.name() {
            Some("files") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await.map_err(bad_upload)?.to_vec();
                if !name.is_empty() {
                    files.push(SourceFile { name, bytes });
                }
            }
            Some("action") => only_check = field.text().await.map_err(bad_upload)? != "import",
            _ => (),
        }
    }
    run(&office, &reader, files, only_check).await
}

fn bad_upload(error: axum::extract::multipart::MultipartError) -> Trouble {
    Trouble::Refused(error.status(), error.body_text())
}

/// The upload that was checked before.
#[derive(Debug, Deserialize)]
pub(crate) struct Confirmed {
    token: String,
}

/// Imports what was checked before.
pub(crate) async fn confirm(
    State(office): State<Office>,
    reader: Reader,
    Form(confirmed): Form<Confirmed>,
) -> Result<Response, Trouble> {
    let gone = || Trouble::Refused(StatusCode::GONE, i18n::text(reader.lang, "web-upload-gone", &[]));
    let files = office.desk.take(&confirmed.token).ok_or_else(gone)?;
    run(&office, &reader, files, false).await
}

/// A chain of the library.
#[derive(Debug, Deserialize)]
pub(crate) struct ChosenLibrary {
    name: String,
}

/// Imports a chain of the library that comes with the program.
pub(crate) async fn library(
    State(office): State<Office>,
    reader: Reader,
    Form(chosen): Form<ChosenLibrary>,
) -> Result<Response, Trouble> {
    let files = library::files(&chosen.name).ok_or(Trouble::Missing)?;
    run(&office, &reader, files, false).await
}

async fn run(office: &Office, reader: &Reader, files: Vec<SourceFile>, only_check: bool) -> Result<Response, Trouble> {
    let entry = import::entry(&files, office.clock);
    let imported = bring_in(&office.shelf.store, &files, &entry, only_check, &mut |_| {}).await?;
    let Imported { plan, entry } = imported;
    let faults = import::faults(&plan.findings);
    let token = (only_check && faults == 0 && !plan.changes.is_empty()).then(|| office.desk.keep(files.clone()));
    let (status, outcome) = match entry {
        _ if faults > 0 => (StatusCode::UNPROCESSABLE_ENTITY, pages::ImportOutcome::Faults),
        Some(id) => (StatusCode::OK, pages::ImportOutcome::Imported(id.0)),
        None if plan.changes.is_empty() => (StatusCode::OK, pages::ImportOutcome::Nothing),
        None => (StatusCode::OK, pages::ImportOutcome::Checked),
    };
    let result = pages::ImportResult {
        outcome,
        token,
        files: files.into_iter().map(|file| file.name).collect(),
        counts: plan.counts.iter().map(|c| (c.register, c.new, c.changed, c.unchanged)).collect(),
        findings: plan.findings,
    };
    let looked = reader.looks_at(office).await?;
    Ok((status, Html(pages::import_result(&looked.view(), &result)?)).into_response())
}

/// An entry to take back.
#[derive(Debug, Deserialize)]
pub(crate) struct ToUndo {
    id: i64,
}

/// Takes an import back, or says why not.
pub(crate) async fn undo(
    State(office): State<Office>,
    reader: Reader,
    Form(undo): Form<ToUndo>,
) -> Result<Response, Trouble> {
    let done = office.shelf.store.undo(EntryId(undo.id), office.clock.now(), &place::operator()).await;
    let (status, refused) = match done {
        Ok(_) => (StatusCode::OK, None),
        Err(StoreError::Undo { refusal, .. }) => (StatusCode::CONFLICT, Some(refusal_lines(&refusal, reader.lang))),
        Err(error) => return Err(error.into()),
    };
    let looked = reader.looks_at(&office).await?;
    let page = pages::undo_result(&looked.view(), undo.id, refused)?;
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
