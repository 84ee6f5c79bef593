//! One answer says the same on every way out: on its page, in the workbook of lists, in the briefing, in JSON.

use crate::site::{self, Reply};
use crate::stores::Stores;
use axum::Router;
use calamine::{Data, Reader, Xlsx};
use serde_json::Value;
use std::io::Cursor;

on_each_database!(an_answer_says_the_same_on_every_way_out, every_table_of_a_page_is_a_file);

/// An answer, and where each way out has it.
struct Answer {
    /// The page, and which of its tables has it.
    page: &'static str,
    table: usize,
    /// The sheet of the workbook of lists.
    sheet: &'static str,
    /// The heading of the briefing below which its first rows stand; blank where it has none.
    brief: &'static str,
    /// The list in JSON, the member that names an item, and the register whose names those are.
    json: (&'static str, &'static str, &'static str),
    /// A figure: how its column begins, its member in JSON, and what that is multiplied by.
    figure: (&'static str, &'static str, f64),
}

const ANSWERS: &[Answer] = &[
    Answer {
        page: "/opportunities?kind=gaps",
        table: 1,
        sheet: "lists-gaps",
        brief: "brief-gaps",
        json: ("/gaps", "product", "products"),
        figure: ("grid-value", "value_cny", 1e-6),
    },
    Answer {
        page: "/opportunities?kind=extensions",
        table: 1,
        sheet: "lists-extensions",
        brief: "brief-extensions",
        json: ("/extensions", "process", "processes"),
        figure: ("grid-uplift", "uplift_cny", 1e-6),
    },
    Answer {
        page: "/opportunities?kind=byproducts",
        table: 1,
        sheet: "lists-unused",
        brief: "",
        json: ("/unused_byproducts", "product", "products"),
        figure: ("grid-made", "made", 1.0),
    },
    Answer {
        page: "/opportunities?kind=vulnerabilities",
        table: 1,
        sheet: "lists-vulnerabilities",
        brief: "",
        json: ("/vulnerabilities", "enterprise", "enterprises"),
        figure: ("lists-at-stake", "weakness/at_stake_cny", 1e-6),
    },
];

/// A row of any way out: what it is called, and the bounds of its figure.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    name: String,
    low: Option<f64>,
    high: Option<f64>,
}

impl Row {
    /// Whether anything is known of its figure.
    fn is_known(&self) -> bool {
        self.low.is_some() || self.high.is_some()
    }

    /// The same to the digits that files have.
    fn rounded(self) -> Row {
        let cut = |value: f64| format!("{value:.9e}").parse().unwrap();
        Row { low: self.low.map(cut), high: self.high.map(cut), ..self }
    }
}

fn words(id: &str) -> String {
    yanlian_present::i18n::text(yanlian_model::Lang::En, id, &[])
}

async fn an_answer_says_the_same_on_every_way_out(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    let book = site::get(&router, "/lists.xlsx").await;
    let diagnosis: Value = serde_json::from_str(&site::get(&router, "/api/diagnosis").await.text).unwrap();
    let brief = site::get(&router, "/brief").await;
    for answer in ANSWERS {
        let page = of_page(&router, answer).await;
        assert!(page.len() > 1, "{}: {} rows", answer.page, page.len());
        let of_page = |rows: Vec<Row>| -> Vec<Row> {
            let is_shown = |row: &Row| page.iter().any(|own| own.name == row.name) && row.is_known();
            rows.into_iter().filter(is_shown).collect()
        };
        let known: Vec<Row> = page.iter().filter(|row| row.is_known()).cloned().collect();
        assert_eq!(of_page(of_sheet(&book, answer)), known, "{}: the workbook and the page", answer.sheet);
        assert_eq!(of_page(of_json(&diagnosis, answer)), known, "{}: JSON and the page", answer.page);
        if !answer.brief.is_empty() {
            let names: Vec<String> = of_brief(&brief, answer).into_iter().filter(|name| names(&page, name)).collect();
            let shown = names.len();
            assert!(shown > 0, "{}: shows something", answer.brief);
            let first: Vec<&str> = page.iter().take(shown).map(|row| row.name.as_str()).collect();
            assert_eq!(names, first, "{}: the briefing and the page", answer.brief);
        }
    }
}

fn names(page: &[Row], name: &str) -> bool {
    page.iter().any(|row| row.name == name)
}

