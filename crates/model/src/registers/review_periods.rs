use crate::form::minute;
use chrono::{Datelike, NaiveDate, TimeDelta};
use crate::{Form, Message};
use crate::register::register;

register! {
    /// A time in which an officer declares readings invalid.
    Zone ReviewPeriod "review_periods", "人工复核时段", "Review periods",
    ("经人工复核判为无效的时段；原判定一并保留", "a time whose readings were declared invalid; the earlier verdict is kept beside")
    (belongs(&["outlet"]).kept_by(&[Role::Ecology]).firms(Firms::Own, &[FirmAction::Propose]).bears(Bearing::Discharge)) {
        id: String, "编号", "ID" (key().example("FH-2025-001"));
        outlet: String, "排放口", "Outlet" (refers("outlets").example("DW001-A"));
        factor: Option<String>, "因子", "Factor" (refers("factors").hint("空白为全部因子", "blank means every factor").example("w01018"));
        from: String, "开始时间", "From" (form(Form::Minute).hint("YYYY-MM-DDTHH:MM", "YYYY-MM-DDTHH:MM").example("2025-03-02T08:00"));
        to: String, "结束时间", "To" (form(Form::Minute).hint("YYYY-MM-DDTHH:MM，不含", "YYYY-MM-DDTHH:MM, not included").example("2025-03-02T14:00"));
        reason: String, "理由", "Reason" (longest(500).example("标样核查不合格"));
        evidence: Option<String>, "佐证", "Evidence" (longest(500).example("运维记录第 12 页"));
        by: Option<String>, "复核人", "By" (example("生态环境分局"));
        at: Option<String>, "复核时间", "Reviewed at" (form(Form::Minute).hint("YYYY-MM-DDTHH:MM", "YYYY-MM-DDTHH:MM").example("2025-03-03T09:30"));
    }
}

impl ReviewPeriod {
    /// What stands out of order, by the field where it is to be put right.
    pub fn out_of_order(&self) -> Vec<(&'static str, Message)> {
        let backwards = minute(&self.from).zip(minute(&self.to)).is_some_and(|(from, to)| to <= from);
        backwards.then(|| ("to", Message::new("review-ends-before-it-begins"))).into_iter().collect()
    }

    /// What can hardly be meant, by its field: no monitor sent anything that early, none has sent what is still to come
    /// on the day that is `today`, and nobody looks through more than a year of readings for one reason.
    pub fn questions(&self, today: Option<NaiveDate>) -> Vec<(&'static str, Message)> {
        const FIRST_YEAR: i32 = 2000;
        const LONGEST: TimeDelta = TimeDelta::days(366);
        let (from, to) = (minute(&self.from), minute(&self.to));
        let early = from.filter(|from| from.year() < FIRST_YEAR);
        let early = early.map(|from| ("from", Message::new("review-begins-early").with("year", from.year().to_string())));
        let length = from.zip(to).map(|(from, to)| to - from).filter(|length| *length > LONGEST);
        let long = length.map(|length| ("to", Message::new("review-is-long").with("days", length.num_days() as f64)));
        let to_come = from.map(|from| from.date()).filter(|day| today.is_some_and(|today| *day > today));
        let to_come = to_come.map(|day| ("from", Message::new("review-is-to-come").with("day", day.to_string())));
        early.into_iter().chain(to_come).chain(long).collect()
    }
}
