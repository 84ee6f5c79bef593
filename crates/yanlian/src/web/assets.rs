//! Styles, scripts and icons, embedded in the program.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Ours.
static STATIC: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../assets/static");
/// Those of others, which come by the lock file.
static VENDOR: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../assets/vendor");

/// One file as it is served.
struct Asset {
    bytes: &'static [u8],
    content_type: &'static str,
    /// Changes with the content: a browser that has the file asks whether it still is the same.
    etag: String,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    let folders = [("static", &STATIC), ("vendor", &VENDOR)];
    let assets = folders.into_iter().flat_map(|(folder, dir)| {
        dir.files().map(move |file| {
            let bytes = file.contents();
            let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let etag = format!("\"{hash}\"");
            (format!("{folder}/{}", file.path().display()), Asset { bytes, content_type: content_type(file), etag })
        })
    });
    assets.collect()
});

fn content_type(file: &include_dir::File) -> &'static str {
    match file.path().extension().and_then(|extension| extension.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// The file of a folder, by its name.
pub(super) async fn asset(folder: &str, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.get(&format!("{folder}/{name}")) else { return StatusCode::NOT_FOUND.into_response() };
    let kept = [(header::ETAG, asset.etag.as_str()), (header::CACHE_CONTROL, "max-age=0, must-revalidate")];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|etag| etag.as_bytes() == asset.etag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(header::CONTENT_TYPE, asset.content_type)], asset.bytes).into_response()
}