/// The table of the page, as its file has it.
async fn of_page(router: &Router, answer: &Answer) -> Vec<Row> {
    let address = format!("{}&file=csv&table={}", answer.page, answer.table);
    let file = site::get(router, &address).await;
    assert!(file.status.is_success(), "{address}: {}", file.status);
    let mut reader = csv::Reader::from_reader(file.text.trim_start_matches('\u{feff}').as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    rows_of(answer, &heads, rows)
}

/// The rows of a table of texts; the name stands in the first column.
fn rows_of(answer: &Answer, heads: &[String], rows: impl Iterator<Item = Vec<String>>) -> Vec<Row> {
    let (begin, at_least, up_to) = (words(answer.figure.0), words("lists-at-least"), words("lists-up-to"));
    let column = |bound: &str| heads.iter().position(|head| head.starts_with(&begin) && head.contains(bound)).unwrap();
    let (low, high) = (column(&at_least), column(&up_to));
    let row = |cells: Vec<String>| Row {
        name: cells[0].clone(),
        low: cells[low].parse().ok(),
        high: cells[high].parse().ok(),
    };
    rows.map(|cells| row(cells).rounded()).collect()
}

fn of_sheet(book: &Reply, answer: &Answer) -> Vec<Row> {
    let mut book = Xlsx::new(Cursor::new(book.bytes.as_slice())).unwrap();
    let range = book.worksheet_range(&words(answer.sheet)).unwrap();
    let texts = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
    // Title, terms, sentence and a blank row stand above.
    let mut rows = range.rows().skip(4).map(texts);
    let heads = rows.next().unwrap();
    rows_of(answer, &heads, rows)
}

fn of_json(diagnosis: &Value, answer: &Answer) -> Vec<Row> {
    let (list, key, register) = answer.json;
    let (_, member, factor) = answer.figure;
    let row = |item: &Value| {
        let figure = item.pointer(&format!("/{member}"))?;
        let id = item[key].as_str().unwrap();
        let name = diagnosis["names"][register][id]["en"].as_str().unwrap_or(id).to_owned();
        let (low, high) = (figure["low"].as_f64(), figure["high"].as_f64());
        // Files leave a bound blank that says nothing.
        let low = if low == Some(0.0) && high.is_none() { None } else { low };
        Some(Row { name, low: low.map(|low| low * factor), high: high.map(|high| high * factor) }.rounded())
    };
    diagnosis.pointer(list).unwrap().as_array().unwrap().iter().filter_map(row).collect()
}

/// The names in the first column below a heading of the briefing.
fn of_brief(brief: &Reply, answer: &Answer) -> Vec<String> {
    let heading = format!(" {}</h3>", words(answer.brief));
    let part = brief.text.split(&heading).nth(1).unwrap().split("<h3>").next().unwrap();
    let rows = part.split("<tbody>").nth(1).unwrap().split("<tr>").skip(1);
    rows.map(|row| plain(row.split("</td>").next().unwrap())).collect()
}

/// The text of some HTML.
fn plain(html: &str) -> String {
    let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.replace("&#38;", "&").replace("&#39;", "'").trim().to_owned()
}

async fn every_table_of_a_page_is_a_file(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    for page in ["/io", "/product-space", "/shutdowns", "/candidates", "/opportunities?kind=matches", "/enterprises"] {
        let mark = if page.contains('?') { '&' } else { '?' };
        let shown = site::get(&router, page).await;
        let tables = shown.text.matches("file=csv&#38;table=").count();
        assert!(tables > 0, "{page}: no table to take along");
        let book = site::get(&router, &format!("{page}{mark}file=xlsx")).await;
        let book = Xlsx::new(Cursor::new(book.bytes)).unwrap_or_else(|error| panic!("{page}: {error}"));
        assert_eq!(book.sheet_names().len(), tables, "{page}: a sheet a table");
        for table in 1..=tables {
            let file = site::get(&router, &format!("{page}{mark}file=csv&table={table}")).await;
            let rows = csv::Reader::from_reader(file.text.as_bytes()).into_records().map(Result::unwrap).count();
            assert!(file.status.is_success() && rows > 0, "{page} table {table}: {rows} rows");
        }
        let none = site::get(&router, &format!("{page}{mark}file=csv&table={}", tables + 1)).await;
        assert_eq!(none.status, 404, "{page}: no such table");
    }
    let matrix = site::get(&router, "/io?file=csv&table=4").await;
    let mut reader = csv::Reader::from_reader(matrix.text.as_bytes());
    let columns = reader.headers().unwrap().len();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len() + 1, columns, "the Leontief inverse is square");
    let diagonal = |(at, row): (usize, &csv::StringRecord)| row[at + 1].parse::<f64>().unwrap() >= 1.0;
    assert!(rows.iter().enumerate().all(diagonal), "a yuan of final demand moves at least itself");
}
