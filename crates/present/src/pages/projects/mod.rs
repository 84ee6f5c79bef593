//! Projects: how they are going, all of them and one by one.

mod all;
mod one;
mod timeline;

pub use all::{ProjectsQuery, projects};
pub use one::project;

use crate::link::Link;
use crate::{View, format};
use yanlian_analysis::{ProjectState, ProjectStatus};
use yanlian_model::Lang;
use yanlian_model::registers::Project;

/// An amount in a table whose head names the unit: 万元 in Chinese, million CNY in English.
fn money(v: &View, amount: Option<f64>) -> String {
    let unit = match v.lang() {
        Lang::Zh => 1e4,
        Lang::En => 1e6,
    };
    amount.map_or_else(|| v.t("figure-unknown"), |amount| format::number((amount / unit * 100.0).round() / 100.0))
}

/// What of the diagnosis a project would answer, while it is on its way.
struct Fit {
    /// The gap that it would close.
    gap: Option<Link>,
    /// The extension that it would take.
    step: Option<Link>,
}

impl Fit {
    fn of(v: &View, project: &Project) -> Fit {
        let id = &project.id;
        let gap = v.diagnosis.gaps.iter().find(|gap| gap.projects.contains(id));
        let step = v.diagnosis.extensions.iter().find(|step| step.projects.contains(id));
        Fit {
            gap: gap.map(|gap| Link::to(v.id_href("gaps", &gap.product), v.name("products", &gap.product))),
            step: step.map(|step| Link::to(v.id_href("extensions", &step.process), v.name("processes", &step.process))),
        }
    }
}

/// Whether the day by which the milestones say that a project will be ready has passed without it.
fn finish_passed(v: &View, status: &ProjectStatus) -> bool {
    let over = matches!(status.state, ProjectState::Done | ProjectState::Dropped);
    !over && status.forecast_finish.is_some_and(|date| date < v.today)
}

/// The product that a project would make.
fn makes(v: &View, project: &Project) -> Option<Link> {
    let process = v.zone.process(project.process.as_deref()?)?;
    Some(v.link("products", &process.main_product))
}
