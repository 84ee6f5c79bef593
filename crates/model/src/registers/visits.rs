use crate::register::register;
use chrono::NaiveDate;

register! {
    /// A leader's visit.
    Service Visit "visits", "调研", "Visits", ("领导到园区和企业调研", "a leader's visit to the zone and its enterprises")
    (rank(11).kept_by(&[Role::Leader, Role::Service]).firms(Firms::Concerned, &[]).bears(Bearing::None)) {
        id: String, "编号", "ID" (key().example("DY-2025-01"));
        date: Option<NaiveDate>, "日期", "Date" (example("2025-11-20").past(&[]));
        leader: Option<String>, "带队领导", "Leader" (example("市领导"));
        route: Vec<String>, "路线", "Route" (hint("依次走访的企业，分号隔开", "the enterprises in order, semicolons between").refers("enterprises").example("91000000MA0000007C"));
        summary: Option<String>, "纪要", "Summary" (confidential());
    }
}
