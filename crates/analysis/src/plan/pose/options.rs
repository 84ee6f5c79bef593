//! The options: projects of the register, and processes of the library at their typical scale.

use super::super::{Decision, Effect, Excludes, Flow, Needs, Objective, PlanOption, Use};
use super::{Source, Subject, about};
use crate::limits::LAND;
use crate::{Diagnosis, Recipe};
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::registers::{Process, Project};
use yanlian_model::{Figure, Finding, Message, Missing, PlanStance, PlanSubject, ProjectStage, Severity, units};

/// An option with what it is.
pub(super) struct PosedOption {
    pub(super) option: PlanOption,
    pub(super) subject: Subject,
}

/// Every option that can be posed.
pub(super) fn options(source: &Source, with_library: bool, findings: &mut Vec<Finding>) -> Vec<PosedOption> {
    let projects = source.zone.registers.projects.iter().filter(|project| coming(project));
    let mut options: Vec<PosedOption> = projects.filter_map(|project| of_project(source, project, findings)).collect();
    let processes = match with_library {
        true => wanted(source.diagnosis),
        false => BTreeSet::new(),
    };
    options.extend(processes.into_iter().filter_map(|process| of_process(source, process, findings)));
    options
}

/// Whether a project may still be decided on, or is on its way.
fn coming(project: &Project) -> bool {
    !matches!(project.stage, ProjectStage::Dropped | ProjectStage::Production)
}

/// The stance on a project where the scenario takes none: what is being built has to be taken.
pub fn usual_stance(project: &Project) -> PlanStance {
    match project.stage {
        ProjectStage::Started | ProjectStage::Completed => PlanStance::Must,
        _ => PlanStance::May,
    }
}

/// The processes that would close a gap or work up a surplus.
fn wanted(diagnosis: &Diagnosis) -> BTreeSet<&str> {
    let ways = diagnosis.gaps.iter().flat_map(|gap| &gap.ways).map(|way| way.process.as_str());
    ways.chain(diagnosis.extensions.iter().map(|step| step.process.as_str())).collect()
}

fn of_project(source: &Source, project: &Project, findings: &mut Vec<Finding>) -> Option<PosedOption> {
    let process = project.process.as_deref().and_then(|id| source.zone.process(id));
    let mut refuse = |id: &'static str| {
        findings.push(about(Severity::Warning, "projects", &project.id, Message::new(id)));
        None
    };
    let Some(process) = process else { return refuse("plan-project-without-process") };
    let Some(capacity) = project.capacity.filter(|capacity| *capacity > 0.0) else {
        return refuse("plan-project-without-capacity");
    };
    let invested = project.invested_cny.unwrap_or(0.0);
    let whole = project.investment_cny.or(process.capex_cny_per_unit.map(|unit| unit * capacity));
    let Some(whole) = whole else { return refuse("plan-project-without-investment") };
    let stance = source.stance(PlanSubject::Project, &project.id).unwrap_or(usual_stance(project));
    let kind = Kind {
        id: project.id.clone(),
        register: "projects",
        process,
        capacity,
        land: project.land_mu.or(process.land_mu_per_unit.map(|unit| unit * capacity)),
        jobs: project.jobs.or(process.jobs_per_unit.map(|unit| unit * capacity)),
        tax_cny: project.tax_cny,
    };
    let mut option = option(source, &kind, findings)?;
    option.earliest = project.earliest_year;
    option.decision = decision(stance);
    let too_late = project.earliest_year.filter(|earliest| source.years.iter().all(|year| year < earliest));
    if let (Decision::Must, Some(earliest)) = (option.decision, too_late) {
        let message = Message::new("plan-project-after-the-years").with("earliest", earliest.to_string());
        let message = message.with("last", source.years.last().copied().unwrap_or(earliest).to_string());
        findings.push(about(Severity::Warning, "projects", &project.id, message));
        option.decision = Decision::Not;
    }
    option.capex_cny = (whole - invested).max(0.0);
    option.public_cost_cny = project.public_support_cny.unwrap_or(0.0);
    Some(PosedOption { option, subject: Subject::Project { process: process.id.clone() } })
}

