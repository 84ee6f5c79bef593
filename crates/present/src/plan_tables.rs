//! A plan as tables, for a terminal, CSV, the briefing and workbooks.

use crate::View;
use crate::pages::{Words, worth_said};
use yanlian_analysis::plan::{Forced, GoodBalance, LimitBalance, Plan, Posed, Scarce, Study, TradeOffPoint};

/// A table with its title; the first row is its head.
pub struct WordTable {
    /// What it shows.
    pub title: String,
    /// The same, short enough for a sheet's name.
    pub sheet: String,
    /// Rows of cells, the head first.
    pub rows: Vec<Vec<WordCell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct WordCell {
    /// What is read.
    pub text: String,
    /// Where that is an amount: the amount in full, and its unit.
    pub amount: Option<(f64, String)>,
}

impl WordCell {
    /// A count or a year.
    fn count(count: f64) -> WordCell {
        WordCell { text: count.to_string(), amount: Some((count, String::new())) }
    }
}

impl From<String> for WordCell {
    fn from(text: String) -> WordCell {
        WordCell { text, amount: None }
    }
}

/// What is taken, what limits leave and are worth, what was not taken, the totals, the balance, the trade-off.
pub fn plan_tables(v: &View, posed: &Posed, study: &Study) -> Vec<WordTable> {
    let tables = Tables { words: Words { v, posed } };
    let tables = match &study.plan {
        Some(plan) => vec![
            tables.taken(plan),
            tables.plants(plan),
            tables.limits(plan, study),
            tables.rejected(plan, &study.forced),
            tables.totals(plan),
            tables.balance(plan),
            tables.trade_off(plan, study),
            tables.left_out(plan),
        ],
        None => vec![tables.conflict(study)],
    };
    tables.into_iter().filter(|table| table.rows.len() > 1).collect()
}

struct Tables<'a> {
    words: Words<'a>,
}

