//! Projects, from lead to production.

use super::Columns;
use crate::View;
use crate::grid::{Cell, Head, Number, Origin, yuan};
use crate::parts::Badge;
use chrono::NaiveDate;
use yanlian_analysis::ProjectStatus;
use yanlian_model::registers::Project;

pub(crate) fn projects<'v>(v: &'v View<'v>) -> Columns<'v, (&'v Project, &'v ProjectStatus)> {
    let day = |day: Option<NaiveDate>| -> Cell { day.map_or_else(|| v.t("figure-unknown").into(), Cell::Date) };
    let progress = |share: Option<f64>, formula: &'static str| -> Cell {
        match share {
            Some(share) => Number { formula, ..Number::share(share) }.into(),
            None => v.t("figure-unknown").into(),
        }
    };
    Columns::new(v)
        .with("project", Head::Text("lists-project"), |(project, _): &(&Project, &ProjectStatus)| {
            v.link("projects", &project.id).into()
        })
        .with("stage", Head::Short("lists-stage"), |(project, _)| {
            v.label(&project.stage.choice().label).to_owned().into()
        })
        .with("state", Head::Text("grid-state"), |(_, status)| Badge::of(v, status.state).into())
        .with("investor", Head::Text("lists-investor"), |(project, _)| match &project.enterprise {
            Some(enterprise) => v.link("enterprises", enterprise).into(),
            None => project.investor.clone().unwrap_or_default().into(),
        })
        .with("process", Head::Text("grid-process"), |(project, _)| {
            project.process.as_ref().map_or_else(|| String::new().into(), |process| v.link("processes", process).into())
        })
        .with("investment", Head::Money("lists-investment"), |(project, _)| yuan(v, project.investment_cny))
        .with("invested", Head::Money("lists-invested"), |(project, _)| yuan(v, project.invested_cny))
        .with("planned", Head::Number("lists-planned"), move |(_, status)| {
            progress(status.planned, "lists-planned.formula")
        })
        .with("actual", Head::Number("lists-actual"), move |(_, status)| {
            progress(status.actual, "lists-actual.formula")
        })
        .with("planned-finish", Head::Short("lists-planned-finish"), move |(_, status)| day(status.planned_finish))
        .with("forecast", Head::Short("lists-forecast-finish"), move |(_, status)| day(status.forecast_finish))
        .with("stretched", Head::Short("lists-stretched-finish"), move |(_, status)| day(status.stretched_finish))
        .with("late", Head::Text("lists-late"), |(_, status)| {
            Cell::All(status.late_milestones.iter().cloned().map(Cell::Text).collect())
        })
        .with("owner", Head::Text("lists-owner"), |(project, _)| project.owner.clone().unwrap_or_default().into())
        .with("source", Head::Text("grid-source"), |(project, _)| Origin::of(v, *project, &project.provenance).into())
        .with("unknown", Head::Text("lists-unknown"), |(project, status)| {
            let blanks = [
                (project.investment_cny.is_none(), "lists-investment"),
                (project.invested_cny.is_none(), "lists-invested"),
                (status.planned.is_none(), "lists-planned"),
                (status.actual.is_none(), "lists-actual"),
            ];
            let unknown = blanks.into_iter().filter(|(blank, _)| *blank).map(|(_, id)| v.t(id));
            unknown.collect::<Vec<_>>().join(&v.t("list-separator")).into()
        })
}
