//! What is selected on the chain map: a process or a product with its figures, makers and buyers.

use super::{ChainQuery, address, outside};
use crate::View;
use crate::link::Link;
use crate::map::main_input;
use crate::pages::sides::{self, Coming, Invitee, Side};
use crate::parts::{Badge, Fig};

/// How many candidates the side panel names.
const SHORT_LIST: usize = 5;

/// What is selected on the map.
pub(super) struct Panel {
    pub(super) name: Link,
    pub(super) kind: String,
    pub(super) close: String,
    pub(super) badge: Option<Badge>,
    pub(super) facts: Vec<(String, Fig)>,
    pub(super) words: Vec<(String, String)>,
    pub(super) makers: Vec<Side>,
    pub(super) buyers: Vec<Side>,
    pub(super) answers: Vec<Link>,
    pub(super) candidates: Vec<Invitee>,
    pub(super) projects: Vec<Coming>,
}

/// The side panel of a selection; `None` where it names nothing.
pub(super) fn panel(v: &View, query: &ChainQuery, select: &str) -> Option<Panel> {
    let close = address(v, query, None, query.hide.as_deref());
    match select.split_once(':')? {
        ("process", id) => process_panel(v, id, close),
        ("product", id) => product_panel(v, id, close),
        _ => None,
    }
}

fn process_panel(v: &View, id: &str, close: String) -> Option<Panel> {
    let process = v.zone.process(id)?;
    let main = process.main_product.as_str();
    let unit = v.zone.unit(main, true);
    let balance = v.diagnosis.balance_of(main);
    let of_process = |plant: &str| v.zone.plant(plant).is_some_and(|plant| plant.process == id);
    let makers: Vec<_> = balance
        .map(|b| b.makers.iter().filter(|maker| of_process(&maker.plant)).cloned().collect())
        .unwrap_or_default();
    let mut facts = vec![(v.t("process-output"), v.fig(&crate::map::output(v, id), unit, "formula-process-output"))];
    if let Some(step) = v.diagnosis.extensions.iter().find(|step| step.process == id) {
        facts.push((v.t("process-reachable"), v.fig(&step.reachable, unit, "formula-reachable")));
        facts.push((v.t("process-uplift"), v.fig(&step.uplift_cny, "CNY", "formula-uplift")));
    }
    let outside = outside(v, id).into_iter().map(|link| link.text).collect::<Vec<_>>();
    let feedstock = main_input(v.zone, id).map(|item| v.name("products", item));
    let words = [
        (v.t("process-main-product"), Some(v.name("products", main))),
        (v.t("process-feedstock"), feedstock),
        (v.t("chain-outside-inputs"), (!outside.is_empty()).then(|| outside.join(&v.t("chain-and")))),
    ];
    Some(Panel {
        name: v.link("processes", id),
        kind: v.t("chain-panel-process"),
        close,
        badge: balance.map(|balance| Badge::of(v, balance.state)),
        facts,
        words: words.into_iter().filter_map(|(name, word)| Some((name, word?))).collect(),
        makers: sides::sides(v, &makers, unit, "formula-share"),
        buyers: Vec::new(),
        answers: sides::answers_about_process(v, id),
        candidates: sides::invitees_for(v, main).into_iter().take(SHORT_LIST).collect(),
        projects: sides::coming(v, |project| project.process.as_deref() == Some(id)),
    })
}

fn product_panel(v: &View, id: &str, close: String) -> Option<Panel> {
    let product = v.zone.product(id)?;
    let balance = v.diagnosis.balance_of(id);
    let unit = product.unit.as_str();
    let facts = balance.map(|balance| {
        vec![
            (v.t("product-made"), v.fig(&balance.made, unit, "formula-made")),
            (v.t("product-needed"), v.fig(&balance.needed, unit, "formula-needed")),
            (v.t("product-net-imports"), v.fig(&balance.net_imports, unit, "formula-net-imports")),
            (v.t("product-net-exports"), v.fig(&balance.net_exports, unit, "formula-net-exports")),
        ]
    });
    let makes = |process: &str| v.zone.process(process).is_some_and(|process| process.main_product == id);
    Some(Panel {
        name: v.link("products", id),
        kind: v.t("chain-panel-product"),
        close,
        badge: balance.map(|balance| Badge::of(v, balance.state)),
        facts: facts.unwrap_or_default(),
        words: Vec::new(),
        makers: balance.map(|b| sides::sides(v, &b.makers, unit, "formula-share")).unwrap_or_default(),
        buyers: balance.map(|b| sides::sides(v, &b.buyers, unit, "formula-share")).unwrap_or_default(),
        answers: sides::answers_about_product(v, id),
        candidates: sides::invitees_for(v, id).into_iter().take(SHORT_LIST).collect(),
        projects: sides::coming(v, |project| project.process.as_deref().is_some_and(makes)),
    })
}
