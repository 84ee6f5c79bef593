use crate::register::register;
use crate::UnitRule;

register! {
    /// Who sold how much of what to whom in a year.
    Enterprises Supply "supplies", "供销关系", "Supplies",
    ("某年谁向谁供应了多少某产品", "who sold how much of what to whom in a year")
    (belongs(&["supplier", "customer"]).kept_by(&[Role::Chain, Role::Statistics]).firms(Firms::Own, &[FirmAction::Propose]).briefed()) {
        supplier: String, "供方", "Supplier" (key().party().hint("企业、招商库代码，或 outside:名称", "an enterprise, a directory code, or outside:NAME").example("91000000MA0000007C"));
        customer: String, "需方", "Customer" (key().party().example("outside:某外地企业"));
        product: String, "产品", "Product" (key().refers("products").example("ti-sponge"));
        year: i32, "年份", "Year" (key().example("2025").past(&["quantity", "value_cny"]));
        quantity: Option<f64>, "数量", "Quantity" (confidential().hint("产品计量单位", "in the product's unit").unit(UnitRule::ProductIn("product")).min(0.0).example("3000"));
        value_cny: Option<f64>, "金额", "Value" (confidential().money().example("144000000"));
    }
}
