//! The page of an answer that cannot be given: what it means, and what to do. It needs nothing that is kept, so
//! that it can be made when nothing else can.

use crate::{Theme, View, i18n};
use askama::Template;
use yanlian_model::{Lang, Message};

/// What is told of a request that was refused or failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status, from 400.
    pub status: u16,
    /// What the program says of it, where it says more than the status.
    pub why: Option<String>,
    /// By what a failure is found in the log.
    pub number: Option<String>,
}

/// Statuses with words of their own; any other has those of 400 or 500.
const KNOWN: &[(u16, &str)] = &[
    (403, "refusal-forbidden"),
    (404, "refusal-missing"),
    (405, "refusal-method"),
    (410, "refusal-gone"),
    (413, "refusal-large"),
    (503, "refusal-unavailable"),
];

impl Refusal {
    /// The message of its title; the attribute `remedy` says what to do.
    fn message(&self) -> &'static str {
        let known = KNOWN.iter().find(|(status, _)| *status == self.status).map(|(_, message)| *message);
        known.unwrap_or(if self.status < 500 { "refusal-wrong" } else { "refusal-failed" })
    }

    /// Its title in a language.
    pub fn title(&self, lang: Lang) -> String {
        i18n::text(lang, self.message(), &[])
    }
}

impl View<'_> {
    /// What is wrong with the address, once its page is made.
    pub fn refusal(&self) -> Option<String> {
        self.unfit.borrow().as_ref().map(|(name, value)| self.say(&unfit_parameter(name, value)))
    }
}

/// That an address says of a parameter what its page has no meaning for.
pub fn unfit_parameter(name: &str, value: &str) -> Message {
    Message::new("refusal-parameter").with("name", name).with("value", value)
}

/// What the page looks at: its reader, and no registers.
struct Plain {
    lang: Lang,
    theme: Theme,
}

impl Plain {
    fn lang(&self) -> Lang {
        self.lang
    }

    fn t(&self, id: &str) -> String {
        i18n::text(self.lang, id, &[])
    }
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage<'r> {
    v: Plain,
    title: String,
    status: u16,
    remedy: &'r str,
    why: Option<&'r str>,
    number: Option<&'r str>,
}

/// The page.
///
/// # Errors
/// Where the template fails.
pub fn refusal(refusal: &Refusal, lang: Lang, theme: Theme) -> askama::Result<String> {
    let page = RefusalPage {
        v: Plain { lang, theme },
        title: refusal.title(lang),
        status: refusal.status,
        remedy: &format!("{}.remedy", refusal.message()),
        why: refusal.why.as_deref(),
        number: refusal.number.as_deref(),
    };
    page.render()
}
