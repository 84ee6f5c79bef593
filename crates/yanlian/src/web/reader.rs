//! Who reads: language, theme, chain and year of a request; and the small form that changes them.

use super::Office;
use crate::kept::Kept;
use axum::Form;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::{Arc, OnceLock};
use yanlian_analysis::discharge::Survey;
use yanlian_analysis::{Diagnosis, Networks, Stops};
use yanlian_answers::{Settings, Theme, View};
use yanlian_model::{Lang, calendar};

/// How long a browser keeps the settings, in seconds: a year.
const KEEP: u32 = 365 * 24 * 3600;

/// The page to which every form with a page for an answer belongs.
const DATA: &str = "/data";

/// What a request says of its reader.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    pub(crate) lang: Lang,
    theme: Theme,
    path: String,
    look: Look,
}

/// The chain and the year to look at, as chosen in the top bar.
#[derive(Debug, Clone, Default, Deserialize)]
struct Look {
    #[serde(default)]
    chain: String,
    #[serde(default)]
    year: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Reader, Infallible> {
        let look = Query::try_from_uri(&parts.uri).map(|Query(look)| look).unwrap_or_default();
        let path = match parts.method {
            // The answer to a form has no address of its own to come back to.
            Method::POST => DATA,
            _ => parts.uri.path_and_query().map_or("/", |path| path.as_str()),
        };
        let path = path.to_owned();
        Ok(Reader { lang: lang(&parts.headers), theme: theme(&parts.headers), path, look })
    }
}

impl Reader {
    /// The registers and the diagnosis that this reader looks at.
    pub(crate) async fn looks_at(&self, office: &Office) -> Result<Looked, super::page::Trouble> {
        let kept = office.shelf.kept().await?;
        let mut question = kept.question(office.clock, Some(&self.look.chain), calendar::year(&self.look.year));
        let settings = Settings { lang: self.lang, theme: self.theme, path: self.path.clone(), demo: office.demo };
        // Where there are no outlets there is nothing to survey, and no rules are needed.
        let survey = match kept.zone.registers.outlets.is_empty() {
            true => None,
            false => office.surveys.at_hand(&office.line, &kept).await?.ok(),
        };
        question.measured = survey.as_ref().map(|survey| survey.measured(&kept.zone.registers)).unwrap_or_default();
        let (diagnosis, networks) = (kept.diagnosis(&question), kept.networks(&question));
        Ok(Looked { kept, diagnosis, networks, survey, settings })
    }
}

/// What a page is made from, held while it is made.
pub(crate) struct Looked {
    pub(crate) kept: Arc<Kept>,
    diagnosis: Arc<Diagnosis>,
    networks: Arc<OnceLock<Networks>>,
    survey: Option<Arc<Survey>>,
    settings: Settings,
}

impl Looked {
    /// The stops of the year that is looked at.
    pub(crate) fn stops(&self) -> Arc<Stops> {
        self.kept.stops(&self.diagnosis.question)
    }

    /// The view of it.
    pub(crate) fn view(&self) -> View<'_> {
        View::new(self.settings.clone(), &self.kept.zone, &self.diagnosis, self.diagnosis.question.today)
            .sharing(Arc::clone(&self.networks))
            .with_discharge(self.survey.as_deref())
    }
}

/// The language chosen, else the first that the browser asks for and that there is.
fn lang(headers: &HeaderMap) -> Lang {
    let chosen = cookie(headers, "lang").and_then(Lang::parse);
    let asked = || {
        let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        accepted.split(',').find_map(|entry| Lang::parse(entry.split(';').next()?))
    };
    chosen.or_else(asked).unwrap_or_default()
}

fn theme(headers: &HeaderMap) -> Theme {
    cookie(headers, "theme").map(Theme::parse).unwrap_or_default()
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The form in the top bar.
#[derive(Debug, Deserialize)]
pub(crate) struct ChangedSettings {
    #[serde(default)]
    back: String,
    lang: Option<String>,
    theme: Option<String>,
}

/// Goes back to a page; only to a path of this server, never `//host` or `/\host`.
pub(super) fn back(path: &str) -> Response {
    let own = path.starts_with('/') && !path[1..].starts_with(['/', '\\']);
    Redirect::to(if own { path } else { "/" }).into_response()
}

/// Keeps language or theme in a cookie and goes back to the page.
pub(crate) async fn change_settings(Form(changed): Form<ChangedSettings>) -> Response {
    let lang = changed.lang.as_deref().and_then(Lang::parse).map(|lang| format!("lang={}", lang.tag()));
    let theme = changed.theme.as_deref().map(|theme| format!("theme={}", Theme::parse(theme).name()));
    let mut response = back(&changed.back);
    for setting in [lang, theme].into_iter().flatten() {
        let cookie = format!("{setting}; Path=/; Max-Age={KEEP}; SameSite=Strict; HttpOnly");
        match HeaderValue::from_str(&cookie) {
            Ok(cookie) => response.headers_mut().append(header::SET_COOKIE, cookie),
            Err(_) => return StatusCode::BAD_REQUEST.into_response(),
        };
    }
    response
}
