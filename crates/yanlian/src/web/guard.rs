//! Safe from the first day: who may talk to this server, and what a page may do.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What a page may load and do: only what comes from this server, no script or style within the page.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer.
const HEADERS: &[(HeaderName, &str)] = &[
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
];

/// Refuses requests for other hosts (DNS rebinding) and writes that another site's page makes.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let mut response = match refused(&request) {
        Some(why) => (StatusCode::FORBIDDEN, why).into_response(),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Why a request is refused, if it is.
fn refused(request: &Request) -> Option<&'static str> {
    let headers = request.headers();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| is_loopback(host));
    match host {
        None => Some("this server answers only to this machine's own address"),
        Some(host) if is_write(request.method()) && !from_own_page(headers, host) => {
            Some("a write must come from one of this server's own pages")
        }
        Some(_) => None,
    }
}

fn is_write(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a Host header names this machine's loopback, with or without a port.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Browsers name the origin of every write; one that names none, or another, is refused.
fn from_own_page(headers: &HeaderMap, host: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let same_site = match headers.get("sec-fetch-site").map(|value| value.as_bytes()) {
        None => true,
        Some(site) => site == b"same-origin",
    };
    same_site && text(header::ORIGIN).and_then(|origin| origin.strip_prefix("http://")) == Some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_a_host() {
        for host in ["127.0.0.1:8420", "localhost", "[::1]:8420", "127.0.0.2"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:8420", "", "localhost.evil.example"] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn a_write_names_its_own_origin() {
        let headers = |origin: Option<&'static str>, site: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            origin.map(|origin| headers.insert(header::ORIGIN, HeaderValue::from_static(origin)));
            site.map(|site| headers.insert("sec-fetch-site", HeaderValue::from_static(site)));
            headers
        };
        let host = "127.0.0.1:8420";
        assert!(from_own_page(&headers(Some("http://127.0.0.1:8420"), Some("same-origin")), host));
        assert!(from_own_page(&headers(Some("http://127.0.0.1:8420"), None), host));
        assert!(!from_own_page(&headers(Some("http://evil.example"), None), host));
        assert!(!from_own_page(&headers(Some("null"), None), host));
        assert!(!from_own_page(&headers(None, None), host));
        assert!(!from_own_page(&headers(Some("http://127.0.0.1:8420"), Some("cross-site")), host));
    }
}
