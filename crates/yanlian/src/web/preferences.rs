//! What a browser says of its reader: language and theme.

use axum::http::{HeaderMap, header};
use yanlian_model::Lang;
use yanlian_present::Theme;

/// The language chosen, else the first that the browser asks for and that there is.
pub(super) fn lang(headers: &HeaderMap) -> Lang {
    let chosen = cookie(headers, "lang").and_then(Lang::parse);
    let asked = || {
        let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        accepted.split(',').find_map(|entry| Lang::parse(entry.split(';').next()?))
    };
    chosen.or_else(asked).unwrap_or_default()
}

pub(super) fn theme(headers: &HeaderMap) -> Theme {
    cookie(headers, "theme").map(Theme::parse).unwrap_or_default()
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}
