//! Writing by form and file: nothing is lost, nothing is written twice, nothing is erased by mistake.

use crate::site::{Reply, get, post, upload};
use crate::stores::Stores;
use crate::writers::difficulty;
use axum::Router;
use axum::http::StatusCode;
use futures_util::future::join_all;
use yanlian_model::Registers;
use yanlian_model::registers::{ExceedanceHandling, ReviewPeriod};
use yanlian_store::Address;

/// The day page of an exceedance of the demonstration.
pub(crate) const DAY: &str = "/discharge/outlets/DW001-TY/w01018/2026-03-17";
const EXCEEDANCE: [(&str, &str); 4] =
    [("outlet", "DW001-TY"), ("factor", "w01018"), ("day", "2026-03-17"), ("back", DAY)];

on_each_database!(
    two_forms_at_once_are_both_kept,
    a_form_sent_twice_is_written_once,
    an_import_confirmed_twice_is_written_once,
    what_others_wrote_after_a_check_is_shown_before_it_is_confirmed,
    a_mistyped_date_erases_nothing_and_comes_back,
    files_are_told_what_is_out_of_order_in_them,
    an_absent_field_is_left_and_a_blank_one_erases,
    two_people_on_one_exceedance_lose_nothing,
    things_are_asked_for_in_their_order_and_dates_are_possible,
    a_scenario_keeps_what_was_typed_and_what_others_wrote,
    another_programs_write_is_seen_and_not_overwritten,
    every_key_is_found_by_its_own_link,
);

pub(crate) async fn demonstration(stores: &Stores) -> (Address, Router) {
    with_readings(stores, 0).await
}

/// With the readings of some days, so that there is an exceedance to handle.
pub(crate) async fn exceeding(stores: &Stores) -> (Address, Router) {
    with_readings(stores, 4).await
}

async fn with_readings(stores: &Stores, days: u64) -> (Address, Router) {
    let address = stores.address();
    let router = yanlian::demonstration(&address, days).await.unwrap();
    (address, router)
}

/// What another program finds in the store.
pub(crate) async fn kept(address: &Address) -> Registers {
    let store = address.open().await.unwrap();
    Registers::from_tables(&store.load().await.unwrap().tables)
}

pub(crate) async fn revision(address: &Address) -> String {
    address.open().await.unwrap().revision().await.unwrap().to_string()
}

pub(crate) async fn handling(address: &Address) -> ExceedanceHandling {
    let records = kept(address).await.exceedance_handling;
    let own = |row: &ExceedanceHandling| row.outlet == "DW001-TY" && row.day.to_string() == "2026-03-17";
    records.iter().find(|row| own(row)).expect("the exceedance is handled").clone()
}

/// Sends the form of the exceedance.
pub(crate) async fn handle(router: &Router, revision: &str, fields: &[(&str, &str)]) -> Reply {
    post(router, "/discharge/handle", &[&EXCEEDANCE[..], &[("revision", revision)], fields].concat()).await
}

pub(crate) async fn review(router: &Router, reason: &str, more: &[(&str, &str)]) -> Reply {
    let fields = [
        ("outlet", "DW001-LD"),
        ("factor", ""),
        ("from", "2026-03-01T08:00"),
        ("to", "2026-03-01T09:00"),
        ("reason", reason),
        ("back", "/discharge"),
    ];
    post(router, "/discharge/review", &[&fields[..], more].concat()).await
}

/// The reviews of a reason.
async fn reviews(address: &Address, reason: &str) -> Vec<ReviewPeriod> {
    let reviews = kept(address).await.review_periods;
    reviews.iter().filter(|row| row.reason == reason).cloned().collect()
}

async fn two_forms_at_once_are_both_kept(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let sent = join_all((0..8).map(|i| {
        let router = router.clone();
        async move { review(&router, &format!("reason {i}"), &[]).await }
    }));
    for reply in sent.await {
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        assert!(reply.location.starts_with("/discharge?kept="), "it says that it was kept: {}", reply.location);
    }
    for i in 0..8 {
        assert_eq!(reviews(&address, &format!("reason {i}")).await.len(), 1);
    }
}