fn of_process(source: &Source, id: &str, findings: &mut Vec<Finding>) -> Option<PosedOption> {
    let process = source.zone.process(id)?;
    let stance = source.stance(PlanSubject::Process, id);
    if stance == Some(PlanStance::Not) {
        return None;
    }
    let mut refuse = |id: &'static str| {
        findings.push(about(Severity::Note, "processes", &process.id, Message::new(id)));
        None
    };
    let Some(capacity) = process.typical_scale.filter(|scale| *scale > 0.0) else {
        return refuse("plan-process-without-scale");
    };
    let Some(capex) = process.capex_cny_per_unit else { return refuse("plan-process-without-investment") };
    let kind = Kind {
        id: process.id.clone(),
        register: "processes",
        process,
        capacity,
        land: process.land_mu_per_unit.map(|unit| unit * capacity),
        jobs: process.jobs_per_unit.map(|unit| unit * capacity),
        tax_cny: None,
    };
    let mut option = option(source, &kind, findings)?;
    option.decision = stance.map_or(Decision::May, decision);
    option.capex_cny = capex * capacity;
    Some(PosedOption { option, subject: Subject::Process { process: process.id.clone() } })
}

fn decision(stance: PlanStance) -> Decision {
    match stance {
        PlanStance::Must => Decision::Must,
        PlanStance::May => Decision::May,
        PlanStance::Not => Decision::Not,
    }
}

/// What projects and processes have in common.
struct Kind<'a> {
    id: String,
    register: &'static str,
    process: &'a Process,
    capacity: f64,
    /// mu, from the start on.
    land: Option<f64>,
    /// Persons, from the start on.
    jobs: Option<f64>,
    /// CNY a year.
    tax_cny: Option<f64>,
}

/// The option of a process; `None` with a finding where a coefficient has no bound to count at.
fn option(source: &Source, kind: &Kind, findings: &mut Vec<Finding>) -> Option<PlanOption> {
    let recipe = Recipe::to_build(source.zone, kind.process);
    let Coefficients { flows, mut uses } =
        coefficients(source, &recipe).map_err(|open| findings.push(open.finding(kind.register, &kind.id))).ok()?;
    if let Some(land) = kind.land {
        uses.retain(|of| of.limit != LAND);
        uses.push(Use { limit: LAND.to_owned(), per_unit: 0.0, on_start: land });
    }
    let takes_land = uses.iter().any(|of| of.limit == LAND);
    if !takes_land && source.zone.registers.limits.iter().any(|limit| limit.resource == LAND) {
        findings.push(about(Severity::Warning, kind.register, &kind.id, Message::new("plan-land-unknown")));
    }
    let yearly = [(Objective::Tax, kind.tax_cny), (Objective::Jobs, kind.jobs)];
    let yearly = yearly.into_iter().filter_map(|(objective, per_year)| {
        Some(Effect { objective, per_unit: 0.0, per_year: per_year?, on_start: 0.0 })
    });
    Some(PlanOption {
        id: kind.id.clone(),
        capacity: kind.capacity,
        min_load: None,
        earliest: None,
        latest: None,
        decision: Decision::May,
        flows,
        uses,
        capex_cny: 0.0,
        public_cost_cny: 0.0,
        effects: yearly.chain(burdens(source, &recipe)).collect(),
    })
}

/// What a unit of a recipe's main product takes and gives.
pub(super) struct Coefficients {
    pub(super) flows: Vec<Flow>,
    pub(super) uses: Vec<Use>,
}

/// A coefficient without a bound to count at.
pub(super) struct Open {
    item: String,
    missing: Vec<Missing>,
}

impl Open {
    pub(super) fn finding(self, register: &'static str, key: &str) -> Finding {
        let message = Message::new("plan-option-open-flow").with("item", self.item);
        Finding { missing: self.missing, ..about(Severity::Warning, register, key, message) }
    }
}

