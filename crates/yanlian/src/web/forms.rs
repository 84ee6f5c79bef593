//! What a form sent: written, or back with what is to be put right, or with what others wrote meanwhile.

use super::error::{Answer, PageError};
use super::reader::{Reader, own_path};
use super::render::render;
use super::{AppState, once, overview};
use crate::actor;
use crate::sent::{STAMP, Sent};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::sync::Arc;
use yanlian_intake::{Drafts, judge};
use yanlian_model::{Finding, Message, Place, Register, Severity, registers};
use yanlian_present::View;
use yanlian_present::pages::{self, Contested, FormFault, Input, ReturnedForm};
use yanlian_workbench::{Conflict, Refused, Snapshot, Submission, Written};

/// A kind of form: where it is sent to, and what it asks for.
pub(super) struct FormKind {
    /// The message that says what it is for.
    pub(super) title: &'static str,
    /// The entry of the menu to which its pages belong.
    pub(super) rail: &'static str,
    /// Where it is sent to.
    pub(super) action: &'static str,
    /// The register of its fields.
    pub(super) register: &'static Register,
    /// The fields that it asks for; others that were sent come along unseen, unless they are at fault.
    pub(super) shown: &'static [&'static str],
    /// Whether it changes what stands, so that it must say from which revision it was made.
    pub(super) changes: bool,
    /// The input of a field that the register does not have.
    pub(super) other: fn(&View, &str, &str) -> Option<Input>,
    /// The field that a place is about.
    pub(super) field: fn(&Place) -> Option<String>,
}

/// Why a form came back.
#[derive(Default)]
struct Returned {
    faults: Vec<FormFault>,
    conflicts: Vec<Conflict>,
    /// What it asks about, by marks that it sends when it is meant; then there is no fault but what is asked.
    asked: Vec<String>,
    /// The revision at which what others wrote stands.
    revision: Option<i64>,
}

