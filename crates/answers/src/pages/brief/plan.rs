//! The plan in the briefing: what to take, what the limits are worth, what was left.

use super::paper::{Part, Section, Table, words};
use crate::View;
use crate::pages::plan::{Words, lead_of};
use crate::plan_tables::plan_tables;
use yanlian_analysis::plan::{Posed, Study};

/// The section, where a plan was worked out.
pub(super) fn section(v: &View, posed: &Posed, study: &Study) -> Section {
    let tables = plan_tables(v, posed, study).into_iter().map(|table| Part {
        heading: table.title,
        answer: String::new(),
        map: false,
        table: Some(Table {
            heads: table.rows[0].iter().map(|head| (head.clone(), "")).collect(),
            rows: table.rows[1..].iter().map(|row| row.iter().map(|cell| words(cell.as_str())).collect()).collect(),
            more: String::new(),
        }),
        source: v.t("brief-plan.source"),
    });
    Section {
        heading: v.t("brief-plan"),
        answers: vec![lead_of(&Words { v, posed }, Some(study))],
        parts: tables.collect(),
    }
}
