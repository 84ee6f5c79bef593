//! Which parameters of judgement are in force on a day?
//!
//! Of the rows of `discharge_rules` for a parameter that are in force on the day, the one that began
//! last. A time can be judged only where every parameter is in force throughout.
//!
//! Source: the standard that each row names, with its own mark of whether it was verified. Limits: a rule
//! is one number for the whole park.

use chrono::NaiveDate;
use yanlian_model::RuleKind;
use yanlian_model::registers::DischargeRule;

/// A parameter that is not in force on a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule in force for {}", .0.iter().map(|(kind, day)| format!("{} on {day}", kind.choice().key)).collect::<Vec<_>>().join(", "))]
pub struct MissingRules(
    /// The parameters, and the first day on which each is missing.
    pub Vec<(RuleKind, NaiveDate)>,
);

/// The parameters in force over a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    from: NaiveDate,
    to: NaiveDate,
    rows: Vec<Vec<DischargeRule>>,
}

impl Rules {
    /// The parameters in force from the day `from` to the day `to`, both included.
    ///
    /// # Errors
    /// Where a parameter of judgement is not in force on one of the days.
    pub fn over(rows: &[DischargeRule], from: NaiveDate, to: NaiveDate) -> Result<Rules, MissingRules> {
        let of_kind = |kind: &RuleKind| rows.iter().filter(|row| row.rule == *kind).cloned().collect::<Vec<_>>();
        let rows: Vec<Vec<DischargeRule>> = RuleKind::ALL.iter().map(of_kind).collect();
        let gap = |kind: &RuleKind| {
            let mut days = from.iter_days().take_while(|day| *day <= to);
            days.find(|day| in_force(&rows[*kind as usize], *day).is_none()).map(|day| (*kind, day))
        };
        let judging = RuleKind::ALL.iter().filter(|kind| !kind.is_retention());
        let missing: Vec<_> = judging.filter_map(gap).collect();
        if missing.is_empty() { Ok(Rules { from, to, rows }) } else { Err(MissingRules(missing)) }
    }

    /// The row of a parameter of judgement on a day; a day outside the time takes the row of the nearest day in it.
    pub fn row(&self, kind: RuleKind, day: NaiveDate) -> &DischargeRule {
        in_force(&self.rows[kind as usize], day.clamp(self.from, self.to)).expect("checked for every day when made")
    }

    /// The value of a parameter on a day.
    pub fn value(&self, kind: RuleKind, day: NaiveDate) -> f64 {
        self.row(kind, day).value
    }
}

/// For how many days something is kept, by the rule in force on a day; `None` is for ever.
pub fn kept_days(rows: &[DischargeRule], kind: RuleKind, day: NaiveDate) -> Option<f64> {
    in_force(rows.iter().filter(|row| row.rule == kind), day).map(|row| row.value)
}

fn in_force<'a>(rows: impl IntoIterator<Item = &'a DischargeRule>, day: NaiveDate) -> Option<&'a DischargeRule> {
    let rows = rows.into_iter();
    rows.filter(|row| row.from <= day && row.to.is_none_or(|to| day <= to)).max_by_key(|row| row.from)
}
