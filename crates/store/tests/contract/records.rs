//! Records to keep, and short words for what the checks do with a store.

use chrono::{DateTime, Duration, Utc};
use yanlian_model::registers::{Company, Enterprise, Process, Product};
use yanlian_model::{Change, Key, Lang, Provenance, Record, Tables};
use yanlian_store::{Entry, EntryId, EntryKind, Records, StoreError, UndoRefusal};

pub(crate) fn product(id: &str, name_zh: &str, name_en: &str, aliases: &[&str]) -> Product {
    Product {
        id: id.to_owned(),
        name_zh: name_zh.to_owned(),
        name_en: (!name_en.is_empty()).then(|| name_en.to_owned()),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        unit: "t".to_owned(),
        kind: None,
        applications: vec![],
        hs_code: None,
        gbt4754: None,
        vat_rate: None,
        mass_t_per_unit: None,
        kgce_per_unit: None,
        tradable: None,
        utility: None,
        disposal_cny: None,
        disposal_limit: None,
        provenance: Provenance::default(),
    }
}

pub(crate) fn enterprise(uscc: &str, name: &str) -> Enterprise {
    Enterprise {
        uscc: uscc.to_owned(),
        name: name.to_owned(),
        name_en: None,
        gbt4754: None,
        status: None,
        founded: None,
        scale: None,
        address: None,
        contact_name: Some("张三".to_owned()),
        contact_phone: Some("13900001111".to_owned()),
        provenance: Provenance::default(),
    }
}

pub(crate) fn process(id: &str, name_zh: &str, main_product: &str) -> Process {
    Process {
        id: id.to_owned(),
        name_zh: name_zh.to_owned(),
        name_en: None,
        chain: None,
        main_product: main_product.to_owned(),
        stage: None,
        bound_to_site: None,
        smallest_viable_scale: None,
        typical_scale: None,
        capex_cny_per_unit: None,
        jobs_per_unit: None,
        land_mu_per_unit: None,
        provenance: Provenance::default(),
    }
}

pub(crate) fn company(code: &str, name: &str) -> Company {
    Company {
        code: code.to_owned(),
        name: name.to_owned(),
        region: Some("外省某市".to_owned()),
        status: None,
        provenance: Provenance::default(),
    }
}

pub(crate) fn added(record: &impl Record) -> Change {
    changed(None, Some(record))
}

pub(crate) fn removed(record: &impl Record) -> Change {
    changed(Some(record), None)
}

pub(crate) fn changed<R: Record>(before: Option<&R>, after: Option<&R>) -> Change {
    let (before, after) = (before.map(R::to_row), after.map(R::to_row));
    let row = after.as_ref().or(before.as_ref()).unwrap();
    Change { register: R::REGISTER.name, key: R::REGISTER.key_of(row).unwrap(), before, after }
}

pub(crate) fn key(parts: &[&str]) -> Key {
    Key::from_parts(parts)
}

/// The time `minutes` after a start.
pub(crate) fn minute(minutes: i64) -> DateTime<Utc> {
    "2026-01-05T08:00:00.000001Z".parse::<DateTime<Utc>>().unwrap() + Duration::minutes(minutes)
}

pub(crate) fn import(at: i64) -> Entry {
    Entry {
        at: minute(at),
        by: "officer".to_owned(),
        files: "products.csv".to_owned(),
        kind: EntryKind::Import,
        submission: None,
    }
}

/// Commits at the present revision.
pub(crate) async fn commit(store: &Records, at: i64, changes: &[Change]) -> EntryId {
    store.commit(&import(at), store.revision().await.unwrap(), changes).await.unwrap().unwrap()
}

pub(crate) async fn tables(store: &Records) -> Tables {
    store.load().await.unwrap().tables
}

pub(crate) async fn found(store: &Records, query: &str) -> Vec<String> {
    let hits = store.search(query, Lang::Zh, 20).await.unwrap();
    hits.iter().map(|hit| hit.key.to_string()).collect()
}

pub(crate) fn refusal(result: Result<EntryId, StoreError>) -> UndoRefusal {
    match result {
        Err(StoreError::Undo { refusal, .. }) => refusal,
        other => panic!("refused: {other:?}"),
    }
}

/// Does to tables what changes say.
pub(crate) fn apply(tables: &mut Tables, changes: &[Change]) {
    changes.iter().for_each(|change| tables.apply(change));
}
