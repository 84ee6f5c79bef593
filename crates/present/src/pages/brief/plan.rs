//! The plan in the briefing: what to take, what the limits are worth, what was left.

use super::paper::{PaperTable, Part, ROWS, Section};
use crate::grid::Grid;
use crate::pages::plan::{Words, lead_of};
use crate::{View, tables};
use yanlian_analysis::plan::{Posed, Study};

/// The section, where a plan was worked out.
pub(super) fn section(v: &View, posed: &Posed, study: &Study) -> Section {
    let words = Words { v, posed };
    // Of the balances, which are many, the first; all of what is taken, what limits it and what was left.
    let balance = v.t("plan-balance");
    let part = |mut table: Grid| {
        let count = table.rows.len();
        let cut = table.caption() == balance && count > ROWS;
        let more = if cut { v.t1("brief-more-plan", "count", count) } else { String::new() };
        table.rows.truncate(if cut { ROWS } else { count });
        Part {
            heading: table.caption().to_owned(),
            answer: String::new(),
            map: false,
            table: Some(PaperTable::of(v, &table, more)),
            source: v.t("brief-plan.source"),
        }
    };
    Section {
        heading: v.t("brief-plan"),
        answers: vec![lead_of(&words, Some(study))],
        parts: tables::plan::plan(&words, study).into_iter().map(part).collect(),
    }
}

/// The section while the plan is being worked out.
pub(super) fn coming(v: &View) -> Section {
    Section { heading: v.t("brief-plan"), answers: vec![v.t("brief-plan-coming")], parts: Vec::new() }
}
