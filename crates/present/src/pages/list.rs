//! What the pages that list things have in common: tabs, choices, a text to look for.

use crate::View;
use crate::address::percent;

/// A tab or a filter: a link that is, or is not, where the reader stands.
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) text: String,
    pub(crate) current: bool,
}

/// A drop-down of a filter form.
pub(crate) struct Select {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) options: Vec<SelectOption>,
}

/// One entry of a drop-down.
pub(crate) struct SelectOption {
    pub(crate) value: String,
    pub(crate) text: String,
    pub(crate) chosen: bool,
}

impl Select {
    /// A drop-down of (value, text) pairs; the first is what a blank parameter means.
    pub(crate) fn new(
        v: &View,
        name: &'static str,
        label: &str,
        chosen: &str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Select {
        let option = |(value, text): (String, String)| SelectOption { chosen: value == chosen, value, text };
        Select { name, label: v.t(label), options: options.into_iter().map(option).collect() }
    }

    /// A drop-down of (value, message id) pairs.
    pub(crate) fn of_messages(
        v: &View,
        name: &'static str,
        label: &str,
        chosen: &str,
        options: &[(&str, &str)],
    ) -> Select {
        v.expect(name, chosen, options.iter().map(|(value, _)| *value));
        Select::new(v, name, label, chosen, options.iter().map(|(value, id)| (value.to_string(), v.t(id))))
    }
}

/// Whether any of `texts` contains what the reader looks for, whatever the case.
pub(crate) fn contains<'t>(q: &str, texts: impl IntoIterator<Item = &'t str>) -> bool {
    let q = q.trim().to_lowercase();
    q.is_empty() || texts.into_iter().any(|text| text.to_lowercase().contains(&q))
}

/// Whether a product's names or aliases contain what the reader looks for.
pub(crate) fn product_matches(v: &View, q: &str, product: &str) -> bool {
    let names = v.zone.product(product).into_iter().flat_map(|product| product.names());
    contains(q, names.chain([product]))
}

/// A tab that keeps the other parameters.
pub(crate) fn tab(v: &View, path: &str, parameters: &[(&str, &str)], text: String, current: bool) -> Tab {
    let query: Vec<String> = parameters
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", percent(value)))
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    Tab { href: v.href(&format!("{path}{mark}{}", query.join("&"))), text, current }
}

/// A page that lists: the sentence that answers, tabs, a filter form, tables.
#[derive(askama::Template)]
#[template(path = "list.html")]
pub(crate) struct List<'v> {
    pub(crate) v: &'v View<'v>,
    pub(crate) title: String,
    pub(crate) rail: &'static str,
    pub(crate) help: &'static str,
    /// Where else to go, and what to take away.
    pub(crate) links: Vec<crate::Link>,
    pub(crate) lead: String,
    pub(crate) tabs_label: String,
    pub(crate) tabs: Vec<Tab>,
    /// Parameters that the form keeps.
    pub(crate) hidden: Vec<(&'static str, String)>,
    pub(crate) q: String,
    pub(crate) look_for: String,
    pub(crate) selects: Vec<Select>,
    pub(crate) notes: Vec<String>,
    pub(crate) grids: Vec<crate::grid::Grid>,
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn looks_for_a_part_of_a_name_whatever_the_case() {
        assert!(contains(" TITAN ", ["titanium sponge", "海绵钛"]));
        assert!(contains("绵钛", ["titanium sponge", "海绵钛"]));
        assert!(contains("", []));
        assert!(!contains("zircon", ["titanium sponge", "海绵钛"]));
    }
}
