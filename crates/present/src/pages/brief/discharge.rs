//! The briefing on discharge: how the outlets stand, exceedances to deal with, permits that run out.

use super::paper::{Part, Section, Table, amount, bounds, known, words};
use crate::pages::discharge::{day_value, forecast_said, handling_badge, open_exceedances, runs_out, said};
use crate::{Link, View, format};
use yanlian_analysis::discharge::{DischargeAssessment, LimitUsed};

/// The section; `None` where nobody knows.
pub(super) fn section(v: &View) -> Option<Section> {
    let assessment = v.discharge?;
    let mut answers = vec![said(v, assessment)];
    answers.extend(assessment.rests_on_unverified().then(|| v.t("discharge-unverified-note")));
    Some(Section {
        heading: v.t("discharge-title"),
        answers,
        parts: vec![exceedances(v, assessment), permits(v, assessment)],
    })
}

fn exceedances(v: &View, assessment: &DischargeAssessment) -> Part {
    let heads = [
        "@discharge-col-day",
        "discharge-col-outlet",
        "discharge-col-factor",
        "#discharge-col-mean",
        "#discharge-col-limit",
        "@discharge-col-handling",
    ];
    let open: Vec<_> = open_exceedances(assessment).collect();
    let answer = v.t1("brief-exceedances-answer", "count", open.len());
    let table = Table::new(v, &heads, open, |exceedance| {
        let (mean, limit) = (&exceedance.verdict.mean, exceedance.verdict.limit.as_ref());
        vec![
            words(format::date(mean.day)),
            v.link("outlets", &mean.outlet),
            words(v.name("factors", &mean.factor)),
            words(day_value(v, &exceedance.verdict)),
            limit_cell(v, limit),
            words(handling_badge(v, exceedance.state).word),
        ]
    });
    Part::new(v, "brief-exceedances", answer).with(table.first(v))
}

/// The upper limit; with the mark that the note explains where nobody verified it.
fn limit_cell(v: &View, limit: Option<&LimitUsed>) -> Link {
    match limit.and_then(|limit| Some((limit.high?, limit.verified))) {
        Some((high, false)) => words(format!("{} *", amount(high))),
        limit => known(v, limit.map(|(high, _)| high)),
    }
}

fn permits(v: &View, assessment: &DischargeAssessment) -> Part {
    let heads = [
        "discharge-col-permit",
        "discharge-col-factor",
        "#discharge-col-used",
        "#discharge-col-allowed",
        "discharge-col-forecast",
    ];
    let soon: Vec<_> = assessment.permits.iter().filter(|permit| runs_out(permit)).collect();
    let answer = v.t1("brief-permits-answer", "count", soon.len());
    let table = Table::new(v, &heads, soon, |permit| {
        vec![
            v.link("permits", &permit.permit),
            words(v.name("factors", &permit.factor)),
            bounds(v, &permit.used_kg, 1.0),
            known(v, permit.total_kg),
            words(forecast_said(v, permit)),
        ]
    });
    Part::new(v, "brief-permits", answer).with(table)
}
