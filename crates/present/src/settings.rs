//! How a reader wants to see things, and what forms carry.

use yanlian_model::Lang;

/// Light, dark, or as the reader's system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The name in the cookie and in the page.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Reads [`Theme::name`]; anything else is `Auto`.
    pub fn parse(name: &str) -> Theme {
        match name {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        }
    }
}

/// How the reader wants to see it, and where the reader is.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The language.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
    /// The page's own path with its query, for links that come back to it.
    pub path: String,
    /// Whether this is the demonstration park; every page says so.
    pub demo: bool,
}

/// What every form on a page carries, and what the form before it did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FormStamp {
    /// The revision that the person sees.
    pub revision: i64,
    /// A token that no other page has.
    pub once: String,
    /// The entry that was made just now.
    pub kept: Option<String>,
    /// Whether what others wrote meanwhile stands beside it.
    pub merged: bool,
}
