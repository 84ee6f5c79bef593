//! Every page of the demonstration, in each language and theme, as the server gives it.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use tower::ServiceExt;
use yanlian_hj212::{Command, Content, Packet};
use yanlian_model::Value;
use yanlian_store::telemetry::{CommandState, RawPacket, Stranger, Telemetry};
use yanlian_store::{Address, Store};

/// Pages of one kind (same first folder) that are looked at; all kinds are.
const OF_A_KIND: usize = 4;

struct Answer {
    status: StatusCode,
    kind: String,
    policy: String,
    text: String,
}

async fn get(router: &Router, path: &str, lang: &str, theme: &str) -> Answer {
    let request = Request::get(path)
        .header(header::HOST, "127.0.0.1:8420")
        .header(header::COOKIE, format!("lang={lang}; theme={theme}"))
        .body(Body::empty())
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let text = |name| response.headers().get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
    let (status, kind, policy) = (response.status(), text(header::CONTENT_TYPE), text(header::CONTENT_SECURITY_POLICY));
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    Answer { status, kind, policy, text: String::from_utf8_lossy(&body).into_owned() }
}

/// Sends a form, as a page of that origin.
async fn post(router: &Router, path: &str, form: &str, (host, origin): (&str, &str)) -> StatusCode {
    let request = Request::post(path)
        .header(header::HOST, host)
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap();
    router.clone().oneshot(request).await.unwrap().status()
}

/// The paths that a page links to on this server.
fn links(html: &str) -> BTreeSet<String> {
    let targets = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = targets
        .filter(|target| target.starts_with('/') && !target.starts_with("/static/") && !target.starts_with("/vendor/"));
    own.map(|target| target.split('#').next().unwrap().replace("&amp;", "&").replace("&#38;", "&")).collect()
}

/// What kind of page a path leads to: its folder, and whether it has a record or a query beyond the frame's.
fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let register = if parts[0] == "data" { parts.get(1).copied().unwrap_or_default() } else { "" };
    let extra: BTreeSet<&str> = query
        .split('&')
        .filter_map(|pair| pair.split('=').next())
        .filter(|k| !matches!(*k, "year" | "chain"))
        .collect();
    format!("{}/{register}/{}?{extra:?}", parts[0], parts.len())
}

/// Follows links from the home page; every kind of page, a few of each.
async fn crawl(router: &Router, lang: &str, theme: &str) -> BTreeMap<String, Answer> {
    let mut waiting = VecDeque::from(["/".to_owned()]);
    let mut seen = BTreeSet::from(["/".to_owned()]);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut answers = BTreeMap::new();
    while let Some(path) = waiting.pop_front() {
        let answer = get(router, &path, lang, theme).await;
        if answer.kind.starts_with("text/html") {
            for link in links(&answer.text) {
                let count = kinds.entry(kind(&link)).or_default();
                if *count < OF_A_KIND && seen.insert(link.clone()) {
                    *count += 1;
                    waiting.push_back(link);
                }
            }
        }
        answers.insert(path, answer);
    }
    answers
}

#[tokio::test]
async fn every_page_in_every_language_and_theme() {
    let folder = tempfile::tempdir().unwrap();
    let router = yanlian::demonstration(folder.path(), 0).await.unwrap();
    for (lang, theme) in [("zh", "light"), ("zh", "dark"), ("en", "light"), ("en", "dark"), ("en", "auto")] {
        let pages = crawl(&router, lang, theme).await;
        let html = pages.values().filter(|answer| answer.kind.starts_with("text/html")).count();
        assert!(html > 60, "{html} pages");
        for (path, answer) in &pages {
            assert_eq!(answer.status, StatusCode::OK, "{lang} {theme} {path}");
            if answer.kind.starts_with("text/html") {
                strict(&format!("{lang} {theme} {path}"), lang, theme, answer);
            }
        }
    }
}

/// What must hold of any page.
fn strict(place: &str, lang: &str, theme: &str, answer: &Answer) {
    let text = &answer.text;
    if let Some(at) = text.find('⟦') {
        panic!("{place}: not translated: {}", text[at..].chars().take(60).collect::<String>());
    }
    let tag = if lang == "zh" { "lang=\"zh-CN\"" } else { "lang=\"en\"" };
    assert!(text.contains(tag), "{place}: says its language");
    assert!(path_is_brief(place) || text.contains(&format!("data-theme=\"{theme}\"")), "{place}: says its theme");
    assert!(!text.contains(" style=\""), "{place}: no inline style");
    assert!(!text.contains("<script>"), "{place}: no inline script");
    // The solver's log is shown as the solver wrote it.
    let ours = text.split("<pre class=\"log\"").enumerate().map(|(i, part)| match i {
        0 => part,
        _ => part.split_once("</pre>").map_or("", |(_, after)| after),
    });
    let ours: String = ours.collect();
    assert!(["NaN", ">inf<", " inf ", "Some("].iter().all(|raw| !ours.contains(raw)), "{place}: no raw value");
    assert_eq!(text.matches("<h1").count(), 1, "{place}: one main heading");
    let demonstration = if lang == "zh" { "演示" } else { "emonstration" };
    assert!(text.contains(demonstration), "{place}: says that it is a demonstration");
    assert!(answer.policy.contains("script-src 'self'") && !answer.policy.contains("unsafe"), "{place}: strict policy");
    let mut ids = BTreeSet::new();
    for id in text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.insert(id), "{place}: the id {id} stands twice");
    }
}

