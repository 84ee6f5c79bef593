//! Forms as browsers send them: what one did not touch is not theirs, what cannot be is refused with words, and
//! every bound that a page states holds on the server too.

use crate::site::{Reply, fill, get, post, upload};
use crate::stores::Stores;
use crate::writing::{DAY, demonstration, exceeding, handle, handling, kept, review, revision};
use axum::Router;
use axum::http::StatusCode;
use yanlian_model::registers::Scenario;
use yanlian_store::Address;

on_each_database!(
    what_a_person_did_not_touch_is_not_theirs,
    two_people_on_one_scenario_lose_nothing,
    a_setting_takes_what_a_cell_takes,
    what_is_contested_is_decided_field_by_field,
    a_scenario_is_not_made_twice_without_a_word,
    what_is_no_handling_is_refused,
    bounds_of_pages_hold_on_the_server,
    what_is_unusual_is_asked_about_once,
    nothing_brought_is_told,
    what_is_checked_is_told_field_by_field,
);

const SAVE: &str = "/plan/save";
const HANDLE: &str = "/discharge/handle";

async fn refused(reply: &Reply, fields: &[&str]) {
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text);
    for field in fields {
        assert!(reply.text.contains(&format!("id=\"fault-{field}\"")), "{field}: {}", reply.text);
    }
    assert_eq!(reply.text.matches("id=\"fault-").count(), fields.len(), "{}", reply.text);
}

async fn settings(address: &Address, scenario: &str) -> Vec<(String, String, Option<f64>)> {
    let settings = kept(address).await.scenario_settings;
    let own = settings.iter().filter(|own| own.scenario == scenario);
    own.map(|own| (own.subject.choice().key.to_owned(), own.item.clone(), own.value)).collect()
}

fn set(subject: &str, item: &str, value: f64) -> (String, String, Option<f64>) {
    (subject.to_owned(), item.to_owned(), Some(value))
}

async fn scenario(address: &Address, id: &str) -> Scenario {
    kept(address).await.scenarios.iter().find(|row| row.id == id).unwrap().clone()
}

async fn what_a_person_did_not_touch_is_not_theirs(stores: Stores) {
    let (address, router) = exceeding(&stores).await;
    let seen = revision(&address).await;
    assert_eq!(
        handle(&router, &seen, &[("assigned", "Bureau A"), ("cause", "Inflow")]).await.status,
        StatusCode::SEE_OTHER
    );
    let shown = get(&router, DAY).await.form(HANDLE);
    let theirs = fill(&router, HANDLE, &shown, &[("cause", "Inflow of salt water"), ("due", "2026-03-25")]).await;
    assert_eq!(theirs.location, format!("{DAY}?kept={}", theirs.entry()), "{}", theirs.text);
    let mine = fill(&router, HANDLE, &shown, &[("measure", "Aerated\r\nlonger")]).await;
    assert_eq!(mine.location, format!("{DAY}?kept={}&merged=yes", mine.entry()), "{}", mine.text);
    assert!(get(&router, &mine.location).await.text.contains("What others had changed"));
    let both = handling(&address).await;
    assert_eq!(both.cause.as_deref(), Some("Inflow of salt water"));
    assert_eq!(
        (both.due.unwrap().to_string(), both.measure.as_deref()),
        ("2026-03-25".to_owned(), Some("Aerated\nlonger"))
    );
    // What was typed and taken back again is untouched too.
    assert_eq!(fill(&router, HANDLE, &shown, &[("cause", "Inflow ")]).await.location, format!("{DAY}?kept=0"));
}

async fn two_people_on_one_scenario_lose_nothing(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let shown = get(&router, "/plan?scenario=plan-clean").await.form(SAVE);
    let land = |name: &&(String, String)| name.0 == "limit-land";
    assert!(shown.iter().any(|field| land(&field)), "{shown:?}");
    let theirs = fill(&router, SAVE, &shown, &[("limit-cod", "77777"), ("years", "4")]).await;
    assert_eq!(theirs.status, StatusCode::SEE_OTHER, "{}", theirs.text);
    let mine = fill(&router, SAVE, &shown, &[("limit-land", "123456"), ("discount", "0.07")]).await;
    assert_eq!(mine.status, StatusCode::SEE_OTHER, "{}", mine.text);
    let both = settings(&address, "plan-clean").await;
    assert_eq!(both, [set("limit", "cod", 77777.0), set("limit", "land", 123456.0)]);
    let own = scenario(&address, "plan-clean").await;
    assert_eq!((own.years, own.discount, own.with_library), (Some(4.0), Some(0.07), Some(false)));

    // A limit that the registers have otherwise by now was not set by who did not touch it.
    let shown = get(&router, "/plan?scenario=plan-base").await.form(SAVE);
    let csv = "resource,year,cap\nland,2025,999999\nland,2026,999999\n";
    assert_eq!(upload(&router, "limits.csv", csv, "import").await.status, StatusCode::OK);
    let mine = fill(&router, SAVE, &shown, &[("with_library", "yes")]).await;
    assert_eq!(mine.status, StatusCode::SEE_OTHER, "{}", mine.text);
    assert_eq!(settings(&address, "plan-base").await, []);
    assert_eq!(scenario(&address, "plan-base").await.with_library, Some(true));
    // Under another name it comes along as a whole.
    let other = fill(&router, SAVE, &shown, &[("name", "Another"), ("limit-cod", "55555")]).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER, "{}", other.text);
    let made = kept(&address).await.scenarios.iter().find(|row| row.name == "Another").unwrap().clone();
    assert_eq!((settings(&address, &made.id).await, made.years), (vec![set("limit", "cod", 55555.0)], Some(3.0)));
}

