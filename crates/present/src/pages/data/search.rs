//! Search: records found by name, alias, code or text, under their registers.

use crate::View;
use crate::link::Link;
use askama::Template;
use yanlian_model::{Key, Message, registers};

/// A record that was found.
#[derive(Debug, Clone)]
pub struct SearchHit {
    /// Its register.
    pub register: &'static str,
    /// Its key.
    pub key: Key,
    /// What people call it.
    pub title: String,
}

#[derive(Template)]
#[template(path = "data/search.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    q: &'v str,
    lead: String,
    groups: Vec<Group>,
}

/// What was found in one register.
struct Group {
    name: &'static str,
    label: &'static str,
    hits: Vec<(Link, String)>,
}

/// The answer to a search; `hits` come best first.
pub fn search(v: &View, q: &str, hits: &[SearchHit]) -> askama::Result<String> {
    let q = q.trim();
    let groups = grouped(v, hits);
    let lead = match (q.is_empty(), hits.len()) {
        (true, _) => v.t("search-lead-nothing-asked"),
        (false, 0) => v.t1("search-lead-nothing-found", "q", q),
        (false, found) => {
            v.say(&Message::new("search-lead").with("q", q).with("found", found).with("registers", groups.len()))
        }
    };
    let page = Page { v, title: v.t("search-title"), rail: "", help: "search-help", q, lead, groups };
    page.render()
}

/// The hits under their registers; the register of the best hit first.
fn grouped(v: &View, hits: &[SearchHit]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for hit in hits {
        let Some(register) = registers::by_name(hit.register) else { continue };
        let place = groups.iter().position(|group| group.name == register.name).unwrap_or_else(|| {
            groups.push(Group { name: register.name, label: v.label(&register.label), hits: Vec::new() });
            groups.len() - 1
        });
        let key = hit.key.to_string();
        let sub = if key == hit.title { String::new() } else { key };
        groups[place].hits.push((Link::to(v.page_href(register.name, &hit.key), hit.title.clone()), sub));
    }
    groups
}
