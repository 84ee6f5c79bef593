//! By what a day is judged: the limit's rows and the parameters of validity.

use super::words::{limit_said, no_limit};
use crate::grid::{Cell, Grid, Head};
use crate::parts::Badge;
use crate::{View, format};
use chrono::NaiveDate;
use yanlian_analysis::discharge::{LimitUsed, NoLimit, ReadingSet};
use yanlian_model::RuleKind;
use yanlian_model::registers::DischargeRule;

/// The limit's rows and the parameters of validity, each with its source.
pub(super) fn rules(
    v: &View,
    (outlet, day): (&str, NaiveDate),
    set: &ReadingSet,
    limit: &Result<LimitUsed, NoLimit>,
) -> Grid {
    let heads = [
        Head::Text("discharge-col-rule"),
        Head::Text("discharge-col-value"),
        Head::Short("discharge-col-since"),
        Head::Text("discharge-col-source"),
        Head::Text("discharge-col-verified"),
    ];
    let mut rows = limit_rows(v, limit);
    let gas = v.registers().monitors.iter().any(|m| m.outlet == outlet && m.st.as_deref() == Some("31"));
    let kinds = match gas {
        true => [RuleKind::TenMinutesDue, RuleKind::GasHourMinutes, RuleKind::GasDayHours],
        false => [RuleKind::TenMinutesDue, RuleKind::WaterHourShare, RuleKind::WaterDayHours],
    };
    rows.extend(kinds.into_iter().map(|kind| rule_row(v, set.rules.row(kind, day))));
    Grid::new(v, v.t("discharge-rules"), "discharge-no-days", &heads, rows)
}

fn limit_rows(v: &View, limit: &Result<LimitUsed, NoLimit>) -> Vec<Vec<Cell>> {
    let limit = match limit {
        Ok(limit) => limit,
        Err(why) => {
            let none = || Cell::Text(v.t("discharge-nothing"));
            return vec![vec![v.t("discharge-col-limit").into(), no_limit(v, *why).into(), none(), none(), none()]];
        }
    };
    let said = |high: Option<f64>, low: Option<f64>, cold_high: Option<f64>| {
        let bare =
            LimitUsed { period: limit.period, high, low, cold_high, standard: None, permit: None, verified: true };
        Cell::Text(limit_said(v, &bare))
    };
    let source = |source: &Option<String>| Cell::Text(source.clone().unwrap_or_else(|| v.t("grid-origin-unknown")));
    let standard = limit.standard.as_ref().map(|row| {
        let edition =
            row.edition.as_ref().map(|edition| Cell::Text(v.t1("discharge-edition", "edition", edition.as_str())));
        let name = Cell::Link(v.link("discharge_standards", &row.standard));
        vec![
            [name].into_iter().chain(edition).collect::<Vec<_>>().into(),
            said(row.high, row.low, row.cold_high),
            row.from.into(),
            source(&row.source),
            verified(v, row.verified),
        ]
    });
    let permit = limit.permit.as_ref().map(|row| {
        vec![
            v.t("discharge-by-permit").into(),
            said(row.high, row.low, None),
            row.from.into(),
            source(&row.source),
            v.t("discharge-as-registered").into(),
        ]
    });
    standard.into_iter().chain(permit).collect()
}

fn rule_row(v: &View, row: &DischargeRule) -> Vec<Cell> {
    vec![
        v.label(&row.rule.choice().label).to_owned().into(),
        format::number(row.value).into(),
        row.from.into(),
        row.provenance.source.clone().unwrap_or_else(|| v.t("grid-origin-unknown")).into(),
        verified(v, row.verified == Some(true)),
    ]
}

fn verified(v: &View, verified: bool) -> Cell {
    match verified {
        true => Badge::saying(v, "balanced", "discharge-verified").into(),
        false => Badge::saying(v, "warning", "discharge-not-verified").into(),
    }
}
