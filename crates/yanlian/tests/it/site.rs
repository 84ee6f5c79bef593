//! The server's pages and forms, called as a browser of this machine calls them.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

const HOST: &str = "127.0.0.1:8420";
const ORIGIN: &str = "http://127.0.0.1:8420";

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    /// Where it sends the browser next.
    pub(crate) location: String,
    pub(crate) text: String,
    /// What came, where that is no text.
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    /// The value of a hidden field of the first form with this action.
    pub(crate) fn hidden(&self, action: &str, name: &str) -> String {
        let form = self.text.split(&format!("action=\"{action}\"")).nth(1).expect("a form of this action");
        let form = form.split("</form>").next().unwrap();
        let field = form.split(&format!("name=\"{name}\"")).nth(1).expect("a hidden field of this name");
        field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    /// The first form with this action as a browser would send it, untouched.
    pub(crate) fn form(&self, action: &str) -> Vec<(String, String)> {
        let form = self.text.split(&format!("action=\"{action}\"")).nth(1).expect("a form of this action");
        let mut fields = Vec::new();
        let mut select = None;
        for part in form.split("</form>").next().unwrap().split('<').skip(1) {
            let (tag, behind) = part.split_once('>').unwrap();
            let attribute = |name: &str| {
                let parted = [' ', '\n'].map(|space| format!("{space}{name}=\""));
                let value = parted.iter().find_map(|begin| tag.split(begin).nth(1))?.split('"').next()?;
                Some(value.replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&"))
            };
            let name = attribute("name").unwrap_or_default();
            let value = attribute("value").unwrap_or_default();
            let is_box = matches!(attribute("type").as_deref(), Some("radio" | "checkbox"));
            match tag.split([' ', '\n']).next().unwrap() {
                "input" if !name.is_empty() && (!is_box || tag.ends_with("checked")) => fields.push((name, value)),
                "textarea" => fields.push((name, behind.to_owned())),
                "select" => select = Some((name, fields.len())),
                "option" => {
                    let (name, at) = select.clone().unwrap();
                    // The first, unless another is chosen.
                    let is_first = fields.len() == at;
                    if is_first || tag.ends_with("selected") {
                        fields.truncate(at);
                        fields.push((name, value));
                    }
                }
                _ => (),
            }
        }
        fields
    }

    /// The entry that the page is sent on with.
    pub(crate) fn entry(&self) -> i64 {
        self.location.split("kept=").nth(1).unwrap().split(['&', '#']).next().unwrap().parse().unwrap()
    }
}

async fn send(router: &Router, request: Request<Body>) -> Reply {
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let location = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&body).into_owned();
    Reply { status, location: location.unwrap_or_default(), text, bytes: body.to_vec() }
}

/// Looks at a page, in English.
pub(crate) async fn get(router: &Router, path: &str) -> Reply {
    let request = Request::get(path).header(header::HOST, HOST).header(header::COOKIE, "lang=en");
    send(router, request.body(Body::empty()).unwrap()).await
}

/// Sends a form.
pub(crate) async fn post(router: &Router, path: &str, fields: &[(&str, &str)]) -> Reply {
    let encoded = |(name, value): &(&str, &str)| format!("{name}={}", yanlian_present::percent(value));
    let form = fields.iter().map(encoded).collect::<Vec<_>>().join("&");
    let request = Request::post(path)
        .header(header::HOST, HOST)
        .header(header::ORIGIN, ORIGIN)
        .header(header::COOKIE, "lang=en")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    send(router, request.body(Body::from(form)).unwrap()).await
}

/// Sends a file by the upload form; `action` is `check` or `import`.
pub(crate) async fn upload(router: &Router, name: &str, csv: &str, action: &str) -> Reply {
    let part = |head: &str, body: &str| format!("--limit\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let file = part(&format!("name=\"files\"; filename=\"{name}\""), csv);
    let form = format!("{file}{}--limit--\r\n", part("name=\"action\"", action));
    let request = Request::post("/data/import")
        .header(header::HOST, HOST)
        .header(header::ORIGIN, ORIGIN)
        .header(header::COOKIE, "lang=en")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limit");
    send(router, request.body(Body::from(form)).unwrap()).await
}

/// Sends a form that a page showed, with some of its fields filled in otherwise.
pub(crate) async fn fill(router: &Router, action: &str, form: &[(String, String)], typed: &[(&str, &str)]) -> Reply {
    let is_typed = |name: &str| typed.iter().any(|(own, _)| *own == name);
    let shown = form.iter().filter(|(name, _)| !is_typed(name)).map(|(name, value)| (&**name, &**value));
    post(router, action, &shown.chain(typed.iter().copied()).collect::<Vec<_>>()).await
}
