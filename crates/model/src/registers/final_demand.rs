use crate::register::register;
use crate::UnitRule;

register! {
    /// What is used up in the zone by no process: building sites, households, public works.
    Enterprises FinalDemand "final_demand", "最终需求", "Final demand",
    ("不由任何工艺消耗的本地需求", "local demand by no process: building sites, households, public works")
    (kept_by(&[Role::Chain])) {
        product: String, "产品", "Product" (key().refers("products").example("ti-sponge"));
        year: i32, "年份", "Year" (key().example("2025"));
        who: String, "需求方", "Who" (key().example("市政工程"));
        quantity: Option<f64>, "数量", "Quantity" (unit(UnitRule::ProductIn("product")).min(0.0).example("20"));
    }
}
