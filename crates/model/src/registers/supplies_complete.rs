use crate::register::register;

register! {
    /// Declares that all supplies of an enterprise in a year are registered.
    Enterprises SuppliesComplete "supplies_complete", "供销已齐全", "Supplies complete",
    ("声明企业某年的供销关系已全部登记", "all supplies of an enterprise for the year are registered")
    (belongs(&["enterprise"]).kept_by(&[Role::Chain, Role::Statistics]).firms(Firms::Own, &[FirmAction::Propose])) {
        enterprise: String, "企业", "Enterprise" (key().refers("enterprises").example("91000000MA0000007C"));
        year: i32, "年份", "Year" (key().example("2025"));
    }
}
