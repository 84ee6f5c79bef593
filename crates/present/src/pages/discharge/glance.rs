//! Discharge at a glance, for pages about other things.

use super::outlets::said;
use super::permits::runs_out;
use super::words::{owner, standing_badge};
use crate::View;
use crate::link::Link;
use crate::parts::Badge;
use askama::Template;
use askama::filters::HtmlSafe;
use yanlian_analysis::discharge::Standing;
use yanlian_model::Message;

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
        let assessment = v.discharge?;
        let noticed = assessment.outlets.iter().filter(|outlet| outlet.standing <= Standing::NoEvidence);
        let line = |outlet: &str, standing| Line {
            badge: standing_badge(v, standing),
            outlet: v.link("outlets", outlet),
            owner: owner(v, outlet),
        };
        let soon = assessment.permits.iter().filter(|permit| runs_out(permit)).count();
        let permits =
            Message::new("discharge-glance-permits").with("permits", assessment.permits.len()).with("soon", soon);
        Some(Glance {
            said: said(v, assessment),
            permits: v.say(&permits),
            lines: noticed.map(|outlet| line(&outlet.outlet, outlet.standing)).collect(),
        })
    }
}

/// What readings say of a limited resource: what left the park this year so far, and what a
/// year comes to at the present rate. `None` where it is not measured, or the year looked at is another one.
pub(in crate::pages) fn measured(v: &View, resource: &str) -> Option<String> {
    let measured = v.discharge?.measured(v.registers()).into_iter().find(|own| own.resource == resource)?;
    let message = Message::new("zone-measured")
        .with("outlets", measured.outlets)
        .with("through", crate::format::date(measured.through))
        .with("used", v.short(&measured.used, measured.unit))
        .with("year", v.short(&measured.per_year, measured.unit));
    (measured.year == v.year()).then(|| v.say(&message))
}
