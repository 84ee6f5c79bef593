//! Links, and names without a page.

use askama::Template;
use askama::filters::HtmlSafe;

/// A link to a page, or a name without one.
#[derive(Debug, Clone, Template)]
#[template(
    source = r#"{% if href.is_empty() %}{{ text }}{% else %}<a href="{{ href }}">{{ text }}</a>{% endif %}"#,
    ext = "html"
)]
pub struct Link {
    /// Where to; empty for a name without a page.
    pub href: String,
    /// What it is called.
    pub text: String,
}

impl HtmlSafe for Link {}

impl Link {
    /// A link.
    pub fn to(href: String, text: String) -> Link {
        Link { href, text }
    }

    /// A name without a page.
    pub fn text(text: String) -> Link {
        Link { href: String::new(), text }
    }
}
