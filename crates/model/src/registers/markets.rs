use crate::UnitRule;
use crate::register::register;

register! {
    /// What a country makes and uses of a product in a year.
    Chain Market "markets", "全国市场", "Markets",
    ("某产品某年的全国产量与表观消费量", "what the country makes and uses of a product in a year")
    (kept_by(&[Role::Chain]).firms(Firms::All, &[])) {
        product: String, "产品", "Product" (key().refers("products").example("ti-sponge"));
        year: i32, "年度", "Year" (key().example("2024").past(&[]));
        output: Option<f64>, "全国产量", "National output" (hint("产品计量单位/年", "units of the product a year").unit(UnitRule::ProductIn("product")).min(0.0).example("256000"));
        consumption: Option<f64>, "全国消费量", "National consumption" (hint("表观消费，产品计量单位/年", "apparent, units of the product a year").unit(UnitRule::ProductIn("product")).min(0.0).example("250000"));
    }
}
