//! What came of a plan: what is taken and when, what the limits leave and are worth, what was left.

use super::curve::Curve;
use super::words::Words;
use super::{PlanContext, name};
use crate::grid::{Grid, Head};
use crate::link::Link;
use crate::parts::Fig;
use crate::{format, tables};
use yanlian_analysis::plan::{LimitBalance, Objective, Plan, Scarce, Study, Worth};
use yanlian_model::{Figure, Message};

/// The results, ready to be shown.
pub(super) struct Results {
    pub(super) years: Vec<String>,
    pub(super) taken: Vec<Taken>,
    /// Plants that there are already, where the scenario lets them change.
    pub(super) plants: Option<Grid>,
    pub(super) totals: Grid,
    pub(super) limits: Vec<LimitLine>,
    pub(super) rejected: Option<Grid>,
    pub(super) curve: Option<Curve>,
    pub(super) balance: Grid,
    pub(super) beside: Option<Grid>,
    pub(super) record: String,
}

/// An option that is taken, with what it makes in each year.
pub(super) struct Taken {
    pub(super) option: Link,
    pub(super) makes: String,
    /// Before its start, in the year of its start, after it.
    pub(super) years: Vec<TakenYear>,
}

pub(super) struct TakenYear {
    pub(super) state: &'static str,
    pub(super) made: Option<Fig>,
}

/// A limit's use in the last year, and what more of it would be worth.
pub(super) struct LimitLine {
    pub(super) limit: Link,
    pub(super) binds: bool,
    /// Used part of the headroom, 0 to 120.
    pub(super) bar: f64,
    /// What is taken, and what there was.
    pub(super) used: Fig,
    pub(super) headroom: Fig,
    pub(super) worth: String,
}

impl Results {
    pub(super) fn of(words: &Words, context: &PlanContext, study: &Study) -> Option<Results> {
        let plan = study.plan.as_ref()?;
        let v = words.v;
        let model = &context.posed.model;
        let record = &plan.record;
        // The page draws these two; a file has them as tables.
        tables::plan::taken(words, plan);
        tables::plan::limits(words, plan, study);
        let said = Message::new("plan-record")
            .with("solver", &record.solver)
            .with("seed", f64::from(record.seed))
            .with("threads", f64::from(record.threads))
            .with("tolerance", format!("{:e}", record.relative_gap))
            .with("nodes", record.nodes as f64)
            .with("value", words.gain(plan.objective, plan.value))
            .with("bound", words.gain(plan.objective, plan.bound));
        Some(Results {
            years: model.years.iter().map(ToString::to_string).collect(),
            taken: plan.starts.iter().map(|start| taken(words, plan, &start.option, start.year)).collect(),
            plants: (!model.plants.is_empty()).then(|| tables::plan::plants(words, plan)),
            totals: tables::plan::totals(words, plan),
            limits: limits(words, plan, &study.worth),
            rejected: (!study.forced.is_empty()).then(|| tables::plan::rejected(words, &study.forced, plan.objective)),
            curve: curve(words, context, study, plan.objective),
            balance: tables::plan::balance(words, plan),
            beside: context.beside.as_ref().and_then(|(scenario, other)| {
                let other = other.study()?.plan.as_ref()?;
                Some(beside(words, plan, other, &name(v, context.scenario), &name(v, *scenario)))
            }),
            record: v.say(&said),
        })
    }
}

/// The trade-off; at one of its points that of the whole, in which the point stands.
fn curve(words: &Words, context: &PlanContext, study: &Study, objective: Objective) -> Option<Curve> {
    let whole = context.whole.filter(|whole| whole.trade_off.iter().any(|point| point.other_bound == context.bound));
    let study = whole.unwrap_or(study);
    Curve::of(words, context, objective, study.other?, &study.trade_off)
}

fn taken(words: &Words, plan: &Plan, option: &str, start: i32) -> Taken {
    let activity = plan.activities.iter().find(|activity| activity.id == option);
    let years = words.posed.model.years.iter().enumerate().map(|(i, year)| TakenYear {
        state: if *year < start { "before" } else { "runs" },
        made: activity.and_then(|activity| activity.per_year.get(i)).filter(|_| *year >= start).map(|made| {
            let unit = words.process(option).map_or("", |process| words.v.zone.unit(&process.main_product, true));
            words.v.fig(&Figure::exact(*made), unit, "formula-plan-made")
        }),
    });
    let product = words.process(option).map(|process| words.v.name("products", &process.main_product));
    Taken { option: words.option(option), makes: product.unwrap_or_default(), years: years.collect() }
}

