//! Explaining texts: written once, as Markdown in `docs/chains`, and shown on pages as they stand.
//!
//! The first heading is the page's own and is left out. An id in backquotes becomes a link by the record's name.

use crate::View;
use crate::link::Link;
use include_dir::{Dir, include_dir};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use yanlian_model::Lang;

static CHAINS: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../docs/chains");

/// The text that explains a chain, as HTML in the reader's language; `None` for a chain that has none.
pub(crate) fn of_chain(v: &View, chain: &str) -> Option<String> {
    let name = match v.lang() {
        Lang::Zh => format!("{chain}.zh-CN.md"),
        Lang::En => format!("{chain}.md"),
    };
    Some(render(v, CHAINS.get_file(name)?.contents_utf8()?))
}

/// Markdown as HTML; raw HTML in it is shown as text, tables scroll.
fn render(v: &View, markdown: &str) -> String {
    let mut in_title = false;
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).flat_map(|event| {
        match &event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => in_title = true,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                in_title = false;
                return Vec::new();
            }
            _ => (),
        }
        if in_title { Vec::new() } else { shown(v, event) }
    });
    let mut text = String::new();
    html::push_html(&mut text, events);
    let label = v.t("prose-table");
    let open = format!(r#"<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="data">"#);
    text.replace("<table>", &open).replace("</table>", "</table></div>")
}

fn shown<'t>(v: &View, event: Event<'t>) -> Vec<Event<'t>> {
    match event {
        // A page has no inline style, so that columns are not aligned one by one.
        Event::Start(Tag::Table(columns)) => {
            vec![Event::Start(Tag::Table(columns.iter().map(|_| pulldown_cmark::Alignment::None).collect()))]
        }
        Event::Html(raw) | Event::InlineHtml(raw) => vec![Event::Text(raw)],
        Event::Code(id) => match record(v, &id) {
            None => vec![Event::Code(id)],
            Some(Link { href, text }) => {
                let (dest_url, none) = (CowStr::from(href), CowStr::from(""));
                let start = Tag::Link { link_type: LinkType::Inline, dest_url, title: none.clone(), id: none };
                vec![Event::Start(start), Event::Text(text.into()), Event::End(TagEnd::Link)]
            }
        },
        event => vec![event],
    }
}

/// The record that an id means.
fn record(v: &View, id: &str) -> Option<Link> {
    let chain = v.registers().chains.iter().any(|chain| chain.id == id).then_some("chains");
    let process = v.zone.process(id).map(|_| "processes");
    let product = v.zone.product(id).map(|_| "products");
    let indicator = v.zone.indicator(id).map(|_| "indicators");
    Some(v.link(chain.or(process).or(product).or(indicator)?, id))
}
