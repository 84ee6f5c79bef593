use crate::register::register;
use chrono::NaiveDate;

register! {
    /// A patent that an enterprise of the zone holds or has applied for.
    Enterprises Patent "patents", "专利", "Patents",
    ("企业拥有或申请的专利", "a patent that an enterprise holds or has applied for")
    (belongs(&["enterprise"]).kept_by(&[Role::Statistics, Role::Chain]).firms(Firms::Own, &[FirmAction::Create, FirmAction::Propose])) {
        number: String, "专利号", "Number" (key().hint("授权号；未授权的填申请号", "the number of the grant, else of the application").example("ZL202310000000.1"));
        enterprise: String, "企业", "Enterprise" (refers("enterprises").example("91000000MA0000007C"));
        name_zh: String, "中文名称", "Chinese name" (name().example("一种海绵钛还原装置"));
        name_en: Option<String>, "英文名称", "English name" (name_en().example("A reduction furnace for titanium sponge"));
        product: Option<String>, "相关产品", "Product" (refers("products").example("ti-sponge"));
        filed: Option<NaiveDate>, "申请日期", "Filed" (example("2023-01-10").past(&[]));
        granted: Option<NaiveDate>, "授权日期", "Granted" (hint("空白为尚未授权", "blank means not yet").not_before("filed"));
        inventors: Option<String>, "发明人", "Inventors" (personal());
    }
}
