use crate::register::register;
use crate::UnitRule;
use chrono::NaiveDate;

register! {
    /// What a product costs on a date.
    Chain Price "prices", "价格", "Prices", ("某产品在某日的价格", "what a product costs on a date")
    (kept_by(&[Role::Chain]).firms(Firms::All, &[]).briefed()) {
        product: String, "产品", "Product" (key().refers("products").example("ti-sponge"));
        date: NaiveDate, "日期", "Date" (key().example("2025-12-31").past(&[]));
        price_cny: Option<f64>, "单价", "Price" (hint("元/产品计量单位", "CNY per unit of the product").unit(UnitRule::Fixed("CNY")).per(UnitRule::ProductIn("product")).min(0.0).example("48000"));
        tax_included: Option<bool>, "是否含税", "Tax included" (hint("空白按不含税", "blank means without tax").example("yes"));
        place: Option<String>, "地点或口径", "Place or terms" (example("出厂"));
    }
}
