//! The lists of those who do it: leading enterprises, candidates, projects.

use super::table::{In, List, ListOf};
use super::{names, unknown};
use crate::View;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use yanlian_analysis::{Candidate, ProjectStatus, project_status};
use yanlian_model::registers::Project;
use yanlian_model::{Figure, Missing, MissingKind};

/// An enterprise by what its plants make.
#[derive(Default)]
struct Leading<'a> {
    enterprise: &'a str,
    value: Figure,
    products: Vec<&'a str>,
    plants: BTreeSet<&'a str>,
}

/// Enterprises by the value of what their plants make, `Σ made × price`, the largest first.
pub(super) fn leading(v: &View) -> List {
    let mut leading: BTreeMap<&str, Leading> = BTreeMap::new();
    for balance in &v.diagnosis.balance {
        let missing = || Missing::new(MissingKind::Price, "products", &balance.product);
        let price = Figure::known_or(balance.price.as_ref().map(|price| price.cny), missing);
        for share in &balance.makers {
            let Some(enterprise) = share.enterprise.as_deref() else { continue };
            let entry = leading.entry(enterprise).or_default();
            entry.enterprise = enterprise;
            entry.value += &(&share.quantity * &price);
            entry.plants.insert(&share.plant);
            if entry.products.last() != Some(&balance.product.as_str()) {
                entry.products.push(&balance.product);
            }
        }
    }
    let mut leading: Vec<Leading> = leading.into_values().collect();
    // Equals stay in the order of their codes.
    leading.sort_by(|a, b| b.value.low().total_cmp(&a.value.low()));
    let scale = |one: &Leading| Some(v.label(&v.zone.enterprise(one.enterprise)?.scale?.choice().label).to_owned());
    let status = |one: &Leading| Some(v.label(&v.zone.enterprise(one.enterprise)?.status?.choice().label).to_owned());
    ListOf::new(v, "lists-leading", &leading)
        .text("lists-enterprise", 30, |one| v.name("enterprises", one.enterprise))
        .text("lists-scale", 10, |one| scale(one).unwrap_or_else(|| v.t("figure-unknown")))
        .text("lists-status", 10, |one| status(one).unwrap_or_else(|| v.t("figure-unknown")))
        .bounds("lists-output-value", In::Money, |one| Some(one.value.clone()))
        .number("lists-plants", In::Own, |one| Some(one.plants.len() as f64))
        .text("lists-products", 40, |one| names(v, "products", &one.products))
        .text("lists-leads", 22, |one| {
            let chains = v.registers().chains.iter();
            let led = chains.filter(|chain| chain.lead_enterprise.as_deref() == Some(one.enterprise));
            names(v, "chains", led.map(|chain| &chain.id))
        })
        .text("lists-unknown", 48, |one| unknown(v, [&one.value]))
        .done()
}

/// An outside company, and what it could do here.
struct Invited<'a> {
    candidate: &'a Candidate,
    gaps: Vec<&'a str>,
    steps: Vec<&'a str>,
}

/// 招商对象: outside companies that make what is missing or what an extension would make.
pub(super) fn candidates(v: &View) -> List {
    let mut invited: Vec<Invited> = Vec::new();
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    let gaps = v.diagnosis.gaps.iter().map(|gap| (&gap.candidates, Some(gap.product.as_str()), None));
    let steps = v.diagnosis.extensions.iter().map(|step| (&step.candidates, None, Some(step.process.as_str())));
    for (candidates, gap, step) in gaps.chain(steps) {
        for candidate in candidates {
            let place = *places.entry((&candidate.company, &candidate.product)).or_insert_with(|| {
                invited.push(Invited { candidate, gaps: Vec::new(), steps: Vec::new() });
                invited.len() - 1
            });
            invited[place].gaps.extend(gap);
            invited[place].steps.extend(step);
        }
    }
    let company = |one: &Invited| v.zone.company(&one.candidate.company);
    ListOf::new(v, "lists-invited", &invited)
        .text("lists-company", 30, |one| v.name("directory", &one.candidate.company))
        .text("lists-region", 14, |one| company(one).and_then(|c| c.region.clone()).unwrap_or_default())
        .text("lists-company-status", 12, |one| company(one).and_then(|c| c.status.clone()).unwrap_or_default())
        .text("lists-makes", 22, |one| v.name("products", &one.candidate.product))
        .number("lists-share", In::Percent, |one| one.candidate.share)
        .text("lists-fills", 28, |one| names(v, "products", &one.gaps))
        .text("lists-takes-up", 28, |one| names(v, "processes", &one.steps))
        .text("lists-source", 30, |one| {
            let source = company(one).and_then(|c| c.provenance.source.clone());
            source.unwrap_or_else(|| v.t("lists-source-unknown"))
        })
        .date("lists-as-of", |one| company(one).and_then(|c| c.provenance.as_of))
        .text("lists-unknown", 22, |one| match one.candidate.share {
            Some(_) => String::new(),
            None => v.t("lists-share"),
        })
        .done()
}

/// Projects from lead to production, those of the chain that is looked at.
pub(super) fn projects(v: &View) -> List {
    let statuses = project_status(v.zone, v.today);
    let of_chain = |project: &Project| {
        let process = project.process.as_deref().and_then(|process| v.zone.process(process));
        v.chain().is_empty() || process.is_some_and(|process| process.chain.as_deref() == Some(v.chain()))
    };
    let found = v.registers().projects.iter().zip(&statuses);
    let projects: Vec<(&Project, &ProjectStatus)> = found.filter(|(project, _)| of_chain(project)).collect();
    ListOf::new(v, "lists-projects", &projects)
        .text("lists-project", 28, |(project, _)| project.name.clone())
        .text("lists-stage", 10, |(project, _)| v.label(&project.stage.choice().label).to_owned())
        .text("lists-state", 10, |(_, status)| v.state(status.state))
        .text("lists-investor", 22, |(project, _)| project.investor.clone().unwrap_or_default())
        .text("lists-process", 24, |(project, _)| {
            project.process.as_ref().map(|process| v.name("processes", process)).unwrap_or_default()
        })
        .number("lists-investment", In::Money, |(project, _)| project.investment_cny)
        .number("lists-invested", In::Money, |(project, _)| project.invested_cny)
        .number("lists-planned", In::Percent, |(_, status)| status.planned)
        .number("lists-actual", In::Percent, |(_, status)| status.actual)
        .date("lists-planned-finish", |(_, status)| status.planned_finish)
        .date("lists-forecast-finish", |(_, status)| status.forecast_finish)
        .date("lists-stretched-finish", |(_, status)| status.stretched_finish)
        .text("lists-late", 28, |(_, status)| status.late_milestones.join(&v.t("list-separator")))
        .text("lists-owner", 16, |(project, _)| project.owner.clone().unwrap_or_default())
        .text("lists-source", 24, |(project, _)| {
            project.provenance.source.clone().unwrap_or_else(|| v.t("lists-source-unknown"))
        })
        .date("lists-as-of", |(project, _)| project.provenance.as_of)
        .text("lists-unknown", 26, |(project, status)| {
            let blanks = [
                (project.investment_cny.is_none(), "lists-investment"),
                (project.invested_cny.is_none(), "lists-invested"),
                (status.planned.is_none(), "lists-planned"),
                (status.actual.is_none(), "lists-actual"),
            ];
            let unknown = blanks.into_iter().filter(|(blank, _)| *blank).map(|(_, id)| v.t(id));
            unknown.collect::<Vec<_>>().join(&v.t("list-separator"))
        })
        .done()
}
