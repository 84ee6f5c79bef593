use crate::register::register;
use crate::{Direction, UnitRule};

register! {
    /// A measured intensity of a plant; replaces the recipe's figure for it.
    Enterprises PlantMeasure "plant_measures", "装置实测", "Plant measures",
    ("装置每单位主产品的实测投入、产出、占用或排放", "a measured input, output, use or emission per unit of the plant's main product")
    (belongs(&["plant"]).kept_by(&[Role::Chain, Role::Statistics]).firms(Firms::Own, &[FirmAction::Propose]).briefed()) {
        plant: String, "装置", "Plant" (key().refers("plants").example("P-001"));
        year: i32, "年份", "Year" (key().example("2025").past(&["value"]));
        item: String, "项目", "Item" (key().item().example("cod"));
        direction: Direction, "方向", "Direction" (key().example("emit"));
        value: Option<f64>, "实测值", "Value" (confidential().hint("每单位主产品", "per unit of the main product").unit(UnitRule::Column).min(0.0).example("0.15"));
        unit: Option<String>, "单位", "Unit" (hint("空白按该项目的计量单位", "blank means the item's own unit").example("kg"));
    }
}
