//! Every page of the demonstration, in each language and theme, as the server gives it.

use crate::stores::Stores;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use tower::ServiceExt;
use yanlian_hj212::{Command, Content, Packet};
use yanlian_model::{Reading, ReadingPeriod, Value};
use yanlian_store::telemetry::{CommandState, KeptReading, PacketId, RawPacket, UnregisteredDevice};

/// Pages of one kind (same first folder) that are looked at; all kinds are.
const OF_A_KIND: usize = 4;

on_each_database!(
    every_page_in_every_language_and_theme,
    what_is_not_there_is_said_to_be_missing,
    every_chain_of_the_library_is_explained_and_drawn,
    a_recipe_says_what_its_rows_are_worth,
    a_file_of_readings_has_every_day_that_was_asked_for,
    writes_from_elsewhere_are_refused,
    an_unregistered_device_is_adopted_with_its_password_and_asked_for_its_hours,
);

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    kind: String,
    policy: String,
    pub(crate) text: String,
}

pub(crate) async fn get(router: &Router, path: &str, lang: &str, theme: &str) -> Answer {
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

async fn every_page_in_every_language_and_theme(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    for (lang, theme) in [("zh", "light"), ("en", "dark"), ("zh", "auto")] {
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
    // But for the one that sets the theme before anything is drawn.
    let scripts = text.matches("<script ").count() - text.matches("/static/theme.js").count();
    assert_eq!(scripts, text.matches("type=\"module\"").count(), "{place}: each script has names of its own");
    assert!(["NaN", ">inf<", " inf ", "Some("].iter().all(|raw| !text.contains(raw)), "{place}: no raw value");
    let long: Vec<String> = figures(text).into_iter().filter(|figure| digits(figure) > 7).collect();
    assert!(!text.contains('∞') && long.is_empty(), "{place}: figures that nobody reads: {long:?}");
    assert_eq!(text.matches("<h1").count(), 1, "{place}: one main heading");
    let demonstration = if lang == "zh" { "演示" } else { "emonstration" };
    assert!(text.contains(demonstration), "{place}: says that it is a demonstration");
    assert!(answer.policy.contains("script-src 'self'") && !answer.policy.contains("unsafe"), "{place}: strict policy");
    let mut ids = BTreeSet::new();
    for id in text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.insert(id), "{place}: the id {id} stands twice");
    }
}

/// The figures among the words of a page: numbers with decimals or with thousands separated. Records show
/// what they hold, and an address is no figure.
fn figures(html: &str) -> Vec<String> {
    let main = html.split_once("<main").map_or("", |(_, main)| main);
    let mut words = String::new();
    for part in main.split('<').skip(1) {
        words.push(' ');
        words.push_str(part.split_once('>').map_or("", |(_, text)| text));
    }
    let in_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let runs = words.split(|c: char| c.is_whitespace() || matches!(c, '（' | '(' | '）' | ')' | '；'));
    let runs = runs.map(|run| run.trim_start_matches(['−', '≥', '≤', '¥', '+']).trim_end_matches(['%', '.', ',']));
    let figures = runs.filter(|run| !run.is_empty() && run.chars().all(in_figure) && run.contains(['.', ',']));
    figures.map(str::to_owned).collect()
}

/// The significant digits of a figure; zeros at the end of a whole number are none.
fn digits(figure: &str) -> usize {
    let bare: String = figure.chars().filter(char::is_ascii_digit).collect();
    let bare = bare.trim_start_matches('0');
    if figure.contains('.') { bare.len() } else { bare.trim_end_matches('0').len() }
}

/// The briefing is paper: always light.
fn path_is_brief(place: &str) -> bool {
    place.contains(" /brief")
}

async fn what_is_not_there_is_said_to_be_missing(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    for path in [
        "/nowhere",
        "/enterprises/none",
        "/products/none",
        "/gaps/none",
        "/chains/none",
        "/data/none",
        "/data/plants/none",
        "/discharge/outlets/none",
        "/static/none.css",
    ] {
        for (lang, says) in [("zh", "没有这个页面"), ("en", "There is no such page")] {
            let answer = get(&router, path, lang, "light").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(answer.kind.starts_with("text/html") && !answer.policy.is_empty(), "{path}: {}", answer.kind);
            let page = &answer.text;
            assert!(page.contains(says) && page.contains("href=\"/\"") && !page.contains('⟦'), "{path}: {page}");
        }
    }
    let for_programs = get(&router, "/api/enterprises/none", "en", "light").await;
    assert_eq!((for_programs.status, &*for_programs.kind), (StatusCode::NOT_FOUND, "application/problem+json"));
    let problem: serde_json::Value = serde_json::from_str(&for_programs.text).unwrap();
    assert_eq!((problem["status"].as_u64(), problem["title"].as_str()), (Some(404), Some("There is no such page")));
    let elsewhere = Request::get("/").header(header::HOST, "evil.example").body(Body::empty()).unwrap();
    let refused = router.oneshot(elsewhere).await.unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert!(refused.headers().contains_key(header::CONTENT_SECURITY_POLICY));
}

