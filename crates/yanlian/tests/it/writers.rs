//! Many who write at once, by form and by file: every write is kept, and once.

use crate::site::{get, upload};
use crate::stores::Stores;
use crate::writing::{demonstration, kept, review};
use axum::http::StatusCode;
use futures_util::future::join_all;
use yanlian_model::Record;
use yanlian_model::registers::{Difficulty, ReviewPeriod};

on_each_database!(imports_and_forms_at_once_are_all_kept, twenty_writers_lose_nothing_and_write_nothing_twice,);

/// A file with one difficulty.
pub(crate) fn difficulty(id: &str) -> String {
    format!("id,enterprise,text\n{id},91000000MA0D15569J,Needs {id}\n")
}

async fn imports_and_forms_at_once_are_all_kept(stores: Stores) {
    let (address, router) = demonstration(&stores).await;
    let imports = join_all((0..4).map(|i| {
        let router = router.clone();
        async move { upload(&router, "difficulties.csv", &difficulty(&format!("SQ-AT-{i}")), "import").await }
    }));
    let forms = join_all((0..4).map(|i| {
        let router = router.clone();
        async move { review(&router, &format!("beside {i}"), &[]).await }
    }));
    let (imports, forms) = tokio::join!(imports, forms);
    for reply in imports {
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        assert!(reply.text.contains("/data/undo"), "it was imported");
    }
    assert!(forms.iter().all(|reply| reply.status == StatusCode::SEE_OTHER));
    let kept = kept(&address).await;
    assert_eq!(kept.difficulties.iter().filter(|row| row.id.starts_with("SQ-AT-")).count(), 4);
    assert_eq!(kept.review_periods.iter().filter(|row| row.reason.starts_with("beside")).count(), 4);
}

async fn twenty_writers_lose_nothing_and_write_nothing_twice(stores: Stores) {
    const WRITERS: usize = 20;
    const WRITES: usize = 5;
    let (address, router) = demonstration(&stores).await;
    let writers = (0..WRITERS).map(|writer| {
        let router = router.clone();
        tokio::spawn(async move {
            for write in 0..WRITES {
                let what = format!("{writer}-{write}");
                let reply = match writer % 2 {
                    0 => review(&router, &what, &[("once", &what)]).await,
                    _ => upload(&router, "difficulties.csv", &difficulty(&format!("SQ-{what}")), "import").await,
                };
                assert!(matches!(reply.status, StatusCode::SEE_OTHER | StatusCode::OK), "{what}: {reply:?}");
            }
        })
    });
    let reader = tokio::spawn({
        let router = router.clone();
        async move {
            for page in ["/", "/discharge", "/data", "/service", "/data/review_periods"].repeat(4) {
                assert_eq!(get(&router, page).await.status, StatusCode::OK, "{page}");
            }
        }
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    reader.await.unwrap();
    let kept = kept(&address).await;
    for writer in 0..WRITERS {
        for write in 0..WRITES {
            let what = format!("{writer}-{write}");
            let count = match writer % 2 {
                0 => kept.review_periods.iter().filter(|row: &&ReviewPeriod| row.reason == what).count(),
                _ => kept.difficulties.iter().filter(|row: &&Difficulty| row.id == format!("SQ-{what}")).count(),
            };
            assert_eq!(count, 1, "{what}");
        }
    }
    let entries = address.open().await.unwrap().entries(1000).await.unwrap();
    // The library and the park came before.
    assert_eq!(entries.len(), 2 + WRITERS * WRITES);
    assert!(
        entries
            .iter()
            .all(|entry| entry.counts.contains_key(ReviewPeriod::REGISTER.name) || !entry.head.entry.files.is_empty())
    );
}
