//! Names and amounts of a plan, as people read them.

use crate::link::Link;
use crate::{Fig, View, format};
use yanlian_analysis::plan::{
    GoodBalance, LeftOut, Member, Objective, Obstacle, Plan, Posed, Scarce, Subject, baseline,
};
use yanlian_model::{Figure, Message, registers::Process};

/// A change of a balance smaller than this part of it is none.
const NOTHING: f64 = 1e-6;

/// The view, with what the plan's ids stand for.
pub(crate) struct Words<'a> {
    pub(crate) v: &'a View<'a>,
    pub(crate) posed: &'a Posed,
}

impl Words<'_> {
    /// The page of an option.
    pub(crate) fn option(&self, id: &str) -> Link {
        match self.posed.options.get(id) {
            Some(Subject::Process { process }) => self.v.link("processes", process),
            Some(Subject::Plant { .. }) => self.v.link("plants", id),
            _ => self.v.link("projects", id),
        }
    }

    /// The process that an option would run.
    pub(crate) fn process(&self, id: &str) -> Option<&Process> {
        self.v.zone.process(self.posed.options.get(id)?.process())
    }

    /// An amount of what an option makes.
    pub(crate) fn made(&self, id: &str, amount: f64) -> String {
        let unit = self.process(id).map_or("", |process| self.v.zone.unit(&process.main_product, true));
        self.v.quantity(amount, unit)
    }

    /// An amount of a limit.
    pub(crate) fn of_limit(&self, limit: &str, amount: f64) -> String {
        self.v.quantity(amount, self.v.zone.unit(limit, false))
    }

    /// The word of an objective.
    pub(crate) fn objective(&self, objective: Objective) -> &'static str {
        self.v.label(&objective.word().choice().label)
    }

    /// What an objective's total counts: of "less COD", COD.
    pub(crate) fn measure(&self, objective: Objective) -> String {
        match objective.sign() > 0.0 {
            true => self.objective(objective).to_owned(),
            false => self.v.t(&format!("plan-measure-{}", objective.key())),
        }
    }

    /// An amount of an objective.
    pub(crate) fn total(&self, objective: Objective, amount: f64) -> String {
        self.v.quantity(amount, unit(objective))
    }

    /// What a plan's total brings beyond doing nothing.
    pub(crate) fn gain(&self, objective: Objective, total: f64) -> String {
        self.total(objective, self.beyond(objective, total))
    }

    /// The same as a number.
    pub(crate) fn beyond(&self, objective: Objective, total: f64) -> f64 {
        total - baseline(&self.posed.model, objective)
    }

    /// The same as a figure that opens.
    pub(crate) fn gain_fig(&self, objective: Objective, total: f64) -> Fig {
        self.v.fig(&Figure::exact(self.beyond(objective, total)), unit(objective), "formula-plan-total")
    }

    /// What is scarce.
    pub(crate) fn scarce(&self, scarce: &Scarce) -> String {
        match scarce {
            Scarce::Limit(limit) => self.v.name("indicators", limit),
            Scarce::Budget => self.v.t("plan-budget"),
        }
    }

    /// The products that the plan moves in its last year, with what is bought and sold of each today;
    /// where most money moves first, those without a price last.
    pub(crate) fn moved<'p>(&self, plan: &'p Plan) -> Vec<(&'p GoodBalance, f64, f64)> {
        let model = &self.posed.model;
        let last = model.years.len().saturating_sub(1);
        let at = |values: &[f64]| values.get(last).copied().unwrap_or(0.0);
        let moved = plan.goods.iter().filter_map(|good| {
            let (made, needed) = model.today(model.goods.iter().find(|other| other.id == good.good)?, last);
            let net = made - needed;
            let (bought, sold) = ((-net).max(0.0), net.max(0.0));
            let change = (at(&good.bought) - bought).abs().max((at(&good.sold) - sold).abs()).max(at(&good.disposed));
            let price = self.v.zone.price(&good.good, &self.v.diagnosis.question).map_or(0.0, |price| price.cny);
            (change > NOTHING * net.abs().max(1.0)).then_some((price * change, (good, bought, sold)))
        });
        let mut moved: Vec<_> = moved.collect();
        moved.sort_by(|a, b| b.0.total_cmp(&a.0));
        moved.into_iter().map(|(_, moved)| moved).collect()
    }

    /// Limits, musts and relations in words: of a limit in several years and of several musts a line.
    pub(crate) fn members(&self, members: &[Member]) -> Vec<String> {
        let mut lines: Vec<(Member, Vec<&Member>)> = Vec::new();
        for member in members {
            let alike = alike(member);
            match lines.iter_mut().find(|(other, _)| *other == alike) {
                Some((_, line)) => line.push(member),
                None => lines.push((alike, vec![member])),
            }
        }
        lines.iter().map(|(_, line)| self.member(line)).collect()
    }

    /// Members that differ in their year, or musts, in words.
    fn member(&self, line: &[&Member]) -> String {
        let v = self.v;
        let mut years: Vec<i32> = line.iter().filter_map(|member| year(member)).collect();
        years.sort_unstable();
        let years = match (years.first(), years.last()) {
            (Some(first), Some(last)) if years.len() > 1 && (last - first) as usize + 1 == years.len() => {
                format!("{first}–{last}")
            }
            _ => years.iter().map(ToString::to_string).collect::<Vec<_>>().join(&v.t("list-separator")),
        };
        let message = match line[0] {
            Member::Limit { limit, .. } => {
                Message::new("plan-member-limit").with("name", v.name("indicators", limit)).with("year", years)
            }
            Member::Budget { .. } => Message::new("plan-member-budget").with("year", years),
            Member::Floor { objective } => Message::new("plan-member-floor").with("name", self.measure(*objective)),
            Member::Cap { objective } => Message::new("plan-member-cap").with("name", self.measure(*objective)),
            Member::Must { .. } => {
                let names = line.iter().filter_map(|member| match member {
                    Member::Must { option } => Some(self.option(option).text),
                    _ => None,
                });
                let names = names.collect::<Vec<_>>().join(&v.t("list-separator"));
                Message::new("plan-member-must").with("name", names)
            }
            Member::Needs { option, needs } => Message::new("plan-member-needs")
                .with("name", self.option(option).text)
                .with("other", self.option(needs).text),
            Member::Excludes { one, other } => Message::new("plan-member-excludes")
                .with("name", self.option(one).text)
                .with("other", self.option(other).text),
            Member::SalesCap { good, .. } => {
                Message::new("plan-member-sales").with("name", v.name("products", good)).with("year", years)
            }
            Member::NoTrade { good } => Message::new("plan-member-no-trade").with("name", v.name("products", good)),
        };
        v.say(&message)
    }

    /// An option that could not be considered, and why.
    pub(crate) fn left_out(&self, left: &LeftOut) -> (Link, String) {
        let v = self.v;
        let id = match (left.obstacle, left.price_missing) {
            (Obstacle::CannotBuy, true) => "plan-left-no-price-to-buy",
            (Obstacle::CannotBuy, false) => "plan-left-cannot-buy",
            (Obstacle::CannotPlace, true) => "plan-left-no-price-to-sell",
            (Obstacle::CannotPlace, false) => "plan-left-cannot-place",
            (Obstacle::NeedIsOut, _) => "plan-left-need-is-out",
            (Obstacle::RuledOut, _) => "plan-left-ruled-out",
        };
        let on = left.on.as_deref().unwrap_or_default();
        let on = match left.obstacle {
            Obstacle::NeedIsOut => self.option(on).text,
            _ => v.name("products", on),
        };
        (self.option(&left.option), v.t1(id, "on", on))
    }
}

/// The unit of an objective's total.
pub(crate) fn unit(objective: Objective) -> &'static str {
    match objective {
        Objective::ValueAdded | Objective::Tax | Objective::LocalSourcing => "CNY",
        Objective::Jobs => "person-year",
        Objective::Co2 | Objective::Cod => "t",
        Objective::Water => "m3",
        Objective::Energy => "tce",
    }
}

/// An amount with three digits and no unit, for a column that names it.
pub(crate) fn digits(amount: f64) -> String {
    format::short(amount)
}

/// The same for members that stand in one line.
fn alike(member: &Member) -> Member {
    match member.clone() {
        Member::Limit { limit, .. } => Member::Limit { limit, year: 0 },
        Member::Budget { .. } => Member::Budget { year: 0 },
        Member::SalesCap { good, .. } => Member::SalesCap { good, year: 0 },
        Member::Must { .. } => Member::Must { option: String::new() },
        other => other,
    }
}

fn year(member: &Member) -> Option<i32> {
    match member {
        Member::Limit { year, .. } | Member::Budget { year } | Member::SalesCap { year, .. } => Some(*year),
        _ => None,
    }
}