impl FormKind {
    /// A form of a register's own fields, which makes records.
    pub(super) const fn new(
        title: &'static str,
        action: &'static str,
        register: &'static Register,
        shown: &'static [&'static str],
    ) -> FormKind {
        let other = |_: &View, _: &str, _: &str| None;
        FormKind { title, rail: "zone", action, register, shown, changes: false, other, field: own_field }
    }

    /// What was sent as a submission of the person at the page.
    pub(super) fn submission(&self, state: &AppState, sent: &Sent) -> Submission {
        let id = once::submission(self.action, sent.fields());
        let (at, today) = (state.clock.now(), state.clock.today());
        Submission { actor: actor::local(), at, today, about: String::new(), id }
    }

    /// Writes what a form says; otherwise the answer that says why not.
    pub(super) async fn write<D>(
        &self,
        state: &AppState,
        reader: Reader,
        sent: &Sent,
        draft: D,
    ) -> Result<Result<Written, Response>, PageError>
    where
        D: Fn(&Snapshot) -> Drafts + Send + Sync + 'static,
    {
        let now = state.workbench.snapshot().await?.revision;
        let is_known = |revision: Option<i64>| revision.is_some_and(|revision| (0..=now).contains(&revision));
        if self.changes && !(is_known(sent.opened()) && is_known(sent.revision())) {
            let place = Place::Register(self.register.name);
            let fault = Finding::new(Severity::Fault, place, Message::new("form-no-revision"));
            return self.faulty(state, reader, sent, vec![fault]).await.map(Err);
        }
        let draft = Arc::new(draft);
        let questions = self.questions(state, sent, Arc::clone(&draft)).await?;
        if !questions.is_empty() {
            let (faults, asked) = questions.into_iter().unzip();
            let why = Returned { faults, asked, ..Returned::default() };
            return self.returned(state, reader, sent, why, StatusCode::UNPROCESSABLE_ENTITY).await.map(Err);
        }
        let draft = move |snapshot: &Snapshot| draft(snapshot);
        match state.workbench.write(self.submission(state, sent), sent.seen(self.field), draft).await {
            Ok(written) => Ok(Ok(written)),
            Err(Refused::Faults(plan)) => self.faulty(state, reader, sent, plan.findings).await.map(Err),
            Err(Refused::Conflict { records, revision }) => {
                let why = Returned { conflicts: records, revision: Some(revision), ..Returned::default() };
                self.returned(state, reader, sent, why, StatusCode::CONFLICT).await.map(Err)
            }
            Err(Refused::Store(error)) => Err(error.into()),
            Err(Refused::Files(error)) => Err(error.into()),
            Err(Refused::Judge(error)) => Err(error.into()),
        }
    }

    /// What can hardly be meant of the fields that the person sees, each with its mark, unless they said that it is:
    /// what an import warns of. Nothing where there is a fault, which is told first.
    async fn questions<D>(
        &self,
        state: &AppState,
        sent: &Sent,
        draft: Arc<D>,
    ) -> Result<Vec<(FormFault, String)>, PageError>
    where
        D: Fn(&Snapshot) -> Drafts + Send + Sync + 'static,
    {
        let (snapshot, today) = (state.workbench.snapshot().await?, state.clock.today());
        let plan = render(move || judge(draft(&snapshot).on(today), &snapshot.tables, &mut |_| {})).await?;
        if plan.findings.iter().any(|finding| finding.severity == Severity::Fault) {
            return Ok(Vec::new());
        }
        let question = |finding: Finding| {
            let field = (self.field)(&finding.place).filter(|field| self.shown.contains(&field.as_str()))?;
            let mark = format!("{} {}", finding.message.id, sent.get(&field));
            let fault = FormFault { field: Some(field), message: finding.message };
            (!sent.meant().any(|meant| meant == mark)).then_some((fault, mark))
        };
        let warnings = plan.findings.into_iter().filter(|finding| finding.severity == Severity::Warning);
        Ok(warnings.filter_map(question).collect())
    }

    /// The form with all that was typed and a fault beside each field.
    pub(super) async fn faulty(&self, state: &AppState, reader: Reader, sent: &Sent, findings: Vec<Finding>) -> Answer {
        let faults = findings.into_iter().filter(|finding| finding.severity == Severity::Fault);
        let faults = faults.map(|finding| FormFault { field: (self.field)(&finding.place), message: finding.message });
        let why = Returned { faults: faults.collect(), ..Returned::default() };
        self.returned(state, reader, sent, why, StatusCode::UNPROCESSABLE_ENTITY).await
    }

    async fn returned(
        &self,
        state: &AppState,
        reader: Reader,
        sent: &Sent,
        why: Returned,
        status: StatusCode,
    ) -> Answer {
        let back = own_path(sent.get("back")).to_owned();
        let context = reader.at(&back).context(state).await?;
        let FormKind { title, rail, action, register, shown, other, field, .. } = *self;
        let sent = sent.clone();
        let page = render(move || {
            let view = context.view();
            let input = |name: &str| {
                let value = sent.get(name);
                let own = || Some(Input::of(&view, register.field(name)?, value));
                other(&view, name, value).or_else(own)
            };
            let contested = contested(why.conflicts, field, input);
            let is_contested = |name: &str| contested.iter().any(|own| own.input.name == name);
            // With two versions before them, people see what is contested, and what goes along with it.
            let names = if contested.is_empty() { asked_for(shown, &sent, &why.faults) } else { Vec::new() };
            let inputs: Vec<Input> = names.iter().filter_map(|name| input(name)).collect();
            let own = sent.fields().iter().map(|(name, _)| name.as_str());
            let own = own.filter(|name| sent.shown(name).is_some() && sent.is_own(name) && !is_contested(name));
            let along = if contested.is_empty() { Vec::new() } else { own.filter_map(input).collect() };
            let pick = |name: &str| name.strip_prefix("pick-").is_some_and(is_contested);
            let unseen = |name: &str| {
                let seen = inputs.iter().any(|input| input.name == name) || is_contested(name) || pick(name);
                !seen && !STAMP.contains(&name)
            };
            let mut hidden: Vec<(&str, String)> =
                sent.fields().iter().map(|(name, value)| (&**name, value.clone())).collect();
            hidden.retain(|(name, _)| unseen(name));
            hidden.extend(stamp(&sent, why.revision, &contested));
            hidden.extend(
                sent.meant().chain(why.asked.iter().map(String::as_str)).map(|mark| ("meant", mark.to_owned())),
            );
            let form = ReturnedForm {
                title: view.t(title),
                rail,
                action,
                back: &back,
                inputs,
                hidden,
                faults: &why.faults,
                asks: !why.asked.is_empty(),
                contested,
                along,
            };
            pages::returned_form(&view, &form)
        });
        Ok((status, Html(page.await??)).into_response())
    }
}