/// The recipe at the bounds that serve it least: little comes out, much goes in.
pub(super) fn coefficients(source: &Source, recipe: &Recipe) -> Result<Coefficients, Open> {
    let bounded = |item: &str, figure: &Figure, bound: f64| match bound.is_finite() {
        true => Ok(bound),
        false => Err(Open { item: item.to_owned(), missing: figure.missing().iter().cloned().collect() }),
    };
    let flow = |product: &str| {
        let net = recipe.net(product);
        Ok(Flow { good: product.to_owned(), per_unit: bounded(product, &net, net.low())? })
    };
    let used = |resource: &str| {
        let taken = recipe.resource(source.zone, resource);
        let per_unit = bounded(resource, &taken, taken.high())?;
        Ok(Use { limit: resource.to_owned(), per_unit, on_start: 0.0 })
    };
    let resources: BTreeSet<&str> = source.zone.registers.limits.iter().map(|limit| limit.resource.as_str()).collect();
    let mut flows = recipe.products().into_iter().map(flow).collect::<Result<Vec<Flow>, Open>>()?;
    let mut uses = resources.into_iter().map(used).collect::<Result<Vec<Use>, Open>>()?;
    flows.retain(|flow| flow.per_unit != 0.0);
    uses.retain(|of| of.per_unit != 0.0);
    Ok(Coefficients { flows, uses })
}

/// The indicators by which burdens are counted, each with the unit of its objective.
const BURDENS: [(Objective, &str, &str); 4] = [
    (Objective::Co2, "co2", "t"),
    (Objective::Cod, "cod", "t"),
    (Objective::Water, "water", "m3"),
    (Objective::Energy, "comprehensive-energy", "tce"),
];

/// What a unit burdens. What is not known of it is not in the objective's total.
pub(super) fn burdens(source: &Source, recipe: &Recipe) -> Vec<Effect> {
    let burdens = BURDENS.into_iter().filter_map(|(objective, indicator, unit)| {
        let amount = recipe.resource(source.zone, indicator).high();
        let per_unit = units::convert(amount, source.zone.unit(indicator, false), unit).ok()?;
        let counts = per_unit.is_finite() && per_unit != 0.0;
        counts.then_some(Effect { objective, per_unit, per_year: 0.0, on_start: 0.0 })
    });
    burdens.collect()
}

/// What projects need and exclude, among the options. A need that is in production already is met; one
/// that is no option leaves the project that needs it without its condition, and that is said. What a project
/// says of itself is no condition, and is said too.
pub(super) fn relations(
    source: &Source,
    options: &BTreeMap<String, Subject>,
    findings: &mut Vec<Finding>,
) -> (Vec<Needs>, Vec<Excludes>) {
    let (mut needs, mut excludes) = (Vec::new(), BTreeSet::new());
    let projects = &source.zone.registers.projects;
    let made = |id: &str| projects.iter().any(|other| other.id == id && other.stage == ProjectStage::Production);
    for project in projects.iter().filter(|project| options.contains_key(&project.id)) {
        if project.needs.contains(&project.id) || project.excludes.contains(&project.id) {
            let message = Message::new("plan-project-names-itself");
            findings.push(about(Severity::Warning, "projects", &project.id, message));
        }
        for needed in project.needs.iter().filter(|needed| **needed != project.id) {
            if options.contains_key(needed) {
                needs.push(Needs { option: project.id.clone(), needs: needed.clone() });
            } else if !made(needed) {
                let message = Message::new("plan-need-is-no-option").with("needs", needed);
                findings.push(about(Severity::Warning, "projects", &project.id, message));
            }
        }
        for other in project.excludes.iter().filter(|other| options.contains_key(*other) && **other != project.id) {
            excludes.insert((project.id.clone().min(other.clone()), project.id.clone().max(other.clone())));
        }
    }
    (needs, excludes.into_iter().map(|(one, other)| Excludes { one, other }).collect())
}
