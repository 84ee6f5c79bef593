//! How the zone's products hang together: the product space, and what one more unit moves upstream.

mod drawing;
mod linkages;
mod space;
mod table;

pub use space::product_space;
pub(crate) use space::space_json;
pub use table::io;
pub(crate) use table::{Upstream, io_json, upstream};

use super::reasoning::Step;
use crate::View;
use crate::format;

use yanlian_analysis::complexity::{OWN, SpaceProduct};
use yanlian_model::{Arg, Finding, Message};

/// How the zone stands to a product, the word that comes first being the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// RCA ≥ 1.
    Strong,
    /// Made here, RCA below 1.
    Made,
    /// A gap, or the product of an extension.
    Open,
    /// Made in other regions only.
    Elsewhere,
}

impl Standing {
    const ALL: [Standing; 4] = [Standing::Strong, Standing::Made, Standing::Open, Standing::Elsewhere];

    fn of(v: &View, product: &SpaceProduct) -> Standing {
        let id = &product.product;
        let open = || v.diagnosis.gaps.iter().any(|gap| gap.product == *id);
        let next = || v.diagnosis.extensions.iter().any(|step| step.main_product == *id);
        match product.strong {
            Some(true) => Standing::Strong,
            _ if product.own_cny > 0.0 => Standing::Made,
            _ if open() || next() => Standing::Open,
            _ => Standing::Elsewhere,
        }
    }

    /// Its name in messages and in the style sheet.
    fn name(self) -> &'static str {
        match self {
            Standing::Strong => "strong",
            Standing::Made => "made",
            Standing::Open => "open",
            Standing::Elsewhere => "elsewhere",
        }
    }

    /// Its shape around the origin, of about the area of a circle of that radius.
    fn shape(self, r: f64) -> String {
        match self {
            Standing::Strong | Standing::Elsewhere => format!("M-{r} 0A{r} {r} 0 1 0 {r} 0A{r} {r} 0 1 0-{r} 0Z"),
            Standing::Made => {
                let half = (r * 8.8).round() / 10.0;
                format!("M-{half}-{half}H{half}V{half}H-{half}Z")
            }
            Standing::Open => {
                let half = (r * 12.5).round() / 10.0;
                format!("M0-{half}L{half} 0L0 {half}L-{half} 0Z")
            }
        }
    }
}

/// A product's place in the product space; `None` without a reference, or where no region makes it.
pub(crate) fn found<'v>(v: &'v View, product: &str) -> Option<&'v SpaceProduct> {
    v.networks().space.as_ref()?.product(product)
}

/// An index with two decimals, or the word for unknown.
fn index(v: &View, value: Option<f64>) -> String {
    value.map_or_else(|| v.t("figure-unknown"), |value| format::number((value * 100.0).round() / 100.0))
}

/// The step that says how near and how complex a product is; none without a reference.
pub(crate) fn step(v: &View, product: &str) -> Option<Step> {
    let space = v.networks().space.as_ref()?;
    let step = Step::new(v, "related-step");
    let Some(found) = space.product(product) else {
        return Some(step.note(v.t("related-not-in-reference")));
    };
    let own = space.own();
    let numbers = Message::new("related-numbers")
        .with("density", index(v, found.density))
        .with("median", index(v, space.median_density))
        .with("pci", index(v, found.pci))
        .with("eci", index(v, own.and_then(|own| own.eci)))
        .with("rca", index(v, found.rca));
    let verdict = match found.within_reach {
        _ if found.strong == Some(true) => "related-verdict-strong",
        Some(true) => "related-verdict-reach",
        Some(false) => "related-verdict-not",
        None => "related-verdict-open",
    };
    let regions = v.t1("related-regions", "regions", space.regions.len() - usize::from(own.is_some()));
    Some(step.formula(v, "formula-related", &numbers).note(v.t(verdict)).note(regions))
}

/// What a method noticed, and how to fix it; ids of products become names.
fn findings(v: &View, findings: &[Finding]) -> Vec<(String, String)> {
    let named = |arg: &Arg| match arg {
        Arg::Text(text) if text == OWN => Arg::Text(v.t("related-own-zone")),
        Arg::Text(text) => Arg::Text(match (v.zone.product(text), v.zone.plant(text)) {
            (Some(_), _) => v.name("products", text),
            (_, Some(_)) => v.name("plants", text),
            _ => text.replace(OWN, &v.t("related-own-zone")),
        }),
        other => other.clone(),
    };
    let said = findings.iter().map(|finding| {
        let args = finding.message.args.iter().map(|(name, arg)| (*name, named(arg))).collect();
        let message = Message { id: finding.message.id, args };
        (v.say(&message), v.remedy(&message))
    });
    said.collect()
}