async fn a_setting_takes_what_a_cell_takes(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let shown = async || get(&router, "/plan?scenario=plan-clean").await.form(SAVE);
    for (typed, kept) in [("101.4吨", 101_400.0), ("1.2万吨", 12_000_000.0), ("77,777", 77_777.0), ("80 t", 80_000.0)]
    {
        let saved = fill(&router, SAVE, &shown().await, &[("limit-cod", typed)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{typed}: {}", saved.text);
        assert!(settings(&address, "plan-clean").await.contains(&set("limit", "cod", kept)), "{typed}");
    }
    for typed in ["5亩", "5 m3", "soon"] {
        refused(&fill(&router, SAVE, &shown().await, &[("limit-cod", typed)]).await, &["limit-cod"]).await;
    }
}

async fn what_is_contested_is_decided_field_by_field(stores: Stores) {
    let (address, router) = exceeding(&stores).await;
    let shown = get(&router, "/plan?scenario=plan-clean").await.form(SAVE);
    fill(&router, SAVE, &shown, &[("limit-cod", "77777"), ("years", "4"), ("budget_cny", "5000000")]).await;
    let typed = [("limit-cod", "88888"), ("limit-land", "123456"), ("years", "5")];
    let both = fill(&router, SAVE, &shown, &typed).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    let form = both.form(SAVE);
    let value = |name: &str| form.iter().filter(|(own, _)| own == name).map(|(_, value)| &**value).collect::<Vec<_>>();
    assert_eq!((value("limit-cod"), value("years"), value("limit-land")), (vec!["88888"], vec!["5"], vec!["123456"]));
    assert!(both.text.contains("id=\"in-limit-cod\"") && both.text.contains("77,777"), "{}", both.text);
    assert!(!both.text.contains("id=\"in-limit-land\"") && both.text.contains("123456"), "it goes along");
    assert!(!both.text.contains("plan-clean · "), "no raw keys");
    assert!(
        both.text.contains("href=\"/opportunities?year=2025\" aria-current=\"page\""),
        "the plan's place in the menu"
    );
    assert_eq!(settings(&address, "plan-clean").await, [set("limit", "cod", 77777.0)], "nothing was written");
    // Mine of one, edited; theirs of the other; what only they changed stays, what only I changed comes along.
    let decided = fill(&router, SAVE, &form, &[("limit-cod", "80000"), ("pick-years", "theirs")]).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    let after = settings(&address, "plan-clean").await;
    assert_eq!(after, [set("limit", "cod", 80000.0), set("limit", "land", 123456.0)]);
    let own = scenario(&address, "plan-clean").await;
    assert_eq!((own.years, own.budget_cny), (Some(4.0), Some(5e6)));

    // What stood when the form was opened may be decided for, too.
    let shown = get(&router, DAY).await.form(HANDLE);
    fill(&router, HANDLE, &shown, &[("assigned", "A"), ("cause", "Inflow"), ("due", "2026-03-25")]).await;
    let shown = get(&router, DAY).await.form(HANDLE);
    fill(&router, HANDLE, &shown, &[("cause", "Salt"), ("due", "2026-03-26")]).await;
    let both =
        fill(&router, HANDLE, &shown, &[("cause", "Blower"), ("due", "2026-03-27"), ("measure", "Aerated")]).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    let mut form = both.form(HANDLE);
    // A third changes one of them before it is decided, and what is faulty comes back.
    let faulty = fill(&router, HANDLE, &form, &[("due", "soon")]).await;
    refused(&faulty, &["due"]).await;
    form = faulty.form(HANDLE);
    let current = get(&router, DAY).await.form(HANDLE);
    fill(&router, HANDLE, &current, &[("due", "2026-03-28")]).await;
    let again = fill(&router, HANDLE, &form, &[("cause", "Inflow"), ("due", "2026-03-27")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text);
    assert!(again.text.contains("id=\"in-due\"") && !again.text.contains("id=\"in-cause\""), "{}", again.text);
    let decided = fill(&router, HANDLE, &again.form(HANDLE), &[]).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    let own = handling(&address).await;
    assert_eq!((own.cause.as_deref(), own.measure.as_deref()), (Some("Inflow"), Some("Aerated")));
    assert_eq!(own.due.unwrap().to_string(), "2026-03-27");
}

async fn a_scenario_is_not_made_twice_without_a_word(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let count = async || kept(&address).await.scenarios.len();
    let before = count().await;
    let fresh = async || get(&router, "/plan").await.form(SAVE);
    let first = fill(&router, SAVE, &fresh().await, &[("limit-cod", "90000")]).await;
    assert_eq!((first.status, count().await), (StatusCode::SEE_OTHER, before + 1), "{}", first.text);
    for typed in [("limit-cod", "80000"), ("name", "plan"), ("name", "plan")] {
        let sent = fill(&router, SAVE, &fresh().await, &[typed, ("years", "2")]).await;
        let named = count().await == before + 2;
        match typed.0 == "name" && sent.status == StatusCode::SEE_OTHER {
            true => assert!(named),
            false => refused(&sent, &["name"]).await,
        }
    }
    assert_eq!(count().await, before + 2);
    let gone = fill(&router, SAVE, &fresh().await, &[("scenario", "nosuch"), ("limit-cod", "70000")]).await;
    refused(&gone, &["name"]).await;
    assert_eq!(count().await, before + 2);
    assert!(!gone.text.contains("(required)"), "a blank name is no fault by itself");
    // One that is there is changed where it is looked at.
    let own = get(&router, "/plan?scenario=plan-base").await.form(SAVE);
    assert_eq!(fill(&router, SAVE, &own, &[("years", "2")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!((count().await, scenario(&address, "plan-base").await.years), (before + 2, Some(2.0)));
    let own = get(&router, "/plan?scenario=plan-base").await.form(SAVE);
    refused(&fill(&router, SAVE, &own, &[("name", "plan")]).await, &["name"]).await;
}

async fn what_is_no_handling_is_refused(stores: Stores) {
    let (address, router) = exceeding(&stores).await;
    let shown = get(&router, DAY).await.form(HANDLE);
    let send = async |typed: &[(&str, &str)]| fill(&router, HANDLE, &shown, typed).await;
    let count = kept(&address).await.exceedance_handling.len();
    let empty = send(&[]).await;
    refused(&empty, &["assigned"]).await;
    assert!(empty.text.contains("nothing is said yet"), "{}", empty.text);
    refused(&send(&[("assigned", "A"), ("day", "2026-03-01")]).await, &["day"]).await;
    refused(&send(&[("assigned", "A"), ("due", "9999-12-31")]).await, &["due"]).await;
    refused(&send(&[("assigned", "A"), ("due", "2032-01-01")]).await, &["due"]).await;
    refused(&send(&[("assigned", &"甲".repeat(201))]).await, &["assigned"]).await;
    let cause = send(&[("assigned", "A"), ("cause", &"甲".repeat(2001))]).await;
    refused(&cause, &["cause"]).await;
    assert!(cause.text.contains("<textarea class=\"form-control\" id=\"in-measure\""), "what had lines keeps them");
    assert!(!cause.text.contains("cell"), "a form has no cells: {}", cause.text);
    assert!(cause.text.contains("href=\"/zone?year=2025\" aria-current=\"page\""), "{}", cause.text);
    for wrong in ["", "soon", "-1", "999999"] {
        let reply = send(&[("assigned", "A"), ("revision", wrong)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(reply.text.contains("open the page again"), "{}", reply.text);
    }
    assert_eq!(kept(&address).await.exceedance_handling.len(), count);
    let whole = send(&[("assigned", &"甲".repeat(200)), ("due", "2026-12-31"), ("cause", &"甲".repeat(2000))]).await;
    assert_eq!(whole.status, StatusCode::SEE_OTHER, "{}", whole.text);
}

async fn asked(router: &Router, task: &str, more: &[(&str, &str)]) -> Reply {
    let shown = get(router, "/discharge/devices").await.form("/discharge/command");
    fill(router, "/discharge/command", &shown, &[&[("task", task)], more].concat()).await
}

async fn bounds_of_pages_hold_on_the_server(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let shown = get(&router, "/plan?scenario=plan-clean").await.form(SAVE);
    for (name, value) in [
        ("limit-cod", "-5"),
        ("soft-cod", "-1"),
        ("years", "11"),
        ("first_year", "1999"),
        ("discount", "1.5"),
        ("budget_cny", "-1"),
    ] {
        refused(&fill(&router, SAVE, &shown, &[(name, value)]).await, &[name]).await;
    }
    refused(&fill(&router, SAVE, &shown, &[("name", &"n".repeat(61))]).await, &["name"]).await;
    let nobody = fill(&router, SAVE, &shown, &[("plant", "NOBODY"), ("plant_low", "5")]).await;
    refused(&nobody, &["plant"]).await;
    assert_eq!(settings(&address, "plan-clean").await, [set("limit", "cod", 101_500.0)]);
    let csv = "scenario,subject,item,value\nplan-base,limit,cod,-5\n";
    let reply = upload(&router, "scenario_settings.csv", csv, "import").await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text);
    let csv = "scenario,subject,item,value\nplan-base,floor,value_added,-5\n";
    assert_eq!(upload(&router, "scenario_settings.csv", csv, "import").await.status, StatusCode::OK);

    for (task, value) in
        [("set-interval", "99999"), ("set-interval", "29"), ("set-minutes", "7"), ("set-minutes", "60")]
    {
        refused(&asked(&router, task, &[("value", value)]).await, &["value"]).await;
    }
    let hours = |from, to| [("from", from), ("to", to)];
    for (from, to, field) in [
        ("1926-01-01T00:00", "2026-01-01T00:00", "from"),
        ("2024-01-01T00:00", "2026-01-01T00:00", "to"),
        ("2026-03-01T00:00", "2027-01-01T00:00", "to"),
    ] {
        refused(&asked(&router, "hours", &hours(from, to)).await, &[field]).await;
    }
    for (task, value) in [("set-interval", "30"), ("set-interval", "3600"), ("set-minutes", "1"), ("set-minutes", "30")]
    {
        assert_eq!(asked(&router, task, &[("value", value)]).await.status, StatusCode::SEE_OTHER, "{task} {value}");
    }
    let year = asked(&router, "days", &hours("2025-01-01T00:00", "2026-01-01T00:00")).await;
    assert_eq!(year.status, StatusCode::SEE_OTHER);
    let long = review(&router, &"r".repeat(501), &[]).await;
    refused(&long, &["reason"]).await;
    // Fields that name a record suggest which on the pages themselves.
    assert!(get(&router, "/plan").await.text.contains("data-suggest=\"/api/suggest/plants\""));
}

async fn what_is_unusual_is_asked_about_once(stores: Stores) {
    const REVIEW: &str = "/discharge/review";
    let (address, router) = demonstration(&stores).await;
    for (from, to, asked) in [
        ("2020-01-01T00:00", "2026-01-01T00:00", "The review covers 2,192 days"),
        ("2099-01-01T00:00", "2099-01-02T00:00", "which is still to come"),
    ] {
        let times = [("from", from), ("to", to)];
        let reply = review(&router, "unusual", &times).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.text.contains(asked), "{}", reply.text);
        assert!(kept(&address).await.review_periods.iter().all(|row| row.reason != "unusual"));
        let shown = reply.form(REVIEW);
        // What was changed after the question is asked about anew.
        let other = fill(&router, REVIEW, &shown, &[("from", "1999-01-01T00:00"), ("to", to)]).await;
        assert!(other.text.contains("when no monitor had sent anything"), "{}", other.text);
        let meant = fill(&router, REVIEW, &shown, &[("reason", &format!("meant {from}"))]).await;
        assert_eq!(meant.status, StatusCode::SEE_OTHER, "{}", meant.text);
        assert!(kept(&address).await.review_periods.iter().any(|row| row.from == from));
    }
}

async fn nothing_brought_is_told(stores: Stores) {
    let (_, router) = demonstration(&stores).await;
    for (name, csv, said) in [("", "", "No file was chosen"), ("visits.csv", "\u{feff}\n", "The file is empty")] {
        for action in ["check", "import"] {
            let reply = upload(&router, name, csv, action).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text);
            assert!(reply.text.contains(said), "{}", reply.text);
        }
    }
    assert_eq!(post(&router, "/data/library", &[("name", "nosuch")]).await.status, StatusCode::NOT_FOUND);
}

async fn what_is_checked_is_told_field_by_field(stores: Stores) {
    let (_, router) = demonstration(&stores).await;
    let csv = "id,capacity\nP-001,12345\n";
    let checked = upload(&router, "plants.csv", csv, "check").await;
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.text);
    let told = checked.text.split("id=\"altered\"").nth(1).expect("what would change");
    let told = told.split("</table>").next().unwrap();
    assert!(told.contains("12,345") && told.contains("P-001") && told.contains("Capacity"), "{told}");
    assert!(!upload(&router, "plants.csv", csv, "import").await.text.contains("id=\"altered\""), "it is done");
}
