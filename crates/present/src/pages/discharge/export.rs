//! The same answers for programs: JSON and CSV, limits that were not verified marked.

use super::DischargeContext;
use crate::View;
use serde_json::{Value, json};
use yanlian_analysis::discharge::{
    DayVerdict, DischargeAssessment, Exceedance, FactorAssessment, LimitUsed, OutletAssessment,
};
use yanlian_model::Figure;
use yanlian_model::registers::Outlet;
use yanlian_model::spreadsheet::protect;

/// How discharge stands: outlets with their factors, exceedances, permits, works.
pub fn discharge_values(v: &View, context: &DischargeContext) -> Value {
    let assessment = context.assessment;
    json!({
        "today": assessment.today,
        "through": assessment.through,
        "rests_on_unverified_limits": assessment.rests_on_unverified(),
        "outlets": assessment.outlets.iter().map(|outlet| outlet_summary(v, outlet)).collect::<Vec<_>>(),
        "exceedances": assessment.exceedances.iter().map(exceedance).collect::<Vec<_>>(),
        "permits": assessment.permits,
        "works": assessment.works,
        "latest": context.latest.iter().map(|seen| json!({ "reading": seen.reading, "packet": seen.packet })).collect::<Vec<_>>(),
    })
}

/// One outlet with its days and their hours; `None` where there is none.
pub fn outlet_values(v: &View, context: &DischargeContext, outlet: &str) -> Option<Value> {
    let assessed = context.assessment.outlet(outlet)?;
    let mut values = outlet_summary(v, assessed);
    values["days"] = json!(assessed.factors.iter().map(|factor| &factor.days).collect::<Vec<_>>());
    values["tax"] = json!(assessed.tax);
    Some(values)
}

fn outlet_summary(v: &View, outlet: &OutletAssessment) -> Value {
    let row = v.zone.find::<Outlet>(&outlet.outlet);
    json!({
        "outlet": outlet.outlet,
        "name": row.map(|row| &row.name),
        "enterprise": row.map(|row| &row.enterprise),
        "kind": row.map(|row| row.kind),
        "standing": outlet.standing,
        "factors": outlet.factors.iter().map(factor_summary).collect::<Vec<_>>(),
    })
}

fn factor_summary(factor: &FactorAssessment) -> Value {
    json!({
        "factor": factor.factor,
        "standing": factor.standing,
        "limit": factor.limit.as_ref().ok(),
        "not_judged": factor.limit.as_ref().err(),
        "last_day": factor.last().map(verdict),
        "transmission_by_hour": factor.by_hour,
        "transmission_by_day": factor.by_day,
        "year": factor.year,
    })
}

fn verdict(verdict: &DayVerdict) -> Value {
    json!({
        "day": verdict.mean.day,
        "outcome": verdict.outcome,
        "before_review": verdict.before,
        "mean": verdict.mean.mean,
        "by_hours": verdict.by_hours,
        "over": verdict.over,
        "limit_verified": verdict.limit.as_ref().map(|limit: &LimitUsed| limit.verified),
        "hours_over": verdict.hours_over,
    })
}

fn exceedance(exceedance: &Exceedance) -> Value {
    let mut values = verdict(&exceedance.verdict);
    values["outlet"] = json!(exceedance.verdict.mean.outlet);
    values["factor"] = json!(exceedance.verdict.mean.factor);
    values["handling"] = json!(exceedance.handling);
    values["state"] = json!(exceedance.state);
    values
}

/// The days of the assessment's window: a row an outlet, factor and day.
pub fn days_csv(assessment: &DischargeAssessment) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "outlet",
        "factor",
        "day",
        "outcome",
        "outcome_before_review",
        "mean",
        "limit",
        "limit_low",
        "limit_verified",
        "over",
        "hours_valid",
        "hours_due",
        "hours_over",
        "volume_m3_low",
        "volume_m3_high",
        "mass_kg_low",
        "mass_kg_high",
    ])?;
    for factor in assessment.outlets.iter().flat_map(|outlet| &outlet.factors) {
        for verdict in &factor.days {
            let mass = factor.masses.iter().find(|mass| mass.day == verdict.mean.day).map(|mass| &mass.counted_kg);
            writer.write_record(day_fields(verdict, mass))?;
        }
    }
    finished(writer)
}

fn day_fields(verdict: &DayVerdict, mass: Option<&Figure>) -> Vec<String> {
    let (mean, limit) = (&verdict.mean, verdict.limit.as_ref());
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let word = |outcome| match serde_json::to_value(outcome) {
        Ok(Value::String(word)) => word,
        // Why no limit holds stands inside.
        Ok(Value::Object(why)) => why.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    let high = |figure: &Figure| Some(figure.high()).filter(|high| high.is_finite());
    vec![
        protect(&mean.outlet).into_owned(),
        protect(&mean.factor).into_owned(),
        mean.day.to_string(),
        word(verdict.outcome),
        word(verdict.before.outcome),
        number(mean.mean),
        number(limit.and_then(|limit| limit.high)),
        number(limit.and_then(|limit| limit.low)),
        limit.map(|limit| limit.verified.to_string()).unwrap_or_default(),
        number(verdict.over),
        mean.valid.to_string(),
        mean.due.to_string(),
        verdict.hours_over.len().to_string(),
        number(Some(mean.volume_m3.low())),
        number(high(&mean.volume_m3)),
        number(mass.map(Figure::low)),
        number(mass.and_then(high)),
    ]
}

fn finished(writer: csv::Writer<Vec<u8>>) -> Result<String, csv::Error> {
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
