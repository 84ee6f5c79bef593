//! What is found, and what comes first.

use crate::records::*;
use yanlian_model::registers::{Difficulty, Plant};
use yanlian_model::{Lang, Provenance};
use yanlian_store::{Hit, Records};

pub(crate) async fn finds_by_characters_words_and_codes(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let mut sponge = product("ti-sponge", "海绵钛", "Titanium Sponge", &["钛海绵", "TC4坯"]);
    sponge.applications = vec!["航空发动机".to_owned()];
    sponge.hs_code = Some("8108.20".to_owned());
    let difficulty = Difficulty {
        id: "SQ-2025-001".to_owned(),
        enterprise: "U1".to_owned(),
        raised: None,
        category: None,
        text: "还原工序峰段电价偏高".to_owned(),
        owner: Some("发展改革局".to_owned()),
        first_response: None,
        promised: None,
        solved: None,
        outcome: None,
        rating: None,
        provenance: Provenance::default(),
    };
    let plant = Plant {
        id: "P-001".to_owned(),
        enterprise: "U1".to_owned(),
        process: "kroll".to_owned(),
        capacity: None,
        started: None,
        name: Some("还原蒸馏一车间".to_owned()),
        features: None,
        provenance: Provenance::default(),
    };
    let firm = enterprise("91000000MA0000007C", "宏远新材料有限公司");
    commit(&store, 0, &[added(&sponge), added(&difficulty), added(&plant), added(&firm)]).await;

    for query in [
        "钛",
        "绵",
        "海绵钛",
        "钛海绵",
        "ti-sp",
        "TITAN",
        "spong",
        "titanium spo",
        "spo titan",
        "坯",
        "tc4",
        "ＴＣ４",
        "8108",
        "8108.2",
        "航空",
        "发动机 钛",
        "钛 8108",
    ] {
        assert_eq!(found(&store, query).await, ["ti-sponge"], "{query}");
    }
    assert_eq!(found(&store, "电价").await, ["SQ-2025-001"]);
    assert_eq!(found(&store, "sq-2025").await, ["SQ-2025-001"]);
    assert_eq!(found(&store, "还原").await, ["P-001", "SQ-2025-001"]);
    assert_eq!(found(&store, "9100").await, ["91000000MA0000007C"]);
    // Not within a word, not across texts, not some of the words, not characters in another order.
    for query in ["itan", "108", "钛钛海", "钛 锆", "钛绵", "8108.30", "", " ", "。"] {
        assert_eq!(found(&store, query).await, Vec::<String>::new(), "{query}");
    }
    let hits = store.search("航空", Lang::En, 5).await.unwrap();
    let hit = Hit {
        register: "products",
        key: key(&["ti-sponge"]),
        title: "Titanium Sponge".to_owned(),
        matched: "航空发动机".to_owned(),
    };
    assert_eq!(hits, [hit]);
}

pub(crate) async fn ranks_names_first(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let mut used = product("p9", "结构件", "", &[]);
    used.applications = vec!["钛".to_owned()];
    let changes = [
        added(&company("EX-1", "钛")),
        added(&product("p1", "钛", "", &[])),
        added(&product("p2", "钛锭", "", &[])),
        added(&product("p3", "钛合金板", "", &[])),
        added(&product("p4", "海绵钛", "", &[])),
        added(&used),
        added(&process("k1", "钛材", "p1")),
        added(&process("k2", "镁还原制海绵钛", "p4")),
        added(&enterprise("U1", "钛业")),
        added(&company("EX-2", "钛谷")),
    ];
    commit(&store, 0, &changes).await;
    let expected = ["p1", "EX-1", "p2", "k1", "U1", "p3", "EX-2", "p4", "k2", "p9"];
    assert_eq!(found(&store, "钛").await, expected);
    let first = store.search("钛", Lang::Zh, 3).await.unwrap();
    assert_eq!(first.iter().map(|hit| hit.key.to_string()).collect::<Vec<_>>(), expected[..3]);
}

pub(crate) async fn of_equal_hits_the_first_by_key_are_given(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let keys: Vec<String> = (0..300).map(|i| format!("p{i:03}")).collect();
    let all: Vec<_> = keys.iter().rev().map(|key| added(&product(key, "钛材", "", &[]))).collect();
    // Written in another order than that of their keys.
    commit(&store, 0, &all).await;
    // By the beginning of their name, by words within.
    for typed in ["钛", "材"] {
        let hits = store.search(typed, Lang::Zh, 200).await.unwrap();
        assert_eq!(hits.iter().map(|hit| hit.key.to_string()).collect::<Vec<_>>(), keys[..200], "{typed}");
    }
}

pub(crate) async fn finds_what_is_kept_now(open: impl AsyncFn() -> Records) {
    let store = open().await;
    let (old, new) = (product("a", "旧名", "", &["别名"]), product("a", "新名", "", &[]));
    commit(&store, 0, &[added(&old)]).await;
    let change = commit(&store, 1, &[changed(Some(&old), Some(&new))]).await;
    assert_eq!((found(&store, "旧").await.len(), found(&store, "新").await.len()), (0, 1));
    store.undo(change, minute(2), "officer").await.unwrap();
    assert_eq!((found(&store, "旧").await.len(), found(&store, "新").await.len()), (1, 0));
    commit(&store, 3, &[removed(&old)]).await;
    assert_eq!(found(&store, "名").await.len(), 0);
    commit(&store, 4, &[added(&new)]).await;
    assert_eq!((found(&store, "旧").await.len(), found(&store, "新").await.len()), (0, 1));
}

pub(crate) async fn never_searches_personal_data(open: impl AsyncFn() -> Records) {
    let store = open().await;
    commit(&store, 0, &[added(&enterprise("U1", "示例钛业"))]).await;
    for query in ["张三", "张", "139", "13900001111"] {
        assert_eq!(found(&store, query).await, Vec::<String>::new(), "{query}");
    }
}

pub(crate) async fn reads_no_syntax_in_queries(open: impl AsyncFn() -> Records) {
    let store = open().await;
    commit(&store, 0, &[added(&product("a", "钛", "near or not and", &[]))]).await;
    for query in [
        "\"",
        "钛\"",
        "钛*",
        "^钛",
        "(钛",
        "words:钛",
        "钛 AND",
        "NOT 钛",
        "NEAR(钛)",
        "-钛",
        "钛\0",
        "{钛} : +",
        "'; --",
    ] {
        store.search(query, Lang::Zh, 5).await.unwrap_or_else(|error| panic!("{query}: {error}"));
    }
    assert_eq!(found(&store, "NOT 钛").await, ["a"], "a word like any other");
    assert_eq!(found(&store, "\"钛*").await, ["a"]);
}
