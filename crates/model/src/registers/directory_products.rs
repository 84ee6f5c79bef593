use crate::UnitRule;
use crate::register::register;

register! {
    /// What an outside company makes.
    Candidates CompanyProduct "directory_products", "招商库产品", "Directory products",
    ("外地企业所产之物", "what an outside company makes")
    (kept_by(&[Role::Chain])) {
        company: String, "企业", "Company" (key().refers("directory").example("EX-001"));
        product: String, "产品", "Product" (key().refers("products").example("ti-sponge"));
        share: Option<f64>, "主营占比", "Share" (hint("占其销售额的份额，来源口径不一", "share of its sales; sources differ in what they count").unit(UnitRule::Fixed("1")).min(0.0).max(1.0).example("0.6"));
    }
}
