//! What a form sent: written, or back with what is to be put right, or with what others wrote meanwhile.

use super::error::{Answer, PageError};
use super::reader::{Reader, own_path};
use super::render::render;
use super::{Office, once, room};
use crate::actor;
use crate::sent::Sent;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use yanlian_answers::View;
use yanlian_answers::pages::{self, ChangedRecord, FormFault, Input, ReturnedForm};
use yanlian_intake::Drafts;
use yanlian_model::{Finding, Place, Register, Severity, registers};
use yanlian_store::EntryId;
use yanlian_workbench::{Conflict, Refused, Snapshot, Submission, Written};

/// A kind of form: where it is sent to, and what it asks for.
pub(super) struct FormKind {
    /// The message that says what it is for.
    pub(super) title: &'static str,
    /// Where it is sent to.
    pub(super) action: &'static str,
    /// The register of its fields.
    pub(super) register: &'static Register,
    /// The fields that it asks for; others that were sent come along unseen, unless they are at fault.
    pub(super) shown: &'static [&'static str],
    /// The input of a field that the register does not have.
    pub(super) other: fn(&View, &str, &str) -> Option<Input>,
    /// The field that a fault is about.
    pub(super) field: fn(&Finding) -> Option<String>,
}

impl FormKind {
    /// A form of a register's own fields.
    pub(super) const fn new(
        title: &'static str,
        action: &'static str,
        register: &'static Register,
        shown: &'static [&'static str],
    ) -> FormKind {
        FormKind { title, action, register, shown, other: |_, _, _| None, field: own_field }
    }

    /// What was sent as a submission of the person at the page.
    pub(super) fn submission(&self, office: &Office, sent: &Sent) -> Submission {
        let id = once::submission(self.action, sent.fields());
        let (at, today) = (office.clock.now(), office.clock.today());
        Submission { actor: actor::local(), at, today, about: String::new(), id }
    }

    /// Writes what a form says; otherwise the answer that says why not.
    pub(super) async fn write<D>(
        &self,
        office: &Office,
        reader: Reader,
        sent: &Sent,
        draft: D,
    ) -> Result<Result<Written, Response>, PageError>
    where
        D: Fn(&Snapshot) -> Drafts + Send + Sync + 'static,
    {
        match office.workbench.write(self.submission(office, sent), sent.revision(), draft).await {
            Ok(written) => Ok(Ok(written)),
            Err(Refused::Faults(plan)) => self.faulty(office, reader, sent, plan.findings).await.map(Err),
            Err(Refused::Conflict(conflicts)) => self.overtaken(office, reader, sent, conflicts).await.map(Err),
            Err(Refused::Store(error)) => Err(error.into()),
            Err(Refused::Files(error)) => Err(error.into()),
            Err(Refused::Judge(error)) => Err(error.into()),
        }
    }

    /// The form with all that was typed and a fault beside each field.
    pub(super) async fn faulty(&self, office: &Office, reader: Reader, sent: &Sent, findings: Vec<Finding>) -> Answer {
        let faults = findings.into_iter().filter(|finding| finding.severity == Severity::Fault);
        let faults = faults.map(|finding| FormFault { field: (self.field)(&finding), message: finding.message });
        self.returned(office, reader, sent, faults.collect(), Vec::new(), StatusCode::UNPROCESSABLE_ENTITY).await
    }

    /// The form with both versions.
    async fn overtaken(&self, office: &Office, reader: Reader, sent: &Sent, conflicts: Vec<Conflict>) -> Answer {
        let changed = |conflict: Conflict| {
            let register = registers::by_name(conflict.register)?;
            let Conflict { key, seen, now, wanted, by, .. } = conflict;
            Some(ChangedRecord { register, key, seen, now, wanted, by: room::head(by) })
        };
        let conflicts = conflicts.into_iter().filter_map(changed).collect();
        self.returned(office, reader, sent, Vec::new(), conflicts, StatusCode::CONFLICT).await
    }

    async fn returned(
        &self,
        office: &Office,
        reader: Reader,
        sent: &Sent,
        faults: Vec<FormFault>,
        conflicts: Vec<ChangedRecord>,
        status: StatusCode,
    ) -> Answer {
        let back = own_path(sent.get("back")).to_owned();
        let context = reader.at(&back).context(office).await?;
        let (title, action, register, shown, other) = (self.title, self.action, self.register, self.shown, self.other);
        let sent = sent.clone();
        let page = render(move || {
            let view = context.view();
            let names = asked_for(shown, &sent, &faults);
            let input = |name: &String| {
                let value = sent.get(name);
                let own = || Some(Input::of(&view, register.field(name)?, value));
                other(&view, name, value).or_else(own)
            };
            let inputs: Vec<Input> = names.iter().filter_map(input).collect();
            let unseen =
                |name: &str| !matches!(name, "revision" | "once") && inputs.iter().all(|input| input.name != name);
            let hidden = sent.fields().iter().filter(|(name, _)| unseen(name)).map(|(name, value)| (&**name, &**value));
            let hidden = hidden.collect();
            let form =
                ReturnedForm { title: view.t(title), action, back: &back, inputs, hidden, faults: &faults, conflicts };
            pages::returned_form(&view, &form)
        });
        Ok((status, Html(page.await??)).into_response())
    }
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

/// The field of the register that a fault is about.
pub(super) fn own_field(finding: &Finding) -> Option<String> {
    match &finding.place {
        Place::Field { field, .. } => field.map(str::to_owned),
        _ => None,
    }
}

/// Back to the page that the form was on, which says that it was kept.
pub(super) fn kept(back: &str, entry: Option<EntryId>) -> Response {
    let path = own_path(back);
    let (path, part) = path.split_once('#').map_or((path, String::new()), |(path, part)| (path, format!("#{part}")));
    let mark = if path.contains('?') { '&' } else { '?' };
    let entry = entry.map_or_else(|| "0".to_owned(), |entry| entry.to_string());
    Redirect::to(&format!("{path}{mark}kept={entry}{part}")).into_response()
}
