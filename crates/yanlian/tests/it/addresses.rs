//! Addresses that say what their pages have no meaning for.

use crate::pages::get;
use crate::stores::Stores;
use axum::http::StatusCode;

on_each_database!(absurd_days_and_years_are_answered, an_address_that_has_no_meaning_is_refused_in_words);

async fn absurd_days_and_years_are_answered(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 1).await.unwrap();
    let day = "/discharge/outlets/DW001-TY/w01018";
    for absurd in ["+262142-12-31", "-262143-01-01", "0000-01-01", "9999-12-31", "2026-02-30", "tomorrow"] {
        let of_day = get(&router, &format!("{day}/{absurd}"), "en", "light").await;
        assert_eq!(of_day.status, StatusCode::NOT_FOUND, "{absurd}");
        for query in [format!("from={absurd}"), format!("to={absurd}"), format!("from={absurd}&to={absurd}")] {
            for page in ["/discharge/outlets/DW001-TY", "/discharge/outlets/DW001-TY/readings.csv"] {
                let answer = get(&router, &format!("{page}?{query}"), "en", "light").await;
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{page}?{query}");
            }
        }
    }
    for year in ["2147483647", "-2147483648", "0", "99999999999"] {
        let answer = get(&router, &format!("/?year={year}"), "en", "light").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{year}");
    }
}

async fn an_address_that_has_no_meaning_is_refused_in_words(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    for (page, parameter) in [
        ("/", "year"),
        ("/chain", "chain"),
        ("/opportunities", "kind"),
        ("/opportunities", "state"),
        ("/opportunities", "sort"),
        ("/enterprises", "status"),
        ("/projects", "stage"),
        ("/projects", "fit"),
        ("/products", "state"),
        ("/products", "page"),
        ("/processes", "here"),
        ("/candidates", "show"),
        ("/shutdowns", "sort"),
        ("/service", "tab"),
        ("/data/plants", "sort"),
        ("/discharge/outlets/DW001-TY", "from"),
        ("/discharge/outlets/DW001-TY", "period"),
        ("/discharge/outlets/DW001-TY", "factor"),
        ("/discharge/outlets/DW001-TY/readings.csv", "to"),
        ("/plan", "other"),
        ("/plan", "bound"),
    ] {
        for (lang, says) in [("zh", "不能是“x”"), ("en", "cannot be “x”")] {
            let answer = get(&router, &format!("{page}?{parameter}=x"), lang, "light").await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{page}?{parameter}");
            assert!(answer.text.contains(says) && answer.text.contains(parameter), "{page}: {}", answer.text);
        }
    }
}
