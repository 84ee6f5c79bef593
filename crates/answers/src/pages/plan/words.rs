//! Names and amounts of a plan, as people read them.

use crate::parts::Link;
use crate::{View, format};
use yanlian_analysis::plan::{LeftOut, Member, Objective, Obstacle, Posed, Scarce, Subject, baseline};
use yanlian_model::{Message, registers::Process};

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

    /// An amount of an objective.
    pub(crate) fn total(&self, objective: Objective, amount: f64) -> String {
        self.v.quantity(amount, unit(objective))
    }

    /// What a plan's total brings beyond doing nothing.
    pub(crate) fn gain(&self, objective: Objective, total: f64) -> String {
        self.total(objective, total - baseline(&self.posed.model, objective))
    }

    /// What is scarce.
    pub(crate) fn scarce(&self, scarce: &Scarce) -> String {
        match scarce {
            Scarce::Limit(limit) => self.v.name("indicators", limit),
            Scarce::Budget => self.v.t("plan-budget"),
        }
    }

    /// A limit, must or relation, in words.
    pub(crate) fn member(&self, member: &Member) -> String {
        let v = self.v;
        let message = match member {
            Member::Limit { limit, year } => Message::new("plan-member-limit")
                .with("name", v.name("indicators", limit))
                .with("year", year.to_string()),
            Member::Budget { year } => Message::new("plan-member-budget").with("year", year.to_string()),
            Member::Floor { objective } => Message::new("plan-member-floor").with("name", self.objective(*objective)),
            Member::Cap { objective } => Message::new("plan-member-cap").with("name", self.objective(*objective)),
            Member::Must { option } => Message::new("plan-member-must").with("name", self.option(option).text),
            Member::Needs { option, needs } => Message::new("plan-member-needs")
                .with("name", self.option(option).text)
                .with("other", self.option(needs).text),
            Member::Excludes { one, other } => Message::new("plan-member-excludes")
                .with("name", self.option(one).text)
                .with("other", self.option(other).text),
            Member::SalesCap { good, year } => {
                Message::new("plan-member-sales").with("name", v.name("products", good)).with("year", year.to_string())
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
        Objective::Jobs => "person",
        Objective::Co2 | Objective::Cod => "t",
        Objective::Water => "m3",
        Objective::Energy => "tce",
    }
}

/// An amount with three digits and no unit, for a column that names it.
pub(crate) fn digits(amount: f64) -> String {
    format::short(amount)
}
