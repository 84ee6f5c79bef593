use crate::Message;
use crate::register::register;
use chrono::{Months, NaiveDate};

/// How many years a term may be at most: a later one is mistyped.
const TERM_YEARS: u32 = 5;

register! {
    /// What was done about an exceedance.
    Zone ExceedanceHandling "exceedance_handling", "超标处置", "Exceedance handling",
    ("对一次超标的交办、原因、措施与销号", "who looks after an exceedance, its cause, what was done, and when it was closed")
    (belongs(&["outlet"]).kept_by(&[Role::Ecology]).firms(Firms::Own, &[FirmAction::Propose]).bears(Bearing::Discharge)) {
        id: String, "编号", "ID" (key().example("CB-2025-001"));
        outlet: String, "排放口", "Outlet" (refers("outlets").example("DW001-A"));
        factor: String, "因子", "Factor" (refers("factors").example("w01018"));
        day: NaiveDate, "超标日期", "Day" (example("2025-03-02"));
        assigned: Option<String>, "交办单位", "Assigned to" (longest(200).example("生态环境分局"));
        due: Option<NaiveDate>, "办理期限", "Due" (example("2025-03-09"));
        cause: Option<String>, "原因", "Cause" (longest(2000).example("生化池进水冲击"));
        measure: Option<String>, "措施", "Measure" (longest(2000).example("限产并投加药剂"));
        closed: Option<NaiveDate>, "销号日期", "Closed";
        by: Option<String>, "销号人", "By";
    }
}

impl ExceedanceHandling {
    /// What stands out of order, by the field where it is to be put right: somebody is assigned, then
    /// gives the cause, then what was done, and then it is closed; no date lies before the exceedance,
    /// and none of what is done lies ahead.
    pub fn out_of_order(&self, today: NaiveDate) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        let mut fault = |wrong: bool, field, id| {
            if wrong {
                faults.push((field, Message::new(id)));
            }
        };
        let assigned = self.assigned.is_some();
        let further = self.cause.is_some() || self.measure.is_some() || self.closed.is_some();
        let begun = self.due.is_some() || further;
        fault(!assigned, "assigned", if begun { "handling-assign-first" } else { "handling-empty" });
        fault(self.due.is_some_and(|due| due < self.day), "due", "handling-due-before-day");
        let last = self.day.checked_add_months(Months::new(12 * TERM_YEARS));
        fault(self.due.zip(last).is_some_and(|(due, last)| due > last), "due", "handling-due-too-far");
        fault(self.cause.is_none() && (self.measure.is_some() || self.closed.is_some()), "cause", "handling-cause-first");
        fault(self.measure.is_none() && self.closed.is_some(), "measure", "handling-measure-first");
        fault(self.closed.is_some_and(|closed| closed < self.day), "closed", "handling-closed-before-day");
        fault(self.closed.is_some_and(|closed| closed > today), "closed", "handling-closed-ahead");
        faults
    }
}
