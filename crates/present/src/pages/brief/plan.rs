//! The plan in the briefing: what to take, what the limits are worth, what was left.

use super::paper::{Part, Section, Table, words};
use crate::View;
use crate::pages::plan::{Words, lead_of};
use crate::plan_tables::{WordTable, plan_tables};
use yanlian_analysis::plan::{Posed, Study};

/// The section, where a plan was worked out.
pub(super) fn section(v: &View, posed: &Posed, study: &Study) -> Section {
    // Of the balances, which are many, the first; all of what is taken, what limits it and what was left.
    let balance = v.t("plan-balance");
    let shown = |table: &WordTable, paper: Table| match table.title == balance {
        true => paper.first_of(v, "brief-more-plan"),
        false => paper,
    };
    let tables = plan_tables(v, posed, study).into_iter().map(|table| Part {
        heading: table.title.clone(),
        answer: String::new(),
        map: false,
        table: Some(shown(
            &table,
            Table {
                heads: heads(&table),
                rows: table.rows[1..]
                    .iter()
                    .map(|row| row.iter().map(|cell| words(cell.text.as_str())).collect())
                    .collect(),
                count: table.rows.len() - 1,
                more: String::new(),
            },
        )),
        source: v.t("brief-plan.source"),
    });
    Section {
        heading: v.t("brief-plan"),
        answers: vec![lead_of(&Words { v, posed }, Some(study))],
        parts: tables.collect(),
    }
}

/// The section while the plan is being worked out.
pub(super) fn coming(v: &View) -> Section {
    Section { heading: v.t("brief-plan"), answers: vec![v.t("brief-plan-coming")], parts: Vec::new() }
}

/// The heads; amounts stand to the right.
fn heads(table: &WordTable) -> Vec<(String, &'static str)> {
    let amounts = |at: usize| table.rows[1..].iter().any(|row| row.get(at).is_some_and(|cell| cell.amount.is_some()));
    let heads = table.rows[0].iter().enumerate();
    heads.map(|(at, head)| (head.text.clone(), if amounts(at) { "n" } else { "" })).collect()
}
