use crate::register::register;
use crate::{ProductKind, UnitRule};

register! {
    /// A product: a material, part, energy carrier or by-product.
    Chain Product "products", "产品", "Products",
    ("凡可买卖之物：原料、零部件、能源、副产品", "anything traded: material, part, energy carrier, by-product")
    (rank(1).told_apart_by_name().page("products").kept_by(&[Role::Chain]).firms(Firms::All, &[])) {
        id: String, "编号", "ID" (key().example("ti-sponge"));
        name_zh: String, "中文名称", "Chinese name" (name().example("海绵钛"));
        name_en: Option<String>, "英文名称", "English name" (name_en().example("titanium sponge"));
        aliases: Vec<String>, "别名", "Aliases" (aliases().hint("多个以分号隔开", "several: semicolons between").example("钛海绵"));
        unit: String, "计量单位", "Unit" (hint("如 t、kg、m3、Nm3、kWh、piece", "such as t, kg, m3, Nm3, kWh, piece").example("t"));
        kind: Option<ProductKind>, "类别", "Kind" (example("material"));
        applications: Vec<String>, "用途", "Applications" (hint("最终用途，多个以分号隔开", "end uses, semicolons between").example("航空;化工装备"));
        hs_code: Option<String>, "海关编码", "HS code" (example("8108.20"));
        gbt4754: Option<String>, "行业代码", "Industry code" (hint("GB/T 4754", "GB/T 4754").example("3239"));
        vat_rate: Option<f64>, "增值税率", "VAT rate" (hint("如 0.13；空白按 13%", "such as 0.13; blank means 13 %").unit(UnitRule::Fixed("1")).min(0.0).max(1.0));
        mass_t_per_unit: Option<f64>, "每单位质量", "Mass of one unit" (hint("吨；计量单位为质量时可空白", "t; may be blank where the unit is one of mass").unit(UnitRule::Fixed("t")).per(UnitRule::Column).min(0.0));
        kgce_per_unit: Option<f64>, "折标系数", "Coal equivalent of one unit" (hint("千克标准煤；仅能源", "kgce; energy carriers only").unit(UnitRule::Fixed("kgce")).per(UnitRule::Column).min(0.0));
        tradable: Option<bool>, "可否外运", "Tradable" (hint("空白按可；如焦炉煤气为否", "blank means yes; coke-oven gas is not"));
        disposal_cny: Option<f64>, "处置费", "Disposal cost" (hint("元/计量单位；空白为不可处置", "CNY per unit; blank: it cannot be disposed of").unit(UnitRule::Fixed("CNY")).per(UnitRule::Column).min(0.0));
        utility: Option<bool>, "公用工程", "Utility" (hint("电、汽、气、水等各处都用的", "power, steam, gas, water and the like, which every process takes").example("no"));
        disposal_limit: Option<String>, "处置占用的上限", "Limit of disposal" (refers("indicators").hint("处置时计入的承载上限", "the limit against which disposal counts"));
    }
}

/// The product's value-added tax rate where it has none of its own.
const DEFAULT_VAT: f64 = 0.13;

impl Product {
    /// The rate by which a price with tax is converted to one without.
    pub fn vat(&self) -> f64 {
        self.vat_rate.unwrap_or(DEFAULT_VAT)
    }

    /// Both names and every alias.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let own = [Some(&self.name_zh), self.name_en.as_ref()];
        own.into_iter().flatten().chain(&self.aliases).map(String::as_str)
    }
}
