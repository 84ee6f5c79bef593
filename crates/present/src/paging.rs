//! Long lists in pages: only the rows that are shown are made.

use crate::View;
use askama::Template;
use askama::filters::HtmlSafe;
use std::ops::Range;
use yanlian_model::Message;

/// How many rows a page has.
const ROWS: usize = 100;

/// Where the reader is in a long list, and how to get to the rest.
#[derive(Template)]
#[template(path = "parts/pager.html")]
pub(crate) struct Pager {
    label: String,
    shown: String,
    previous: Option<(String, String)>,
    next: Option<(String, String)>,
}

impl HtmlSafe for Pager {}

/// The rows of a list of `length` that the reader asks for by the parameter `name`, counted from 1;
/// a page that is not there is the nearest one that is. A list that fits on a page needs no pager, nor does a file.
pub(crate) fn page(v: &View, name: &str, length: usize) -> (Range<usize>, Option<Pager>) {
    if v.laid_out.is_whole() {
        return (0..length, None);
    }
    let pages = length.div_ceil(ROWS).max(1);
    let said = parameters(v).find(|(key, _)| *key == name).map_or("", |(_, value)| value);
    let asked = said.parse().ok();
    v.expect("page", said, asked.map(|_: usize| said));
    let at: usize = asked.unwrap_or(1).clamp(1, pages);
    let rows = (at - 1) * ROWS..(at * ROWS).min(length);
    if pages == 1 {
        return (rows, None);
    }
    let shown = Message::new("pager-range").with("first", rows.start + 1).with("last", rows.end).with("all", length);
    let link = |to: usize, id: &str| (1..=pages).contains(&to).then(|| (path(v, name, to), v.t(id)));
    let pager = Pager {
        label: v.t("pager-label"),
        shown: v.say(&shown),
        previous: link(at - 1, "pager-previous"),
        next: link(at + 1, "pager-next"),
    };
    (rows, Some(pager))
}

/// The parameters of the page's own address.
fn parameters<'v>(v: &'v View) -> impl Iterator<Item = (&'v str, &'v str)> {
    let query = v.settings.path.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter_map(|pair| pair.split_once('='))
}

/// The page's own address with another page of the list.
fn path(v: &View, name: &str, page: usize) -> String {
    let others = parameters(v).filter(|(key, _)| *key != name).map(|(key, value)| format!("{key}={value}"));
    let all: Vec<String> = others.chain([format!("{name}={page}")]).collect();
    format!("{}?{}", v.path_only(), all.join("&"))
}