/// What the form is made from, as it says when it is sent again: what others wrote up to `now` was seen of
/// what is contested, the rest as the person saw it first.
fn stamp(sent: &Sent, now: Option<i64>, contested: &[Contested]) -> Vec<(&'static str, String)> {
    let mut decided: Vec<&str> = sent.decided().collect();
    decided.extend(contested.iter().map(|own| own.input.name.as_str()));
    decided.sort_unstable();
    decided.dedup();
    let revisions = [("revision", now.or(sent.revision())), ("opened", sent.opened().filter(|_| !decided.is_empty()))];
    let revisions = revisions.into_iter().filter_map(|(name, revision)| Some((name, revision?.to_string())));
    revisions.chain(decided.into_iter().map(|name| ("decided", name.to_owned()))).collect()
}

/// What both changed, by the fields of the form.
fn contested(
    conflicts: Vec<Conflict>,
    field: fn(&Place) -> Option<String>,
    input: impl Fn(&str) -> Option<Input>,
) -> Vec<Contested> {
    let mut contested: Vec<Contested> = Vec::new();
    for conflict in conflicts {
        let Conflict { register, key, seen, now, contested: fields, by, .. } = conflict;
        let Some(register) = registers::by_name(register) else { continue };
        let by = overview::head(by);
        for position in fields {
            let place = Place::Field {
                register: register.name,
                key: Some(key.clone()),
                field: register.fields.get(position).map(|field| field.key),
            };
            let Some(input) = field(&place).as_deref().and_then(&input) else { continue };
            if contested.iter().all(|other| other.input.name != input.name) {
                let (key, seen, now, by) = (key.clone(), seen.clone(), now.clone(), by.clone());
                contested.push(Contested { register, key, position, seen, now, by, input });
            }
        }
    }
    contested
}

/// The fields that the person sees: those that were sent of the form's own, and those at fault.
fn asked_for(shown: &[&str], sent: &Sent, faults: &[FormFault]) -> Vec<String> {
    let mut names: Vec<String> =
        shown.iter().filter(|name| sent.given(name).is_some()).map(|name| (*name).to_owned()).collect();
    for field in faults.iter().filter_map(|fault| fault.field.as_ref()) {
        if !names.contains(field) {
            names.push(field.clone());
        }
    }
    names
}

/// The field of the register that a place is about.
pub(super) fn own_field(place: &Place) -> Option<String> {
    match place {
        Place::Field { field, .. } => field.map(str::to_owned),
        _ => None,
    }
}

/// Back to the page that the form was on, which says that it was kept.
pub(super) fn kept(back: &str, written: &Written) -> Response {
    let path = own_path(back);
    let (path, part) = path.split_once('#').map_or((path, String::new()), |(path, part)| (path, format!("#{part}")));
    let mark = if path.contains('?') { '&' } else { '?' };
    let entry = written.entry.map_or_else(|| "0".to_owned(), |entry| entry.to_string());
    let merged = if written.merged { "&merged=yes" } else { "" };
    Redirect::to(&format!("{path}{mark}kept={entry}{merged}{part}")).into_response()
}
