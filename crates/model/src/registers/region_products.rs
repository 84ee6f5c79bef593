use crate::UnitRule;
use crate::register::register;

register! {
    /// What other regions make: the reference against which the zone's products are related.
    Candidates RegionProduct "region_products", "地区产品", "Regions' products",
    ("参照地区某年某产品的产值", "what a reference region makes of a product in a year")
    (kept_by(&[Role::Chain])) {
        region: String, "地区", "Region" (key().example("示例市"));
        product: String, "产品", "Product" (key().refers("products").example("ti-sponge"));
        year: i32, "年份", "Year" (key().example("2025").past(&[]));
        value_cny: Option<f64>, "产值", "Value" (unit(UnitRule::Fixed("CNY")).min(0.0).example("120000000"));
    }
}