async fn every_chain_of_the_library_is_explained_and_drawn(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/chains");
    let today = chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let standings = yanlian::library::check(&[], today).standing;
    for (lang, ending) in [("en", "md"), ("zh", "zh-CN.md")] {
        let all = get(&router, "/chains", lang, "light").await;
        strict(&format!("{lang} /chains"), lang, "light", &all);
        for chain in yanlian::library::chains() {
            let place = format!("{lang} /chains/{chain}");
            assert!(all.text.contains(&format!("/chains/{chain}?")), "{place}: is in the list");
            let page = get(&router, &format!("/chains/{chain}"), lang, "light").await;
            assert_eq!(page.status, StatusCode::OK, "{place}");
            strict(&place, lang, "light", &page);
            let text = std::fs::read_to_string(docs.join(format!("{chain}.{ending}"))).unwrap();
            let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert!(!headings.is_empty(), "{place}: the text has sections");
            for heading in headings {
                let heading = heading.replace('&', "&amp;").replace('\'', "&#39;");
                assert!(page.text.contains(&format!("<h2>{heading}</h2>")), "{place}: says “{heading}”");
            }
            let standing = standings.iter().find(|standing| standing.chain == chain).unwrap();
            let drawn = page.text.matches("data-select=\"process:").count();
            assert_eq!(drawn, standing.processes, "{place}: every process is drawn");
            let share = format!("{:.1}%", 100.0 * standing.verified as f64 / standing.rows as f64);
            assert!(page.text.contains(share.trim_end_matches(".0%")), "{place}: {share} is verified");
        }
    }
}

async fn a_recipe_says_what_its_rows_are_worth(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    // The water of a sinter strand is read twice, far apart; zirconia from oxychloride follows a reaction.
    for (process, lang, said) in [
        ("sinter-large-dust", "en", ["sources far apart", "Second source:", "unverified"]),
        ("sinter-large-dust", "zh", ["两来源相差较大", "第二来源：", "未核实"]),
        ("zirconia-calcination", "en", ["least amount, at a yield of 100%", "stoichiometric", "unverified"]),
        ("zirconia-calcination", "zh", ["收率100%时的最低用量", "化学计量", "未核实"]),
    ] {
        let page = get(&router, &format!("/processes/{process}"), lang, "light").await.text;
        for words in said {
            assert!(page.contains(words), "{lang} /processes/{process}: {words}");
        }
    }
}

async fn a_file_of_readings_has_every_day_that_was_asked_for(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    let store = stores.address().open_telemetry().await.unwrap();
    let days = ["2025-11-20", "2026-01-10", "2026-03-19"].map(|day| day.parse::<chrono::NaiveDate>().unwrap());
    let readings = days.map(|day| KeptReading {
        reading: Reading {
            monitor: "D0E000000000000000000001".into(),
            factor: "w01018".into(),
            start: day.and_hms_opt(3, 0, 0).unwrap(),
            period: ReadingPeriod::Hour,
            avg: Some(30.0),
            min: None,
            max: None,
            rtd: None,
            cou: None,
            flag: 'N',
        },
        packet: PacketId(1),
        ahead: false,
    });
    store.ingest(&readings, PacketId(0), PacketId(0)).await.unwrap();
    let registers = stores.address().open().await.unwrap().load().await.unwrap();
    let outlet = yanlian_model::Registers::from_tables(&registers.tables).monitors;
    let outlet = &outlet.iter().find(|monitor| monitor.mn.ends_with("01")).unwrap().outlet.clone();
    let file =
        |kind: &str| format!("/discharge/outlets/{outlet}/readings.{kind}?from=2025-11-01&to=2026-03-19&period=hour");
    let csv = get(&router, &file("csv"), "en", "light").await;
    let starts: Vec<&str> = csv.text.lines().skip(1).filter_map(|line| line.split(',').nth(4)).collect();
    assert!(csv.text.starts_with("outlet,monitor,factor,"), "{}", csv.text);
    let expected = ["2025-11-20T03:00:00", "2026-01-10T03:00:00", "2026-03-19T03:00:00"];
    assert!(expected.iter().all(|start| starts.contains(start)), "{starts:?}");
    let parquet = get(&router, &file("parquet"), "en", "light").await;
    assert_eq!(
        (parquet.status, parquet.text.starts_with("PAR1"), parquet.text.ends_with("PAR1")),
        (StatusCode::OK, true, true)
    );
    // The page draws less, and its link leads to all that was asked for.
    let page = get(&router, &format!("/discharge/outlets/{outlet}?from=2025-11-01&to=2026-03-19"), "en", "light").await;
    assert!(
        page.text.contains("readings.csv?period=hour&amp;from=2025-11-01")
            || page.text.contains("readings.csv?period=hour&#38;from=2025-11-01")
    );
}

