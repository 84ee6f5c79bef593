//! Who reads: language, theme, chain and year of a request; and the small form that changes them.

use super::deliver;
use super::error::{Answer, PageError};
use super::preferences::{lang, theme};
use super::prepare::question;
use super::{AppState, once};
use axum::Form;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::{Arc, OnceLock};
use yanlian_analysis::discharge::DischargeAssessment;
use yanlian_analysis::{Diagnosis, Networks, Shutdowns};
use yanlian_model::{Lang, Message, calendar};
use yanlian_present::pages::unfit_parameter;
use yanlian_present::{FileKind, FormStamp, Settings, Theme, View, decode_id, i18n};
use yanlian_store::EntryId;
use yanlian_workbench::Snapshot;

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

/// The chain and the year to look at, as chosen in the top bar; and what was done just before.
#[derive(Debug, Clone, Default, Deserialize)]
struct Look {
    #[serde(default)]
    chain: String,
    #[serde(default)]
    year: String,
    /// The entry that a form made just now.
    #[serde(default)]
    kept: String,
    /// Whether what others wrote meanwhile stands beside it.
    #[serde(default)]
    merged: String,
    /// As which file the tables of the page are wanted, and which of them.
    #[serde(default)]
    file: String,
    #[serde(default)]
    table: String,
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
    pub(crate) async fn context(&self, state: &AppState) -> Result<RequestContext, PageError> {
        let file = match self.look.file.as_str() {
            "" => None,
            file => Some(FileKind::parse(file, &self.look.table).ok_or(PageError::Missing)?),
        };
        let snapshot = state.workbench.snapshot().await?;
        self.fits(&snapshot).map_err(|message| self.refuses(&message))?;
        let look = (self.look.chain.clone(), self.look.year.clone());
        state.looks.remember(&look);
        let settings = Settings { lang: self.lang, theme: self.theme, path: self.path.clone(), demo: state.demo };
        let (question, assessment) =
            question(&state.assessments, &state.telemetry, &snapshot, &look, state.clock).await?;
        let diagnosis = snapshot.diagnosis(&question).await?;
        let networks = snapshot.networks(&question).await?;
        state.looks.remember_networks(&networks);
        let stamp = FormStamp {
            revision: snapshot.revision,
            once: once::token(),
            kept: self.look.kept.parse::<EntryId>().ok().map(|entry| entry.to_string()),
            merged: !self.look.merged.is_empty(),
        };
        Ok(RequestContext { snapshot, diagnosis, networks, assessment, settings, stamp, file })
    }

    /// Whether there is the chain and the year that the reader asks for.
    fn fits(&self, snapshot: &Snapshot) -> Result<(), Message> {
        let Look { chain, year, .. } = &self.look;
        let is_chain = chain.is_empty() || snapshot.zone.registers.chains.iter().any(|own| own.id == *chain);
        let is_year = year.is_empty() || calendar::year(year).is_some();
        match (is_chain, is_year) {
            (false, _) => Err(unfit_parameter("chain", chain)),
            (_, false) => Err(unfit_parameter("year", year)),
            _ => Ok(()),
        }
    }

    /// The refusal of an address, in the reader's language.
    pub(super) fn refuses(&self, message: &Message) -> PageError {
        PageError::unfit(i18n::sentence(self.lang, message))
    }

    /// The same reader, looking at the page of another path.
    pub(crate) fn at(self, path: &str) -> Reader {
        Reader { path: path.to_owned(), ..self }
    }
}

/// The id of a record in an address, as the pages write it.
pub(super) struct Id(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = PathRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Id, PathRejection> {
        let Path(segment) = Path::<String>::from_request_parts(parts, state).await?;
        Ok(Id(decode_id(&segment)))
    }
}

/// What a page is made from, held while it is made.
pub(crate) struct RequestContext {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) diagnosis: Arc<Diagnosis>,
    networks: Arc<OnceLock<Networks>>,
    assessment: Option<Arc<DischargeAssessment>>,
    settings: Settings,
    stamp: FormStamp,
    /// As which file the tables of the page are wanted.
    file: Option<FileKind>,
}

impl RequestContext {
    /// The shutdowns of the year that is looked at.
    pub(crate) async fn shutdowns(&self) -> Result<Arc<Shutdowns>, PageError> {
        Ok(self.snapshot.shutdowns(&self.diagnosis.question).await?)
    }

    /// How the page is to be made.
    pub(crate) fn settings(&self) -> Settings {
        self.settings.clone()
    }

    /// The view of it.
    pub(crate) fn view(&self) -> View<'_> {
        let view = View::new(self.settings(), &self.snapshot.zone, &self.diagnosis, self.diagnosis.question.today)
            .sharing(Arc::clone(&self.networks))
            .with_discharge(self.assessment.as_deref())
            .stamped(self.stamp.clone());
        if self.file.is_some() { view.whole() } else { view }
    }

    /// The page that `make` makes of something that there may not be; its tables, where a file of them is wanted.
    /// Refused where the address says what the page has no meaning for.
    pub(crate) fn page_of(&self, make: impl FnOnce(&View) -> askama::Result<Option<String>>) -> Answer {
        let view = self.view();
        let page = make(&view)?.ok_or(PageError::Missing)?;
        if let Some(why) = view.refusal() {
            return Err(PageError::unfit(why));
        }
        match self.file {
            None => Ok(Html(page).into_response()),
            Some(kind) => Ok(deliver::file(kind, view.path_only(), view.file(kind)?.ok_or(PageError::Missing)?)),
        }
    }

    /// The page that `make` makes; its tables, where a file of them is wanted.
    pub(crate) fn page(&self, make: impl FnOnce(&View) -> askama::Result<String>) -> Answer {
        self.page_of(|view| make(view).map(Some))
    }
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
    Redirect::to(own_path(path)).into_response()
}

/// The path, where it is one of this server; browsers pass over tabs and line ends within it.
pub(super) fn own_path(path: &str) -> &str {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic());
    let own = plain && path.starts_with('/') && !path[1..].starts_with(['/', '\\']);
    if own { path } else { "/" }
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