/// The limits that leave nothing, by name; each once.
pub(super) fn binding(words: &Words, plan: &Plan) -> Vec<String> {
    let bound = plan.limits.iter().filter(|limit| limit.binds.contains(&true));
    let mut names: Vec<String> = bound.map(|limit| words.v.name("indicators", &limit.limit)).collect();
    if plan.budget.as_ref().is_some_and(|budget| budget.binds.contains(&true)) {
        names.push(words.v.t("plan-budget"));
    }
    names
}

/// The limits, those that are used up first.
fn limits(words: &Words, plan: &Plan, worth: &[Worth]) -> Vec<LimitLine> {
    let mut lines: Vec<LimitLine> = plan.limits.iter().map(|limit| limit_line(words, plan, limit, worth)).collect();
    lines.sort_by_key(|line| !line.binds);
    lines
}

fn limit_line(words: &Words, plan: &Plan, limit: &LimitBalance, worth: &[Worth]) -> LimitLine {
    let v = words.v;
    let (used, headroom) = (limit.used.last().copied().unwrap_or(0.0), limit.headroom.last().copied().unwrap_or(0.0));
    let share = if headroom > 0.0 { (used / headroom).clamp(0.0, 1.0) } else { f64::from(u8::from(used > 0.0)) };
    let own = worth.iter().find(|worth| worth.of == Scarce::Limit(limit.limit.clone()));
    LimitLine {
        limit: v.link("indicators", &limit.limit),
        binds: limit.binds.contains(&true),
        bar: (share * 120.0).round(),
        used: v.fig(&Figure::exact(used), v.zone.unit(&limit.limit, false), "formula-plan-used"),
        headroom: v.fig(&Figure::exact(headroom), v.zone.unit(&limit.limit, false), "formula-plan-headroom"),
        worth: own.map_or_else(|| v.t("plan-worth-working"), |worth| worth_said(words, plan.objective, worth)),
    }
}

/// "One more tonne of COD a year would be worth …".
pub(crate) fn worth_said(words: &Words, objective: Objective, worth: &Worth) -> String {
    let v = words.v;
    let (Some(step), Some(gain)) = (worth.step, worth.gain) else { return v.t("plan-worth-none") };
    let amount = |amount: f64| match &worth.of {
        Scarce::Limit(limit) => words.of_limit(limit, amount),
        Scarce::Budget => format::money(amount, v.lang()),
    };
    let id = match worth.gain_per_unit {
        _ if gain <= 0.0 => "plan-worth-nothing",
        Some(_) => "plan-worth",
        None => "plan-worth-whole",
    };
    let message = Message::new(id)
        .with("name", words.scarce(&worth.of))
        .with("one", amount(1.0))
        .with("each", words.total(objective, worth.gain_per_unit.unwrap_or(gain)))
        .with("step", amount(step))
        .with("gain", words.total(objective, gain))
        .with("objective", words.objective(objective));
    let said = v.say(&message);
    let most = worth.marginal_in_operation.iter().flatten().copied().fold(0.0, f64::max);
    let said = match most > 0.0 {
        true => format!("{said}{}", v.t1("plan-worth-marginal", "each", words.total(objective, most))),
        false => said,
    };
    if worth.proven { said } else { format!("{said}{}", v.t("plan-part-not-proven")) }
}

/// Two scenarios: what each takes, and each objective's total.
fn beside(words: &Words, own: &Plan, other: &Plan, own_name: &str, other_name: &str) -> Grid {
    let v = words.v;
    let start = |plan: &Plan, option: &str| {
        let start = plan.starts.iter().find(|start| start.option == option);
        start.map_or_else(|| v.t("plan-not-taken"), |start| start.year.to_string())
    };
    let mut options: Vec<&str> = own.starts.iter().chain(&other.starts).map(|start| start.option.as_str()).collect();
    options.sort_unstable();
    options.dedup();
    // What differs first.
    options.sort_by_key(|option| start(own, option) == start(other, option));
    let totals = Objective::ALL.into_iter().map(|objective| {
        let of = |plan: &Plan| {
            let total = plan.totals.iter().find(|total| total.objective == objective);
            total.map_or_else(
                || v.t("figure-unknown").into(),
                |total| words.gain_fig(objective, total.discounted).into(),
            )
        };
        vec![words.measure(objective).into(), of(own), of(other)]
    });
    let starts = options
        .into_iter()
        .map(|option| vec![words.option(option).into(), start(own, option).into(), start(other, option).into()]);
    let heads = [Head::Text("plan-col-what"), Head::Year(own_name), Head::Year(other_name)];
    Grid::new(v, v.t("plan-side-by-side"), "plan-nothing", &heads, totals.chain(starts).collect())
}
