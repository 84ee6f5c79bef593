//! The small parts that every page is made of: figures that open, links, badges of state.

use crate::View;
use askama::Template;
use askama::filters::HtmlSafe;
use yanlian_model::{Figure, Lang, Message, Provenance};

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
    /// The figure itself, for files, and its unit.
    pub(crate) figure: Figure,
    pub(crate) unit: String,
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
        Fig { text, full, formula, missing, figure: figure.clone(), unit: unit.to_owned(), labels, id }
    }
}

impl View<'_> {
    /// A figure in `unit`, as three digits that open to the whole; `formula` is a message id.
    pub fn fig(&self, figure: &Figure, unit: &str, formula: &str) -> Fig {
        Fig::new(self, figure, unit, formula)
    }

    /// A figure as it is read at first sight: a value, "at least", "up to", or unknown.
    pub fn short(&self, figure: &Figure, unit: &str) -> String {
        short(self, figure, unit)
    }

    /// The word of a state.
    pub fn state(&self, state: impl serde::Serialize) -> String {
        Badge::of(self, state).word
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

/// What a record notes: in the reader's language where it has both, `中文 / English`; in the other one folded.
#[derive(Template)]
#[template(
    source = r#"{% match fold %}{% when None %}<span class="sub">{{ text }}</span>{% when Some((summary, lang)) %}<details class="sub"><summary>{{ summary }}</summary><span lang="{{ lang.tag() }}">{{ text }}</span></details>{% endmatch %}"#,
    ext = "html"
)]
pub(crate) struct Note {
    text: String,
    /// What to open, and the language behind it.
    fold: Option<(String, Lang)>,
}

impl HtmlSafe for Note {}

impl Note {
    /// The note of a record; `None` where it has none.
    pub(crate) fn of(view: &View, provenance: &Provenance) -> Option<Note> {
        let (text, lang) = in_language(provenance.note.as_deref()?, view.lang());
        let summary = || match lang {
            Lang::Zh => view.t("note-in-chinese"),
            Lang::En => view.t("note-in-english"),
        };
        let fold = (lang != view.lang()).then(|| (summary(), lang));
        Some(Note { text: text.to_owned(), fold })
    }
}

/// What stands in the library where a source is no document, and the message that says it.
const NO_DOCUMENT: &[(&str, &str)] = &[
    ("unverified estimate", "source-from-memory"),
    ("mixed: see note", "source-mixed"),
    ("computed: mass closure", "source-mass-closure"),
    ("computed: equal to the wastewater row", "source-as-wastewater"),
    ("computed: equal to the waste water row", "source-as-wastewater"),
    ("computed: CH4 + 2 O2 -> CO2 + 2 H2O for the natural gas row", "source-gas-burnt"),
];

/// Where a record comes from: a document as it is cited, anything else in the reader's language.
pub(crate) fn source(view: &View, provenance: &Provenance) -> String {
    let Some(source) = provenance.source.as_deref() else { return view.t("source-unknown") };
    let said = NO_DOCUMENT.iter().find(|(own, _)| *own == source);
    said.map_or_else(|| source.to_owned(), |(_, message)| view.t(message))
}

/// The part of `中文 / English` in the wanted language, or all of a note in one language, with its language.
fn in_language(note: &str, wanted: Lang) -> (&str, Lang) {
    let parts = note.match_indices(" / ").map(|(at, sign)| (&note[..at], &note[at + sign.len()..]));
    match (parts.into_iter().find(|(zh, en)| has_han(zh) && !has_han(en)), wanted) {
        (Some((zh, _)), Lang::Zh) => (zh, Lang::Zh),
        (Some((_, en)), Lang::En) => (en, Lang::En),
        (None, _) if has_han(note) => (note, Lang::Zh),
        (None, _) if has_word(note) => (note, Lang::En),
        (None, _) => (note, wanted),
    }
}

fn has_han(text: &str) -> bool {
    text.contains(|c: char| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

/// Whether there is a word in Latin letters, longer than a unit or an element.
fn has_word(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_lowercase()).any(|word| word.len() > 3)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_in_the_readers_language_where_it_has_it() {
        let both = "反应式最低 2.46 吨,MJ ÷ 3.6 / least amount by the reaction 2.46 t, MJ / 3.6";
        assert_eq!(in_language(both, Lang::Zh), ("反应式最低 2.46 吨,MJ ÷ 3.6", Lang::Zh));
        assert_eq!(in_language(both, Lang::En), ("least amount by the reaction 2.46 t, MJ / 3.6", Lang::En));
        assert_eq!(in_language("computed: 900 MJ / 3.6", Lang::Zh), ("computed: 900 MJ / 3.6", Lang::En));
        assert_eq!(in_language("产生量", Lang::En), ("产生量", Lang::Zh));
        assert_eq!(in_language("12 kg / 3", Lang::Zh), ("12 kg / 3", Lang::Zh));
    }
}
