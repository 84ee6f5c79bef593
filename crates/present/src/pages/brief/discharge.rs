//! The briefing on discharge: how the outlets stand, exceedances to deal with, permits that run out.

use super::paper::{Part, Section, first, most};
use crate::pages::discharge::{open_exceedances, runs_out, said};
use crate::{View, tables};
use yanlian_analysis::discharge::DischargeAssessment;

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
    let open: Vec<_> = open_exceedances(assessment).collect();
    let answer = v.t1("brief-exceedances-answer", "count", open.len());
    let (shown, more) = first(v, open);
    let columns = ["day", "outlet", "factor", "mean", "limit", "handling"];
    let table = tables::exceedances(v).table(v.t("brief-exceedances"), "list-none", &columns, shown);
    Part::new(v, "brief-exceedances", answer).with(v, &table, more)
}

fn permits(v: &View, assessment: &DischargeAssessment) -> Part {
    let soon: Vec<_> = assessment.permits.iter().filter(|permit| runs_out(permit)).collect();
    let answer = v.t1("brief-permits-answer", "count", soon.len());
    let (shown, more) = most(v, soon);
    let columns = ["permit", "factor", "used", "allowed", "forecast"];
    let table = tables::permits(v).table(v.t("brief-permits"), "list-none", &columns, shown);
    Part::new(v, "brief-permits", answer).with(v, &table, more)
}
