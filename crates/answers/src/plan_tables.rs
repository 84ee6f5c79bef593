//! A plan as tables of words, for a terminal, CSV and workbooks.

use crate::View;
use crate::pages::{Words, worth_said};
use yanlian_analysis::plan::{Posed, Scarce, Study};

/// A table with its title; the first row is its head.
pub struct WordTable {
    /// What it shows.
    pub title: String,
    /// The same, short enough for a sheet's name.
    pub sheet: String,
    /// Rows of cells, the head first.
    pub rows: Vec<Vec<String>>,
}

/// What is taken, what limits leave and are worth, what was not taken, the totals, the trade-off.
pub fn plan_tables(v: &View, posed: &Posed, study: &Study) -> Vec<WordTable> {
    let words = Words { v, posed };
    let Some(plan) = &study.plan else {
        let members = study.conflict.iter().flat_map(|conflict| &conflict.members);
        let rows = members.map(|member| vec![words.member(member)]);
        return vec![table(v, "plan-conflict", &["plan-col-what"], rows.collect())];
    };
    let years = posed.model.years.iter().map(ToString::to_string);
    let taken = plan.starts.iter().map(|start| {
        let activity = plan.activities.iter().find(|activity| activity.id == start.option);
        let made =
            activity.map(|activity| activity.per_year.iter().map(|made| words.made(&start.option, *made)).collect());
        let made: Vec<String> = made.unwrap_or_default();
        [vec![words.option(&start.option).text, start.year.to_string()], made].concat()
    });
    let mut chosen = table(v, "plan-taken", &["plan-col-option", "plan-col-start"], taken.collect());
    chosen.rows[0].extend(years);
    let limits = plan.limits.iter().map(|limit| {
        let last = |values: &[f64]| words.of_limit(&limit.limit, values.last().copied().unwrap_or_default());
        let own = study.worth.iter().find(|worth| worth.of == Scarce::Limit(limit.limit.clone()));
        vec![
            v.name("indicators", &limit.limit),
            last(&limit.used),
            last(&limit.headroom),
            if limit.binds.contains(&true) { v.t("plan-binds") } else { String::new() },
            own.map(|worth| worth_said(&words, plan.objective, worth)).unwrap_or_default(),
        ]
    });
    let forced = study.forced.iter().map(|forced| {
        let members = if forced.cost.is_some() { &forced.binding } else { &forced.conflict };
        let members: Vec<String> = members.iter().map(|member| words.member(member)).collect();
        vec![
            words.option(&forced.option).text,
            forced.cost.map_or_else(|| v.t("plan-impossible"), |cost| words.total(plan.objective, cost)),
            forced.start.map(|year| year.to_string()).unwrap_or_default(),
            members.join(&v.t("list-separator")),
        ]
    });
    let totals = plan
        .totals
        .iter()
        .map(|total| vec![words.objective(total.objective).to_owned(), words.gain(total.objective, total.discounted)]);
    let left_out = plan.left_out.iter().map(|left| {
        let (option, why) = words.left_out(left);
        vec![option.text, why]
    });
    let points = study.trade_off.iter().map(|point| {
        vec![
            study.other.map(|other| words.gain(other, point.other_value)).unwrap_or_default(),
            words.gain(plan.objective, point.plan.value),
            point.plan.starts.len().to_string(),
            crate::format::percent(point.plan.gap),
        ]
    });
    let limit_heads = ["zone-resource", "plan-col-used", "plan-col-headroom", "plan-binds", "plan-col-worth"];
    let model = &posed.model;
    let plants = model.plants.iter().map(|plant| {
        let activity = plan.activities.iter().find(|activity| activity.id == plant.id);
        let per_year = activity.into_iter().flat_map(|of| &of.per_year).map(|made| words.made(&plant.id, *made));
        [words.option(&plant.id).text, words.made(&plant.id, plant.base)].into_iter().chain(per_year).collect()
    });
    let mut changed = table(v, "plan-plants", &["plan-col-plant", "plan-col-today"], plants.collect());
    changed.rows[0].extend(model.years.iter().map(ToString::to_string));
    let tables = vec![
        chosen,
        changed,
        table(v, "plan-limits", &limit_heads, limits.collect()),
        table(
            v,
            "plan-rejected",
            &["plan-col-option", "plan-col-cost", "plan-col-start", "plan-col-binds"],
            forced.collect(),
        ),
        table(v, "plan-totals", &["plan-col-objective", "plan-col-discounted"], totals.collect()),
        table(
            v,
            "plan-trade-off",
            &["plan-against", "plan-objective", "plan-col-taken", "plan-col-gap"],
            points.collect(),
        ),
        table(v, "plan-left-out", &["plan-col-option", "plan-col-what"], left_out.collect()),
    ];
    tables.into_iter().filter(|table| table.rows.len() > 1).collect()
}

fn table(v: &View, title: &str, heads: &[&str], rows: Vec<Vec<String>>) -> WordTable {
    let head = heads.iter().map(|id| v.t(id)).collect();
    WordTable {
        title: v.t(title),
        sheet: v.t(&format!("{title}.sheet")),
        rows: [head].into_iter().chain(rows).collect(),
    }
}
