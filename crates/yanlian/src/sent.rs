//! The fields that a form sent.

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

    /// The revision that the person saw, where the form says so.
    pub(crate) fn revision(&self) -> Option<i64> {
        self.get("revision").parse().ok()
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
