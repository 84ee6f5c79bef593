use crate::register::register;
use crate::{Basis, Direction, UnitRule};

register! {
    /// One input, output, use or emission of a process, per unit of its main product.
    Chain Flow "flows", "物料流", "Flows",
    ("工艺每单位主产品的一项投入、产出、占用或排放", "one input, output, use or emission of a process, per unit of its main product")
    (kept_by(&[Role::Chain]).firms(Firms::All, &[]).briefed()) {
        process: String, "工艺", "Process" (key().refers("processes").example("ti-sponge-kroll"));
        item: String, "项目", "Item" (key().item().hint("投入产出填产品，占用排放填指标", "a product for in and out, an indicator for use and emit").example("cod"));
        direction: Direction, "方向", "Direction" (key().example("emit"));
        quantity: Option<f64>, "数量", "Quantity" (unit(UnitRule::Column).min(0.0).example("0.15"));
        low: Option<f64>, "下限", "Low" (unit(UnitRule::Column).min(0.0));
        high: Option<f64>, "上限", "High" (unit(UnitRule::Column).min(0.0));
        unit: Option<String>, "单位", "Unit" (hint("空白按该项目的计量单位", "blank means the item's own unit").example("kg"));
        main: Option<bool>, "主要原料", "Main feedstock" (example("no"));
        essential: Option<bool>, "是否必需", "Essential" (hint("缺之即停产", "without it the process stops").example("yes"));
        basis: Option<Basis>, "依据", "Basis" (example("published"));
        verified: Option<bool>, "已核实", "Verified" (example("yes"));
        second_quantity: Option<f64>, "第二来源数量", "Second quantity" (hint("另一独立来源的数量，单位相同", "from an independent second source, in the same unit").unit(UnitRule::Column).min(0.0).example("0.16"));
        second_source: Option<String>, "第二来源", "Second source" (example("环评报告"));
    }
}
