//! The chain beside a plan: before it, and once it has come true.

use super::{ChainQuery, address, page, sourcing};
use crate::map::{ChainMap, Standing};
use crate::pages::list::Tab;
use crate::{Link, View, format};
use yanlian_model::Message;

/// A plan on whose page the chain is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedChain {
    /// The plan, as addresses have it: `scenario=…&other=…`.
    pub query: String,
    /// What the scenario is called; `None` for the registers alone.
    pub scenario: Option<String>,
    /// Whether the chain of today is drawn, not the one after the plan.
    pub today: bool,
}

/// What a plan changes, and the way from one side to the other.
pub(super) struct BeforeAfter {
    pub(super) said: String,
    pub(super) tabs: [Tab; 2],
    pub(super) back: Link,
}

/// The chain before and after a plan has come true; the query says which of the two is drawn.
pub fn plan_chain(before: &View, after: &View, query: &ChainQuery, plan: &PlannedChain) -> askama::Result<String> {
    let query = ChainQuery { plan: Some(plan.clone()), ..query.clone() };
    let change = before_after(before, after, &query, plan);
    page(if plan.today { before } else { after }, &query, Some(change))
}

fn before_after(before: &View, after: &View, query: &ChainQuery, plan: &PlannedChain) -> BeforeAfter {
    let v = before;
    let count = |v: &View, standing| ChainMap::outline(v).count(standing);
    let covered =
        |v: &View| sourcing(v).map_or_else(|| v.t("figure-unknown"), |(share, _)| v.short(&share, format::SHARE));
    let message = Message::new("chain-plan-said")
        .with("name", plan.scenario.clone().unwrap_or_else(|| v.t("plan-registers")))
        .with("present-before", count(before, Standing::Present))
        .with("present-after", count(after, Standing::Present))
        .with("holes-before", count(before, Standing::Hole))
        .with("holes-after", count(after, Standing::Hole))
        .with("covered-before", covered(before))
        .with("covered-after", covered(after));
    let side = |today: bool, text: &str| {
        let query = ChainQuery { plan: Some(PlannedChain { today, ..plan.clone() }), ..query.clone() };
        let href = address(v, &query, query.select.as_deref(), query.hide.as_deref());
        Tab { href, text: v.t(text), current: plan.today == today }
    };
    BeforeAfter {
        said: v.say(&message),
        tabs: [side(true, "chain-plan-before"), side(false, "chain-plan-after")],
        back: Link::to(v.href(&format!("/plan?{}", plan.query)), v.t("chain-plan-back")),
    }
}
