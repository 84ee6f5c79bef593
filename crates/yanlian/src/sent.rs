//! The fields that a form sent.
//!
//! Beside a field `cause` a form sends `was-cause`, what it showed there: what was not changed is not the
//! person's. A form that came back since others changed the same fields has those among `decided`, and
//! `pick-cause` says whose stands. One that came back with questions has their marks as `meant`.

use yanlian_model::Place;
use yanlian_workbench::Seen;

/// The names by which a form says what it was made from; the rest is what it says.
pub(crate) const STAMP: [&str; 5] = ["revision", "opened", "decided", "meant", "once"];

/// The fields that a form sent, in their order.
#[derive(Debug, Clone)]
pub(crate) struct Sent(Vec<(String, String)>);

impl Sent {
    /// What a form sent, without space around.
    pub(crate) fn new(form: Vec<(String, String)>) -> Sent {
        Sent(form.into_iter().map(|(name, value)| (name, value.trim().to_owned())).collect())
    }

    /// All of them.
    pub(crate) fn fields(&self) -> &[(String, String)] {
        &self.0
    }

    /// A field: the last one that was sent under its name; `None` where none was.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.0.iter().rfind(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// A field; empty where it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.given(name).unwrap_or_default()
    }

    /// Sets a field.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(own, _)| own != name);
        self.0.push(field(name, value));
    }

    /// The revision that the form was made from, where it says so.
    pub(crate) fn revision(&self) -> Option<i64> {
        self.get("revision").parse().ok()
    }

    /// The revision at which the form was opened first: it may have come back since.
    pub(crate) fn opened(&self) -> Option<i64> {
        self.get("opened").parse().ok().or(self.revision())
    }

    /// The fields that others had changed too, and about which the person decides.
    pub(crate) fn decided(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(name, _)| name == "decided").map(|(_, name)| name.as_str())
    }

    /// What the person was asked about and means, by the marks of the questions.
    pub(crate) fn meant(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(name, _)| name == "meant").map(|(_, mark)| mark.as_str())
    }

    /// What the form showed in a field.
    pub(crate) fn shown(&self, name: &str) -> Option<&str> {
        self.0.iter().rfind(|(own, _)| own.strip_prefix("was-") == Some(name)).map(|(_, value)| value.as_str())
    }

    /// Whether the person changed a field: not where it says what it showed, nor where they leave it to others.
    pub(crate) fn is_own(&self, name: &str) -> bool {
        if self.decided().any(|decided| decided == name) {
            return !self.0.iter().any(|(own, pick)| own.strip_prefix("pick-") == Some(name) && pick == "theirs");
        }
        let lines = |text: &str| text.replace("\r\n", "\n");
        self.shown(name).is_none_or(|shown| self.given(name).map(lines) != Some(lines(shown)))
    }

    /// Without what the person did not change, as if it had not been sent.
    pub(crate) fn own(&self) -> Sent {
        Sent(self.0.iter().filter(|(name, _)| self.is_own(name)).cloned().collect())
    }

    /// When the person saw each field; `field` names the one of the form that a place is about.
    pub(crate) fn seen(&self, field: fn(&Place) -> Option<String>) -> impl Seen + use<> {
        let decided = self.decided().map(str::to_owned).collect();
        FormSeen { opened: self.opened(), revision: self.revision(), decided, field }
    }

    /// These of the fields that were sent.
    pub(crate) fn only(&self, names: &[&str]) -> Vec<(String, String)> {
        self.0.iter().filter(|(name, _)| names.contains(&name.as_str())).cloned().collect()
    }

    /// The fields `PREFIX-ITEM`, by item.
    pub(crate) fn items<'s>(&'s self, prefix: &'s str) -> impl Iterator<Item = (&'s str, &'s str)> {
        let own = move |name: &'s str| name.strip_prefix(prefix)?.strip_prefix('-');
        self.0.iter().filter_map(move |(name, value)| Some((own(name)?, value.as_str())))
    }
}

/// A field of a draft.
pub(crate) fn field(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// When a person saw each field of a form: those about which they decide when it came back, others before.
struct FormSeen {
    opened: Option<i64>,
    revision: Option<i64>,
    decided: Vec<String>,
    field: fn(&Place) -> Option<String>,
}

impl Seen for FormSeen {
    fn revision(&self, place: &Place) -> Option<i64> {
        let is_decided =
            !self.decided.is_empty() && (self.field)(place).is_some_and(|name| self.decided.contains(&name));
        if is_decided { self.revision } else { self.opened }
    }
}