async fn writes_from_elsewhere_are_refused(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    for (host, origin) in
        [("127.0.0.1:8420", "http://evil.example"), ("evil.example", "http://evil.example"), ("127.0.0.1:8420", "")]
    {
        let status = post(&router, "/data/undo", "id=1", (host, origin)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{host} {origin}");
    }
}

async fn an_unregistered_device_is_adopted_with_its_password_and_asked_for_its_hours(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    let mn = "UNREGISTERED000000000001";
    let packet = Packet { pw: Some("654321"), content: Content(""), ..Packet::new(Command::Hour, mn) };
    let at = chrono::DateTime::UNIX_EPOCH;
    let device = UnregisteredDevice {
        mn: mn.to_owned(),
        st: Some("32".to_owned()),
        address: "10.1.2.3".to_owned(),
        first: at,
        last: at,
        packets: 1,
        sample: packet.encode().unwrap(),
    };
    let telemetry = stores.address().open_telemetry().await.unwrap();
    telemetry.note_unregistered(&[device]).await.unwrap();
    let page = get(&router, "/discharge/devices", "en", "light").await.text;
    assert!(page.contains(&format!("name=\"mn\" value=\"{mn}\"")), "it is listed");

    let send = async |path, form: &str| post(&router, path, form, ("127.0.0.1:8420", "http://127.0.0.1:8420")).await;
    let hours = format!("mn={mn}&task=hours&from=2026-03-01T00:00&to=2026-03-02T00:00");
    assert_eq!(send("/discharge/command", &hours).await, StatusCode::UNPROCESSABLE_ENTITY, "before it is registered");
    let nowhere = send("/discharge/adopt", &format!("mn={mn}&st=32&outlet=NOWHERE")).await;
    assert_eq!(nowhere, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send("/discharge/adopt", &format!("mn={mn}&st=32&outlet=DW001-LD")).await, StatusCode::SEE_OTHER);
    assert!(telemetry.unregistered().await.unwrap().is_empty());
    let tables = stores.address().open().await.unwrap().load().await.unwrap().tables;
    let row = tables.get("monitors").unwrap().values().find(|row| row[0] == Some(Value::Text(mn.into())));
    assert_eq!(row.unwrap()[1..4], ["DW001-LD", "654321", "32"].map(|text| Some(Value::Text(text.into()))));

    let interval = format!("mn={mn}&task=set-interval&value=60&back=/discharge/devices/{mn}");
    for refused in [
        hours.replace("hours", "dance"),
        hours.replace("03-02", "02-02"),
        interval.replace("60", "0"),
        interval.replace("60", ""),
    ] {
        assert_eq!(send("/discharge/command", &refused).await, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    }
    assert_eq!(send("/discharge/command", &hours).await, StatusCode::SEE_OTHER);
    let commands = telemetry.commands(Some(mn), 10).await.unwrap();
    let asked = commands.iter().map(|c| (&*c.cn, &*c.content, c.state)).collect::<Vec<_>>();
    assert_eq!(asked, [("2061", "BeginTime=20260301000000,EndTime=20260302000000", CommandState::Queued)]);
    let page = get(&router, "/discharge/devices", "en", "light").await.text;
    assert!(page.contains("2061"), "its life is shown");

    assert_eq!(send("/discharge/command", &interval).await, StatusCode::SEE_OTHER);
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
