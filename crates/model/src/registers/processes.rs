use crate::register::register;
use crate::{ChainStage, UnitRule};

register! {
    /// A recipe: flows per unit of main output.
    Chain Process "processes", "工艺", "Processes",
    ("一份配方：每单位主产品的投入、产出、占用与排放", "a recipe: what goes in and out per unit of the main product")
    (rank(2).page("processes").kept_by(&[Role::Chain]).firms(Firms::All, &[])) {
        id: String, "编号", "ID" (key().example("ti-sponge-kroll"));
        name_zh: String, "中文名称", "Chinese name" (name().example("镁还原制海绵钛"));
        name_en: Option<String>, "英文名称", "English name" (name_en().example("Titanium sponge by magnesium reduction"));
        chain: Option<String>, "产业链", "Chain" (refers("chains").example("zirconium-titanium"));
        main_product: String, "主产品", "Main product" (refers("products").example("ti-sponge"));
        stage: Option<ChainStage>, "环节", "Stage" (example("midstream"));
        smallest_viable_scale: Option<f64>, "最小经济规模", "Smallest viable scale" (hint("主产品单位/年", "main product a year").unit(UnitRule::ProductIn("main_product")).per_year().min(0.0).example("5000"));
        typical_scale: Option<f64>, "典型规模", "Typical scale" (hint("主产品单位/年", "main product a year").unit(UnitRule::ProductIn("main_product")).per_year().min(0.0).example("10000"));
        capex_cny_per_unit: Option<f64>, "单位投资", "Investment per unit" (hint("元/年产单位主产品", "CNY per unit of yearly capacity").money());
        jobs_per_unit: Option<f64>, "单位用工", "Jobs per unit" (hint("人/年产单位主产品", "persons per unit of yearly capacity").unit(UnitRule::Fixed("person")).per(UnitRule::ProductIn("main_product")).min(0.0));
        land_mu_per_unit: Option<f64>, "单位用地", "Land per unit" (hint("亩/年产单位主产品", "mu per unit of yearly capacity").unit(UnitRule::Fixed("mu")).per(UnitRule::ProductIn("main_product")).min(0.0));
        bound_to_site: Option<bool>, "依附资源", "Bound to its site" (hint("依矿而建，不能搬来", "sits on a deposit and cannot be built elsewhere").example("no"));
    }
}
