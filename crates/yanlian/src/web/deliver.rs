//! How every answer goes out: compressed on a thread for long work where the browser takes that; and as
//! an answer even where the program stumbled.

use super::error::failed;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::future::poll_fn;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use tokio::task::spawn_blocking;
use yanlian_present::FileKind;

/// Less is not worth it: it goes in one packet.
const LEAST: usize = 1400;

/// A workbook to download.
pub(super) fn book(name: &str, bytes: Vec<u8>) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download(name, kind, bytes)
}

/// The tables of a page to download, called after the page's path.
pub(super) fn file(kind: FileKind, path: &str, bytes: Vec<u8>) -> Response {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let page: String = path.trim_matches('/').chars().map(plain).collect();
    match kind {
        FileKind::Workbook => book(&format!("yanlian-{page}.xlsx"), bytes),
        FileKind::Csv(table) => download(&format!("yanlian-{page}-{table}.csv"), "text/csv; charset=utf-8", bytes),
    }
}

fn download(name: &str, kind: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// Compresses texts that are whole; what is told bit by bit goes as it comes.
pub(super) async fn compress(request: Request, next: Next) -> Response {
    let taken = takes_gzip(request.headers());
    let response = next.run(request).await;
    let whole = response.headers().contains_key(header::CONTENT_LENGTH) || is_exact(&response);
    if !taken || !whole || !is_text(response.headers()) || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let bytes = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => return failed(&error),
    };
    head.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if bytes.len() < LEAST {
        return Response::from_parts(head, Body::from(bytes));
    }
    let body = match spawn_blocking({
        let bytes = bytes.clone();
        move || gzip(&bytes)
    })
    .await
    {
        Ok(Ok(compressed)) => {
            head.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            head.headers.remove(header::CONTENT_LENGTH);
            Bytes::from(compressed)
        }
        // As it is, it is as good.
        _ => bytes,
    };
    Response::from_parts(head, Body::from(body))
}

fn is_exact(response: &Response) -> bool {
    use axum::body::HttpBody;
    response.body().size_hint().exact().is_some()
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut codings = accepted.flat_map(|value| value.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).is_some_and(|q: f64| q <= 0.0);
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    ["text/", "application/json", "image/svg+xml"].iter().any(|text| kind.starts_with(text))
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Answers where a handler panicked, so that the browser is told and the connection stays.
pub(super) async fn catch_panic(request: Request, next: Next) -> Response {
    let mut answering = Box::pin(next.run(request));
    poll_fn(|context| {
        // What panicked is not polled again.
        let polled = catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(failed(&"a page panicked, see above")))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::error::tell;
    use axum::Router;
    use axum::http::StatusCode;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use std::io::Read;
    use tower::ServiceExt;

    fn router() -> Router {
        let panics = || async {
            let text = String::from_utf8(vec![0xff]);
            text.expect("no text is written so")
        };
        let router = Router::new().route("/long", get(|| async { "长".repeat(1000) }));
        let router = router.route("/short", get(|| async { "短" })).route("/panics", get(panics));
        router.layer(from_fn(compress)).layer(from_fn(catch_panic)).layer(from_fn(tell))
    }

    async fn asked(path: &str, accepts: &'static str) -> (StatusCode, Option<HeaderValue>, Bytes) {
        let request = Request::get(path).header(header::ACCEPT_ENCODING, accepts).body(Body::empty()).unwrap();
        let response = router().oneshot(request).await.unwrap();
        let (status, coding) = (response.status(), response.headers().get(header::CONTENT_ENCODING).cloned());
        (status, coding, to_bytes(response.into_body(), usize::MAX).await.unwrap())
    }

    #[tokio::test]
    async fn texts_are_compressed_for_those_who_take_it() {
        let (_, coding, bytes) = asked("/long", "br, gzip;q=0.5").await;
        assert_eq!(coding.unwrap(), "gzip");
        let mut text = String::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, "长".repeat(1000));
        for (path, accepts) in [("/long", "br"), ("/long", "gzip;q=0"), ("/short", "gzip")] {
            assert_eq!(asked(path, accepts).await.1, None, "{path} {accepts}");
        }
    }

    #[tokio::test]
    async fn a_panic_is_answered() {
        let (status, _, bytes) = asked("/panics", "gzip").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        // A page with a number of eight digits, by which the log has it.
        let page = String::from_utf8_lossy(&bytes);
        let number = page.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).unwrap();
        assert!(number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_hexdigit()), "{number}");
    }
}