async fn a_form_sent_twice_is_written_once(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let page = get(&router, "/discharge/devices").await;
    let once = page.hidden("/discharge/command", "once");
    let sent = async || review(&router, "clicked twice", &[("once", &once)]).await;
    let (first, second) = tokio::join!(sent(), sent());
    let third = sent().await;
    for reply in [&first, &second, &third] {
        assert_eq!((reply.status, reply.entry()), (StatusCode::SEE_OTHER, first.entry()), "{}", reply.text);
    }
    assert_eq!(reviews(&address, "clicked twice").await.len(), 1);
    // What was changed before it was sent again is another form.
    assert_ne!(review(&router, "changed", &[("once", &once)]).await.entry(), first.entry());
    assert_eq!(reviews(&address, "changed").await.len(), 1);
    // A program that sends no token, and asks again since it heard nothing.
    for _ in 0..2 {
        assert_eq!(review(&router, "no token", &[]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(reviews(&address, "no token").await.len(), 1);
}

async fn an_import_confirmed_twice_is_written_once(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let checked = upload(&router, "difficulties.csv", &difficulty("SQ-TWICE"), "check").await;
    let before = revision(&address).await;
    let token = checked.hidden("/data/import/confirm", "token");
    let confirm = || async { post(&router, "/data/import/confirm", &[("token", &token)]).await };
    let (first, second) = tokio::join!(confirm(), confirm());
    let third = confirm().await;
    for reply in [&first, &second, &third] {
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        assert_eq!(reply.hidden("/data/undo", "id"), first.hidden("/data/undo", "id"));
    }
    assert_eq!(revision(&address).await.parse::<i64>().unwrap(), before.parse::<i64>().unwrap() + 1);
}

async fn what_others_wrote_after_a_check_is_shown_before_it_is_confirmed(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let checked = upload(&router, "difficulties.csv", &difficulty("SQ-BOTH"), "check").await;
    let token = checked.hidden("/data/import/confirm", "token");
    let theirs = difficulty("SQ-BOTH").replace("Needs", "Lacks");
    let other = upload(&router, "difficulties.csv", &theirs, "import").await;
    assert!(other.text.contains("Imported as no."), "{}", other.text);
    let now = revision(&address).await;
    let confirm = || async { post(&router, "/data/import/confirm", &[("token", &token)]).await };
    let shown = confirm().await;
    assert!(shown.text.contains("look once more") && shown.text.contains("Lacks SQ-BOTH"), "{}", shown.text);
    assert_eq!(revision(&address).await, now, "nothing is written before it was looked at");
    let imported = confirm().await;
    assert!(imported.text.contains("Imported as no."), "{}", imported.text);
}

async fn a_mistyped_date_erases_nothing_and_comes_back(stores: Stores) {
    let (address, router) = exceeding(&stores).await;
    let now = revision(&address).await;
    let reply = handle(&router, &now, &[("assigned", "Bureau A"), ("due", "2026-03-25"), ("cause", "Inflow")]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let before = handling(&address).await;

    let now = revision(&address).await;
    let typed = [("assigned", "Bureau B & C"), ("due", "2026-02-30"), ("cause", "Inflow\nand more")];
    let reply = handle(&router, &now, &typed).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(handling(&address).await, before, "nothing was written");
    let text = &reply.text;
    assert!(text.contains("value=\"Bureau B &#38; C\"") && text.contains("value=\"2026-02-30\""), "{text}");
    assert!(text.contains("Inflow\nand more</textarea>"), "all that was typed is there");
    assert!(
        text.contains("href=\"#in-due\"") && text.contains("id=\"fault-due\""),
        "the fault stands beside its field"
    );
    assert!(!text.contains("id=\"fault-cause\""));
    // Put right, it is written.
    let mended: Vec<_> =
        typed.iter().map(|(name, value)| (*name, if *name == "due" { "2026-03-30" } else { value })).collect();
    let revision = reply.hidden("/discharge/handle", "revision");
    assert_eq!(handle(&router, &revision, &mended).await.status, StatusCode::SEE_OTHER);
    let after = handling(&address).await;
    assert_eq!(after.due.unwrap().to_string(), "2026-03-30");
    assert_eq!((after.assigned.as_deref(), after.id), (Some("Bureau B & C"), before.id));
}

async fn files_are_told_what_is_out_of_order_in_them(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let csv = "id,outlet,factor,day,closed\nCB-9,DW001-TY,w01018,2026-03-17,2026-03-10\n";
    let reply = upload(&router, "exceedance_handling.csv", csv, "import").await;
    assert_eq!(reply.status, StatusCode::OK, "files tell what happened, whatever it was");
    assert!(reply.text.contains("cannot be closed before it happened"), "{}", reply.text);
    assert_eq!(handling(&address).await.id, "CB-9");

    let before = kept(&address).await.review_periods;
    let csv = "id,outlet,from,to,reason\nR-9,DW001-TY,2026-03-17T10:00,2026-03-17T09:00,test\n";
    let reply = upload(&router, "review_periods.csv", csv, "import").await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "what can never have been is refused");
    assert_eq!(kept(&address).await.review_periods, before);
}

async fn an_absent_field_is_left_and_a_blank_one_erases(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let csv = "id,outlet,factor,day,assigned,cause,source,note\nCB-9,DW001-TY,w01018,2026-03-17,Bureau A,Inflow,memo 12,seen\n";
    assert_eq!(upload(&router, "exceedance_handling.csv", csv, "import").await.status, StatusCode::OK);
    let now = revision(&address).await;
    assert_eq!(handle(&router, &now, &[("assigned", "Bureau B"), ("cause", "")]).await.status, StatusCode::SEE_OTHER);
    let kept = handling(&address).await;
    assert_eq!((kept.assigned.as_deref(), kept.cause), (Some("Bureau B"), None));
    // Where it comes from was not touched.
    assert_eq!((kept.provenance.source.as_deref(), kept.provenance.note.as_deref()), (Some("memo 12"), Some("seen")));
}

async fn two_people_on_one_exceedance_lose_nothing(stores: Stores) {
    let (address, router) = exceeding(&stores).await;
    let seen = revision(&address).await;
    // Both opened the form when nobody had the exceedance.
    let first = handle(&router, &seen, &[("assigned", "Bureau A"), ("cause", "Inflow of salt water")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let mine = [("assigned", "Bureau B"), ("cause", "Blower failed")];
    let second = handle(&router, &seen, &mine).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    for version in ["Bureau A", "Inflow of salt water", "Bureau B", "Blower failed"] {
        assert!(second.text.contains(version), "{version} is shown: {}", second.text);
    }
    // A form that was opened before there was a cause is not asked for one, and does not erase it.
    let later = [("assigned", "Bureau A"), ("cause", ""), ("measure", "Aerated longer")];
    let third = handle(&router, &seen, &later).await;
    assert_eq!(third.status, StatusCode::SEE_OTHER, "{}", third.text);
    let both = handling(&address).await;
    assert_eq!(
        (both.cause.as_deref(), both.measure.as_deref()),
        (Some("Inflow of salt water"), Some("Aerated longer"))
    );
    assert_eq!(handling(&address).await.assigned.as_deref(), Some("Bureau A"));
    assert_eq!(kept(&address).await.exceedance_handling.len(), handled_in_the_demonstration() + 1);
    // Having seen both, the person decides.
    let revision = second.hidden("/discharge/handle", "revision");
    assert_eq!(handle(&router, &revision, &mine).await.status, StatusCode::SEE_OTHER);
    assert_eq!(handling(&address).await.cause.as_deref(), Some("Blower failed"));
    // Somebody else's record is no conflict.
    assert_eq!(review(&router, "meanwhile", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(handle(&router, &seen, &mine).await.location, format!("{DAY}?kept=0"), "it stands so already");
}

/// How many exceedances the demonstration has handled.
fn handled_in_the_demonstration() -> usize {
    let files = yanlian::library::demonstration();
    let file = files.iter().find(|file| file.name.ends_with("exceedance_handling.csv")).unwrap();
    String::from_utf8_lossy(&file.bytes).lines().filter(|line| line.starts_with("CB-")).count()
}

async fn things_are_asked_for_in_their_order_and_dates_are_possible(stores: Stores) {
    let (address, router) = exceeding(&stores).await;
    let whole = [("assigned", "A"), ("due", "2026-03-20"), ("cause", "c"), ("measure", "m"), ("closed", "2026-03-19")];
    let with = |name: &str, value: &'static str| whole.map(|(own, kept)| (own, if own == name { value } else { kept }));
    for (fields, fault) in [
        (with("assigned", ""), "assigned"),
        (with("due", "2026-03-16"), "due"),
        (with("cause", ""), "cause"),
        (with("measure", ""), "measure"),
        (with("closed", "2026-03-16"), "closed"),
        (with("closed", "2026-03-21"), "closed"),
    ] {
        let reply = handle(&router, &revision(&address).await, &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(reply.text.contains(&format!("id=\"fault-{fault}\"")), "{fields:?}: {}", reply.text);
        assert_eq!(reply.text.matches("id=\"fault-").count(), 1, "{fields:?}");
    }
    assert_eq!(handle(&router, &revision(&address).await, &whole).await.status, StatusCode::SEE_OTHER);
    let backwards = review(&router, "backwards", &[("to", "2026-03-01T07:00")]).await;
    assert!(backwards.text.contains("id=\"fault-to\""), "{}", backwards.text);
    let nowhere = review(&router, "nowhere", &[("outlet", "NOWHERE")]).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nowhere.text.contains("href=\"#in-outlet\"") && nowhere.text.contains("value=\"NOWHERE\""));
}

async fn a_scenario_keeps_what_was_typed_and_what_others_wrote(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let save = async |fields: &[(&str, &str)]| post(&router, "/plan/save", fields).await;
    let seen = revision(&address).await;
    let new = save(&[("name", "Tight"), ("years", "3"), ("limit-cod", "1000"), ("revision", &seen)]).await;
    assert_eq!(new.status, StatusCode::SEE_OTHER, "{}", new.text);
    let id = new.location.split("scenario=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let setting = async || {
        let settings = kept(&address).await.scenario_settings;
        settings.into_iter().find(|own| own.scenario == id && own.item == "cod").and_then(|own| own.value)
    };
    assert_eq!(setting().await, Some(1000.0));

    let seen = revision(&address).await;
    let typed = [("scenario", &*id), ("name", "Tight"), ("years", "three"), ("limit-cod", "much"), ("revision", &seen)];
    let faulty = save(&typed).await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (field, typed) in [("years", "three"), ("limit-cod", "much")] {
        assert!(faulty.text.contains(&format!("id=\"fault-{field}\"")), "{}", faulty.text);
        assert!(faulty.text.contains(&format!("value=\"{typed}\"")), "{}", faulty.text);
    }
    assert_eq!(setting().await, Some(1000.0));

    let seen = revision(&address).await;
    let theirs = save(&[("scenario", &id), ("name", "Tight"), ("limit-cod", "900"), ("revision", &seen)]).await;
    assert_eq!(theirs.status, StatusCode::SEE_OTHER, "{}", theirs.text);
    let mine = save(&[("scenario", &id), ("name", "Tight"), ("limit-cod", "800"), ("revision", &seen)]).await;
    assert_eq!(mine.status, StatusCode::CONFLICT);
    assert!(mine.text.contains("900") && mine.text.contains("800"), "{}", mine.text);
    assert_eq!(setting().await, Some(900.0));
}

async fn another_programs_write_is_seen_and_not_overwritten(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let seen = revision(&address).await;
    let csv = stores.folder().join("exceedance_handling.csv");
    let line = "CB-9,DW001-TY,w01018,2026-03-17,Bureau A\n";
    std::fs::write(&csv, format!("id,outlet,factor,day,assigned\n{line}")).unwrap();
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_yanlian"));
    let mut program = program;
    let output = program.args(["import", csv.to_str().unwrap(), "--database", &stores.url]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(get(&router, "/data/exceedance_handling").await.text.contains("Bureau A"));
    let entries = address.open().await.unwrap().entries(1).await.unwrap();
    assert!(entries[0].head.entry.by.starts_with("console:"), "{entries:?}");
    assert_eq!(handle(&router, &seen, &[("assigned", "Bureau B")]).await.status, StatusCode::CONFLICT);
}

async fn every_key_is_found_by_its_own_link(stores: Stores) {
    let (_, router) = demonstration(&stores).await;
    let keys = ["a~b", "50%", "%7E", "a/b", "a · b", "全角～键", "a?b#c&d", ".", "..", "%2E"];
    let rows = keys.iter().map(|key| format!("{key},标,Mark,t\n")).collect::<String>();
    let reply = upload(&router, "indicators.csv", &format!("id,name_zh,name_en,unit\n{rows}"), "import").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let limits = keys.iter().map(|key| format!("{key},2025,7\n")).collect::<String>();
    let reply = upload(&router, "limits.csv", &format!("resource,year,cap\n{limits}"), "import").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    for (page, count) in [("/data/indicators", keys.len()), ("/data/limits", 2 * keys.len()), ("/zone", keys.len())] {
        let text = get(&router, page).await.text;
        let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let own = |link: &&str| link.starts_with("/data/indicators/") || link.starts_with("/data/limits/");
        let links: Vec<String> =
            links.filter(own).map(|link| link.replace("&#38;", "&").replace("&amp;", "&")).collect();
        assert!(links.len() >= count, "{page}: {links:?}");
        for link in links {
            let is_step = |step: &str| matches!(&*step.to_lowercase(), "." | ".." | "%2e" | "%2e%2e");
            assert!(!link.split(['/', '?']).any(is_step), "{page}: a browser goes elsewhere: {link}");
            assert_eq!(get(&router, &link).await.status, StatusCode::OK, "{page}: {link}");
        }
    }
}
