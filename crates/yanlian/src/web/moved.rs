//! Addresses of the first edition, which others may have kept: each leads to the present one.

use super::AppState;
use axum::Router;
use axum::http::Uri;
use axum::response::Redirect;
use axum::routing::get;

/// Beginnings of addresses, old and new.
const MOVED: &[(&str, &str)] =
    &[("/stops", "/shutdowns"), ("/api/stops", "/api/shutdowns"), ("/next-steps", "/extensions")];

/// The old addresses, with and without the key of a record.
pub(super) fn routes() -> Router<AppState> {
    MOVED.iter().fold(Router::new(), |router, (old, new)| {
        let lead_on = move |uri: Uri| async move { Redirect::permanent(&uri.to_string().replacen(old, new, 1)) };
        router.route(old, get(lead_on)).route(&format!("{old}/{{id}}"), get(lead_on))
    })
}

#[cfg(test)]
mod tests {
    use super::MOVED;

    #[test]
    fn no_old_address_leads_to_an_old_one() {
        assert!(MOVED.iter().all(|(_, new)| MOVED.iter().all(|(old, _)| !new.starts_with(old))));
    }
}
