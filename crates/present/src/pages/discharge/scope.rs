//! What an outlet's page looks at: factor, period, days.

use crate::pages::unfit_parameter;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use yanlian_analysis::discharge::{DischargeAssessment, FLOW};
use yanlian_model::{Message, ReadingPeriod, calendar};

/// What is looked at, as the address says it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct OutletQuery {
    /// The code of a factor; the worst where blank.
    pub factor: String,
    /// The code of another to compare with.
    pub with: String,
    /// `real_time`, `ten_minute`, `hour` (where blank) or `day`.
    pub period: String,
    /// The first day; blank for a week.
    pub from: String,
    /// The last day; blank for today.
    pub to: String,
}

/// What is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    /// The outlet.
    pub outlet: String,
    /// The code of the factor.
    pub factor: String,
    /// The code of the factor that it is compared with.
    pub with: Option<String>,
    /// The time that a value stands for.
    pub period: ReadingPeriod,
    /// The first day that is drawn.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The first day that was asked for, which a file of readings begins with.
    pub asked_from: NaiveDate,
}

/// The words of the periods in the address, and the most days that are drawn of each.
pub(super) const PERIODS: &[(&str, ReadingPeriod, u64)] = &[
    ("hour", ReadingPeriod::Hour, 62),
    ("day", ReadingPeriod::Day, 366),
    ("ten_minute", ReadingPeriod::TenMinute, 7),
    ("real_time", ReadingPeriod::RealTime, 1),
];
/// How many days are looked at where nothing is said.
const WEEK: u64 = 7;

/// What of a query has no meaning at an outlet: a factor that is not measured there, a period or a day that is none.
pub fn unfit(assessment: &DischargeAssessment, outlet: &str, query: &OutletQuery) -> Option<Message> {
    let assessed = assessment.outlet(outlet)?;
    let is_known = |code: &str| code == FLOW || assessed.factors.iter().any(|factor| factor.factor == code);
    let is_period = |word: &str| PERIODS.iter().any(|(known, ..)| *known == word);
    let is_day = |text: &str| calendar::day(text).is_some();
    let asked = [
        ("factor", &query.factor, is_known(&query.factor)),
        ("with", &query.with, is_known(&query.with)),
        ("period", &query.period, is_period(&query.period)),
        ("from", &query.from, is_day(&query.from)),
        ("to", &query.to, is_day(&query.to)),
    ];
    let unfit = asked.into_iter().find(|(_, value, fits)| !value.is_empty() && !fits);
    unfit.map(|(name, value, _)| unfit_parameter(name, value))
}

/// What a query means of an outlet; `None` where there is no such outlet, or no such day.
pub fn scope(assessment: &DischargeAssessment, outlet: &str, query: &OutletQuery) -> Option<Scope> {
    let assessed = assessment.outlet(outlet)?;
    let known = |code: &&str| *code == FLOW || assessed.factors.iter().any(|factor| factor.factor == *code);
    let worst = || assessed.worst().map_or(FLOW, |factor| &factor.factor);
    let factor = Some(query.factor.as_str()).filter(known).unwrap_or_else(worst).to_owned();
    let with = Some(query.with.as_str()).filter(known).filter(|with| *with != factor).map(str::to_owned);
    let (_, period, most) = *PERIODS.iter().find(|(word, ..)| *word == query.period).unwrap_or(&PERIODS[0]);
    let day = |asked: &str| if asked.is_empty() { Some(None) } else { calendar::day(asked).map(Some) };
    let (first, last) = (day(&query.from)?, day(&query.to)?);
    let to = last.unwrap_or(assessment.today).min(assessment.today);
    let usual = || to.checked_sub_days(Days::new(WEEK.min(most) - 1)).unwrap_or(to);
    let asked_from = first.filter(|from| *from <= to).unwrap_or_else(usual);
    let from = asked_from.max(to.checked_sub_days(Days::new(most - 1)).unwrap_or(to));
    Some(Scope { outlet: outlet.to_owned(), factor, with, period, from, to, asked_from })
}