impl Tables<'_> {
    fn amount(&self, amount: f64, unit: &str) -> WordCell {
        WordCell { text: self.words.v.quantity(amount, unit), amount: Some((amount, unit.to_owned())) }
    }

    /// An amount of what an option or a plant makes.
    fn made(&self, id: &str, amount: f64) -> WordCell {
        let unit = self.words.process(id).map_or("", |process| self.words.v.zone.unit(&process.main_product, true));
        self.amount(amount, unit)
    }

    fn years(&self) -> impl Iterator<Item = WordCell> {
        self.words.posed.model.years.iter().map(|year| year.to_string().into())
    }

    fn taken(&self, plan: &Plan) -> WordTable {
        let rows = plan.starts.iter().map(|start| {
            let activity = plan.activities.iter().find(|activity| activity.id == start.option);
            let made = activity.into_iter().flat_map(|of| &of.per_year).map(|made| self.made(&start.option, *made));
            let first = [self.words.option(&start.option).text.into(), WordCell::count(f64::from(start.year))];
            first.into_iter().chain(made).collect()
        });
        let mut table = self.table("plan-taken", &["plan-col-option", "plan-col-start"], rows);
        table.rows[0].extend(self.years());
        table
    }

    fn plants(&self, plan: &Plan) -> WordTable {
        let rows = self.words.posed.model.plants.iter().map(|plant| {
            let activity = plan.activities.iter().find(|activity| activity.id == plant.id);
            let made = activity.into_iter().flat_map(|of| &of.per_year).map(|made| self.made(&plant.id, *made));
            let first = [self.words.option(&plant.id).text.into(), self.made(&plant.id, plant.base)];
            first.into_iter().chain(made).collect()
        });
        let mut table = self.table("plan-plants", &["plan-col-plant", "plan-col-today"], rows);
        table.rows[0].extend(self.years());
        table
    }

    fn limits(&self, plan: &Plan, study: &Study) -> WordTable {
        let v = self.words.v;
        let row = |limit: &LimitBalance| {
            let unit = v.zone.unit(&limit.limit, false);
            let last = |values: &[f64]| self.amount(values.last().copied().unwrap_or_default(), unit);
            let own = study.worth.iter().find(|worth| worth.of == Scarce::Limit(limit.limit.clone()));
            let binds = if limit.binds.contains(&true) { v.t("plan-binds") } else { String::new() };
            let worth = own.map(|worth| worth_said(&self.words, plan.objective, worth)).unwrap_or_default();
            let name = v.name("indicators", &limit.limit);
            vec![name.into(), last(&limit.used), last(&limit.headroom), binds.into(), worth.into()]
        };
        let heads = ["zone-resource", "plan-col-used", "plan-col-headroom", "plan-binds", "plan-col-worth"];
        self.table("plan-limits", &heads, plan.limits.iter().map(row))
    }

    fn rejected(&self, plan: &Plan, forced: &[Forced]) -> WordTable {
        let v = self.words.v;
        let row = |forced: &Forced| {
            let members = if forced.cost.is_some() { &forced.binding } else { &forced.conflict };
            let cost = forced.cost.map(|cost| self.amount(cost, crate::pages::objective_unit(plan.objective)));
            vec![
                self.words.option(&forced.option).text.into(),
                cost.unwrap_or_else(|| v.t("plan-impossible").into()),
                forced.start.map_or_else(|| String::new().into(), |year| WordCell::count(f64::from(year))),
                self.words.members(members).join(&v.t("list-separator")).into(),
            ]
        };
        let heads = ["plan-col-option", "plan-col-cost", "plan-col-start", "plan-col-binds"];
        self.table("plan-rejected", &heads, forced.iter().map(row))
    }

    fn totals(&self, plan: &Plan) -> WordTable {
        let rows = plan.totals.iter().map(|total| {
            let objective = total.objective;
            vec![self.words.measure(objective).into(), self.gain(objective, total.discounted)]
        });
        self.table("plan-totals", &["plan-col-objective", "plan-col-discounted"], rows)
    }

    /// What a plan's total brings beyond doing nothing.
    fn gain(&self, objective: yanlian_analysis::plan::Objective, total: f64) -> WordCell {
        self.amount(self.words.beyond(objective, total), crate::pages::objective_unit(objective))
    }

    fn balance(&self, plan: &Plan) -> WordTable {
        let v = self.words.v;
        let row = |(good, bought, sold): (&GoodBalance, f64, f64)| {
            let unit = v.zone.unit(&good.good, true);
            let last = |values: &[f64]| self.amount(values.last().copied().unwrap_or_default(), unit);
            vec![
                v.name("products", &good.good).into(),
                self.amount(bought, unit),
                last(&good.bought),
                self.amount(sold, unit),
                last(&good.sold),
                last(&good.disposed),
            ]
        };
        let heads = [
            "grid-product",
            "plan-col-bought-before",
            "plan-col-bought-after",
            "plan-col-sold-before",
            "plan-col-sold-after",
            "plan-col-disposed",
        ];
        self.table("plan-balance", &heads, self.words.moved(plan).into_iter().map(row))
    }

    fn trade_off(&self, plan: &Plan, study: &Study) -> WordTable {
        let row = |point: &TradeOffPoint| {
            vec![
                study.other.map_or_else(|| String::new().into(), |other| self.gain(other, point.other_value)),
                self.gain(plan.objective, point.plan.value),
                WordCell::count(point.plan.starts.len() as f64),
                self.amount(point.plan.gap, crate::format::SHARE),
            ]
        };
        let heads = ["plan-against", "plan-objective", "plan-col-taken", "plan-col-gap"];
        let mut table = self.table("plan-trade-off", &heads, study.trade_off.iter().map(row));
        let other = study.other.map(|other| self.words.measure(other)).unwrap_or_default();
        table.rows[0][..2].clone_from_slice(&[other.into(), self.words.measure(plan.objective).into()]);
        table
    }

    fn left_out(&self, plan: &Plan) -> WordTable {
        let rows = plan.left_out.iter().map(|left| {
            let (option, why) = self.words.left_out(left);
            vec![option.text.into(), why.into()]
        });
        self.table("plan-left-out", &["plan-col-option", "plan-col-what"], rows)
    }

    fn conflict(&self, study: &Study) -> WordTable {
        let members = study.conflict.iter().flat_map(|conflict| self.words.members(&conflict.members));
        self.table("plan-conflict", &["plan-col-what"], members.map(|member| vec![member.into()]))
    }

    fn table(&self, title: &str, heads: &[&str], rows: impl Iterator<Item = Vec<WordCell>>) -> WordTable {
        let v = self.words.v;
        let head = heads.iter().map(|id| v.t(id).into()).collect();
        WordTable {
            title: v.t(title),
            sheet: v.t(&format!("{title}.sheet")),
            rows: [head].into_iter().chain(rows).collect(),
        }
    }
}
