//! Discharge at a glance, for pages about other things.

use super::outlets::said;
use super::permits::runs_out;
use super::words::{owner, standing_badge};
use crate::View;
use crate::parts::{Badge, Link};
use askama::Template;
use askama::filters::HtmlSafe;
use yanlian_analysis::discharge::{Standing, leaves_the_park};
use yanlian_model::{Figure, Message};

/// A sentence, and a line for each outlet that needs a look.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<p>{{ said }} {{ permits }}</p>{% if !lines.is_empty() %}<ul class="rows">{% for line in lines %}<li>{{ line.badge }} {{ line.outlet }} <span class="detail">{{ line.owner }}</span></li>{% endfor %}</ul>{% endif %}"#
)]
pub(in crate::pages) struct Glance {
    said: String,
    permits: String,
    lines: Vec<Line>,
}

struct Line {
    badge: Badge,
    outlet: Link,
    owner: Link,
}

impl HtmlSafe for Glance {}

impl Glance {
    /// How discharge stands; `None` where nobody knows.
    pub(in crate::pages) fn of(v: &View) -> Option<Glance> {
        let survey = v.discharge?;
        let noticed = survey.outlets.iter().filter(|outlet| outlet.standing <= Standing::NoEvidence);
        let line = |outlet: &str, standing| Line {
            badge: standing_badge(v, standing),
            outlet: v.link("outlets", outlet),
            owner: owner(v, outlet),
        };
        let soon = survey.permits.iter().filter(|permit| runs_out(permit)).count();
        let permits = Message::new("discharge-glance-permits").with("permits", survey.permits.len()).with("soon", soon);
        Some(Glance {
            said: said(v, survey),
            permits: v.say(&permits),
            lines: noticed.map(|outlet| line(&outlet.outlet, outlet.standing)).collect(),
        })
    }
}

/// The factors by which limited resources are measured.
const MEASURED: &[(&str, &str)] = &[("cod", "w01018"), ("nh3-n", "w21003")];

/// What readings say of a limited resource: the mass that left the park this year so far, and its
/// present rate. `None` where it is not measured, or the year looked at is another one.
pub(in crate::pages) fn measured(v: &View, resource: &str) -> Option<String> {
    let survey = v.discharge.filter(|survey| chrono::Datelike::year(&survey.through) == v.year())?;
    let (_, factor) = MEASURED.iter().find(|(own, _)| *own == resource)?;
    let leaving = v.registers().outlets.iter().filter(|outlet| leaves_the_park(outlet));
    let factors = leaving.filter_map(|outlet| survey.outlet(&outlet.id)).flat_map(|outlet| &outlet.factors);
    let years: Vec<_> = factors.filter(|own| own.factor == *factor).filter_map(|own| own.year.as_ref()).collect();
    let sum = |figure: &mut dyn Iterator<Item = Figure>| v.short(&figure.sum::<Figure>(), "kg");
    let message = Message::new("zone-measured")
        .with("outlets", years.len())
        .with("through", crate::format::date(survey.through))
        .with("used", sum(&mut years.iter().map(|year| year.used_kg.clone())))
        .with("rate", sum(&mut years.iter().map(|year| year.rate_kg_day.clone())));
    (!years.is_empty()).then(|| v.say(&message))
}