/// The briefing is paper: always light.
fn path_is_brief(place: &str) -> bool {
    place.contains(" /brief")
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let router = yanlian::demonstration(folder.path(), 0).await.unwrap();
    for path in ["/nowhere", "/enterprises/none", "/products/none", "/gaps/none", "/data/none", "/data/plants/none"] {
        assert_eq!(get(&router, path, "en", "light").await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn writes_from_elsewhere_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let router = yanlian::demonstration(folder.path(), 0).await.unwrap();
    for (host, origin) in
        [("127.0.0.1:8420", "http://evil.example"), ("evil.example", "http://evil.example"), ("127.0.0.1:8420", "")]
    {
        let status = post(&router, "/data/undo", "id=1", (host, origin)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{host} {origin}");
    }
}

#[tokio::test]
async fn a_stranger_is_adopted_with_its_password_and_asked_for_its_hours() {
    let folder = tempfile::tempdir().unwrap();
    let router = yanlian::demonstration(folder.path(), 0).await.unwrap();
    let mn = "STRANGER0000000000000001";
    let packet = Packet { pw: Some("654321"), content: Content(""), ..Packet::new(Command::Hour, mn) };
    let at = chrono::DateTime::UNIX_EPOCH;
    let stranger = Stranger {
        mn: mn.to_owned(),
        st: Some("32".to_owned()),
        address: "10.1.2.3".to_owned(),
        first: at,
        last: at,
        packets: 1,
        sample: packet.encode().unwrap(),
    };
    let telemetry = Address::folder(folder.path()).open_telemetry().await.unwrap();
    telemetry.note_strangers(&[stranger]).await.unwrap();
    let page = get(&router, "/discharge/devices", "en", "light").await.text;
    assert!(page.contains(&format!("name=\"mn\" value=\"{mn}\"")), "it is listed");

    let send = async |path, form: &str| post(&router, path, form, ("127.0.0.1:8420", "http://127.0.0.1:8420")).await;
    let hours = format!("mn={mn}&task=hours&from=2026-03-01T00:00&to=2026-03-02T00:00");
    assert_eq!(send("/discharge/ask", &hours).await, StatusCode::UNPROCESSABLE_ENTITY, "before it is registered");
    let nowhere = send("/discharge/adopt", &format!("mn={mn}&st=32&outlet=NOWHERE")).await;
    assert_eq!(nowhere, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send("/discharge/adopt", &format!("mn={mn}&st=32&outlet=DW001-LD")).await, StatusCode::SEE_OTHER);
    assert!(telemetry.strangers().await.unwrap().is_empty());
    let tables = Address::folder(folder.path()).open().await.unwrap().load().await.unwrap().tables;
    let row = tables.get("monitors").unwrap().values().find(|row| row[0] == Some(Value::Text(mn.to_owned())));
    assert_eq!(row.unwrap()[1..4], ["DW001-LD", "654321", "32"].map(|text| Some(Value::Text(text.to_owned()))));

    let interval = format!("mn={mn}&task=set-interval&value=60&back=/discharge/devices/{mn}");
    for refused in [
        hours.replace("hours", "dance"),
        hours.replace("03-02", "02-02"),
        interval.replace("60", "0"),
        interval.replace("60", ""),
    ] {
        assert_eq!(send("/discharge/ask", &refused).await, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    }
    assert_eq!(send("/discharge/ask", &hours).await, StatusCode::SEE_OTHER);
    let commands = telemetry.commands(Some(mn), 10).await.unwrap();
    let asked = commands.iter().map(|c| (&*c.cn, &*c.content, c.state)).collect::<Vec<_>>();
    assert_eq!(asked, [("2061", "BeginTime=20260301000000,EndTime=20260302000000", CommandState::Queued)]);
    let page = get(&router, "/discharge/devices", "en", "light").await.text;
    assert!(page.contains("2061"), "its life is shown");

    assert_eq!(send("/discharge/ask", &interval).await, StatusCode::SEE_OTHER);
    let asked = &telemetry.commands(Some(mn), 10).await.unwrap()[0];
    assert_eq!((&*asked.cn, &*asked.content), ("1062", "RtdInterval=60"));
    telemetry.advance(asked.id, CommandState::Refused(3), asked.asked, None).await.unwrap();
    let packet = RawPacket { mn: mn.to_owned(), received: asked.asked, bytes: packet.encode().unwrap() };
    telemetry.keep(&[packet]).await.unwrap();
    let page = get(&router, &format!("/discharge/devices/{mn}"), "zh", "light").await.text;
    assert!(
        page.contains("1062 RtdInterval=60") && page.contains("被拒 9011 代码 3") && !page.contains("refused"),
        "{page}"
    );
    assert!(page.contains("PW=******;") && !page.contains("654321"), "{page}");
    assert_eq!(get(&router, "/discharge/devices/NOBODY", "zh", "light").await.status, StatusCode::NOT_FOUND);
}
