//! What the pages of the chain, a product and a process say alike: who makes and who buys, who could
//! be invited, what is on its way, and which answers are about the same thing.

use crate::View;
use crate::format;
use crate::link::Link;
use crate::parts::Fig;
use yanlian_analysis::{Candidate, Share};
use yanlian_model::registers::Project;
use yanlian_model::{Message, ProjectStage};

/// A maker or buyer of a product.
pub(crate) struct Side {
    /// The enterprise, or who consumes.
    pub(crate) who: Link,
    /// Its plant and the process of that plant.
    pub(crate) plant: Option<(Link, Link)>,
    pub(crate) quantity: Fig,
    /// By-product, essential, measured, gross: in words.
    pub(crate) remarks: String,
}

/// One side of a product's balance, in its order.
pub(crate) fn sides(v: &View, shares: &[Share], unit: &str, formula: &str) -> Vec<Side> {
    shares.iter().map(|share| side(v, share, unit, formula)).collect()
}

fn side(v: &View, share: &Share, unit: &str, formula: &str) -> Side {
    let who = match &share.enterprise {
        Some(enterprise) => v.link("enterprises", enterprise),
        None => Link::text(share.plant.clone()),
    };
    let plant = share.enterprise.as_ref().and_then(|_| v.zone.plant(&share.plant));
    let mut remarks = Vec::new();
    if share.enterprise.is_none() {
        remarks.push(v.t("side-final-demand"));
    }
    if share.by_product {
        remarks.push(v.t("side-by-product"));
    }
    if share.enterprise.is_some() && share.essential == Some(true) {
        remarks.push(v.t("side-essential"));
    }
    if share.measured {
        remarks.push(v.t("side-measured"));
    }
    if let Some(gross) = &share.gross {
        remarks.push(v.t1("side-gross", "amount", crate::parts::short(v, gross, unit)));
    }
    Side {
        who,
        plant: plant.map(|plant| (v.link("plants", &plant.id), v.link("processes", &plant.process))),
        quantity: v.fig(&share.quantity, unit, formula),
        remarks: remarks.join(&v.t("list-separator")),
    }
}

/// An outside company that might be invited.
pub(crate) struct Invitee {
    pub(crate) company: Link,
    pub(crate) region: String,
    pub(crate) product: Link,
    pub(crate) share: String,
}

/// The directory's makers of a product, the most specialised first.
pub(crate) fn invitees(v: &View, candidates: &[Candidate]) -> Vec<Invitee> {
    candidates
        .iter()
        .map(|candidate| Invitee {
            company: v.link("directory", &candidate.company),
            region: v.zone.company(&candidate.company).and_then(|c| c.region.clone()).unwrap_or_default(),
            product: v.link("products", &candidate.product),
            share: candidate.share.map_or_else(|| v.t("figure-unknown"), format::percent),
        })
        .collect()
}

/// The directory's makers of a product, as for a gap.
pub(crate) fn invitees_for(v: &View, product: &str) -> Vec<Invitee> {
    let offers = v.zone.offers(product).into_iter();
    let mut candidates: Vec<Candidate> = offers
        .map(|offer| Candidate { company: offer.company.clone(), product: offer.product.clone(), share: offer.share })
        .collect();
    candidates.sort_by(|a, b| b.share.unwrap_or(-1.0).total_cmp(&a.share.unwrap_or(-1.0)));
    invitees(v, &candidates)
}

/// A project that would make something.
pub(crate) struct Coming {
    pub(crate) project: Link,
    pub(crate) process: Link,
    pub(crate) stage: &'static str,
    pub(crate) capacity: String,
    pub(crate) year: String,
}

/// Projects on their way that satisfy `wanted`.
pub(crate) fn coming(v: &View, wanted: impl Fn(&Project) -> bool) -> Vec<Coming> {
    let alive = |stage: ProjectStage| !matches!(stage, ProjectStage::Dropped | ProjectStage::Production);
    let projects = v.registers().projects.iter().filter(|project| alive(project.stage) && wanted(project));
    projects
        .map(|project| {
            let process = project.process.as_deref().unwrap_or_default();
            let unit = v.zone.process(process).map_or("", |process| v.zone.unit(&process.main_product, true));
            Coming {
                project: v.link("projects", &project.id),
                process: v.link("processes", process),
                stage: v.label(&project.stage.choice().label),
                capacity: project.capacity.map_or_else(|| v.t("figure-unknown"), |c| v.quantity(c, unit)),
                year: project.earliest_year.map_or_else(|| v.t("figure-unknown"), |year| year.to_string()),
            }
        })
        .collect()
}

/// Links to the answers about a product: its gap, its extensions, its match.
pub(crate) fn answers_about_product(v: &View, product: &str) -> Vec<Link> {
    let link = |folder: &str, id: &str, text: String| Link::to(v.id_href(folder, id), text);
    let name = v.name("products", product);
    let mut links = Vec::new();
    if v.diagnosis.gaps.iter().any(|gap| gap.product == product) {
        links.push(link("gaps", product, v.t1("answer-gap", "product", name.clone())));
    }
    if v.diagnosis.matches.iter().any(|found| found.product == product) {
        links.push(link("matches", product, v.t1("answer-match", "product", name)));
    }
    for step in v.diagnosis.extensions.iter().filter(|step| step.feedstock == product) {
        let message = Message::new("answer-next-step").with("process", v.name("processes", &step.process));
        links.push(link("extensions", &step.process, v.say(&message)));
    }
    links
}

/// Links to the answers about a process: the gap that it would fill, the extension that it would be.
pub(crate) fn answers_about_process(v: &View, process: &str) -> Vec<Link> {
    let link = |folder: &str, id: &str, text: String| Link::to(v.id_href(folder, id), text);
    let mut links = Vec::new();
    for gap in v.diagnosis.gaps.iter().filter(|gap| gap.ways.iter().any(|way| way.process == process)) {
        links.push(link("gaps", &gap.product, v.t1("answer-gap", "product", v.name("products", &gap.product))));
    }
    if v.diagnosis.extensions.iter().any(|step| step.process == process) {
        links.push(link("extensions", process, v.t1("answer-next-step", "process", v.name("processes", process))));
    }
    links
}
