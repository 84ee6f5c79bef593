//! The small parts that every page is made of: figures that open, links, badges of state.

use crate::View;
use askama::Template;
use askama::filters::HtmlSafe;
use yanlian_model::{Figure, Message};

/// A figure: a few digits with a dotted underline that open to the whole.
#[derive(Template)]
#[template(path = "parts/figure.html")]
pub struct Fig {
    /// What is read at first sight: `≥ 1.2 万吨`.
    pub text: String,
    /// The value or its bounds in full.
    pub full: String,
    /// The formula, in words.
    pub formula: String,
    /// What is missing; empty where nothing is.
    pub missing: String,
    /// Labels of the card's lines.
    labels: [String; 4],
    /// Tells one card from another on the page.
    id: String,
}

impl HtmlSafe for Fig {}

impl Fig {
    pub(crate) fn new(view: &View, figure: &Figure, unit: &str, formula: &str) -> Fig {
        let exact = |value: f64| crate::format::exact(value, unit, view.lang());
        let full = match (figure.value(), figure.low().is_finite(), figure.high().is_finite()) {
            (Some(value), ..) => exact(value),
            (None, true, true) => view.say(
                &Message::new("figure-between").with("low", exact(figure.low())).with("high", exact(figure.high())),
            ),
            (None, true, false) => view.t1("figure-at-least", "low", exact(figure.low())),
            (None, false, true) => view.t1("figure-at-most", "high", exact(figure.high())),
            (None, false, false) => view.t("figure-unknown"),
        };
        let formula = if formula.is_empty() { String::new() } else { view.t(formula) };
        let missing = view.missing(figure);
        let text = short(view, figure, unit);
        let id = format!("figure-{}", view.cards.replace(view.cards.get() + 1));
        let labels = ["figure-value", "figure-formula", "figure-missing", "figure-open"].map(|id| view.t(id));
        Fig { text, full, formula, missing, labels, id }
    }
}

/// The figure at first sight: a value, "at least", "up to", or unknown.
pub(crate) fn short(view: &View, figure: &Figure, unit: &str) -> String {
    let text = |value: f64| view.quantity(value, unit);
    match (figure.value(), figure.low(), figure.high()) {
        (Some(value), _, _) => text(value),
        (None, low, high) if low <= 0.0 && high.is_infinite() => view.t("figure-unknown"),
        (None, low, high) if low <= 0.0 && low.is_finite() => view.t1("figure-up-to", "high", text(high)),
        (None, low, _) if low.is_finite() => view.t1("figure-at-least", "low", text(low)),
        (None, _, high) => view.t1("figure-at-most", "high", text(high)),
    }
}

/// A link to a page, or a name without one.
#[derive(Template)]
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

/// A state: a word, a shape and a colour, always the same.
#[derive(Template)]
#[template(
    source = r#"<span class="state state-{{ kind }}">{{ icon|safe }}<span>{{ word }}</span></span>"#,
    ext = "html"
)]
pub struct Badge {
    pub(crate) kind: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) word: String,
}

impl HtmlSafe for Badge {}

/// Kind (the colour in the style sheet), icon and message of each state.
const STATES: &[(&str, &str, &str)] = &[
    ("missing", "circle-dashed", "state-missing"),
    ("short", "circle-half-2", "state-short"),
    ("balanced", "circle-check", "state-balanced"),
    ("surplus", "arrow-up-right", "state-surplus"),
    ("idle", "circle", "state-idle"),
    ("undetermined", "question-mark", "state-undetermined"),
    ("coming", "clock", "state-coming"),
    ("late", "clock", "state-late"),
    ("stalled", "player-pause", "state-stalled"),
    ("ontime", "check", "state-ontime"),
    ("done", "circle-check", "state-done"),
    ("dropped", "x", "state-dropped"),
    ("unknown", "question-mark", "state-unknown"),
    ("open", "circle", "state-open"),
    ("overdue", "alert-triangle", "state-overdue"),
    ("fault", "alert-triangle", "state-fault"),
    ("warning", "alert-triangle", "state-warning"),
    ("note", "bulb", "state-note"),
];

impl Badge {
    /// A badge with the shape and colour of `state` and a word of its own, a message id.
    pub(crate) fn saying(view: &View, state: &str, word: &str) -> Badge {
        Badge { word: view.t(word), ..Badge::of(view, state) }
    }

    /// The badge of a state by its name, which is the state's name in JSON.
    pub fn of(view: &View, state: impl serde::Serialize) -> Badge {
        let name =
            serde_json::to_value(state).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
        let known = STATES.iter().find(|(kind, _, _)| *kind == name).unwrap_or(&STATES[12]);
        Badge { kind: known.0, icon: view.icon(known.1), word: view.t(known.2) }
    }
}
