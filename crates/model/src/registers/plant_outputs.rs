use crate::register::register;
use crate::UnitRule;

register! {
    /// What a plant made in a year.
    Enterprises PlantOutput "plant_outputs", "装置产量", "Plant outputs",
    ("装置某年的实际产量", "what a plant made in a year")
    (belongs(&["plant"]).kept_by(&[Role::Chain, Role::Statistics]).firms(Firms::Own, &[FirmAction::Propose]).briefed()) {
        plant: String, "装置", "Plant" (key().refers("plants").example("P-001"));
        year: i32, "年份", "Year" (key().example("2025").past(&["output"]));
        output: Option<f64>, "产量", "Output" (confidential().hint("主产品单位；空白即未知，不是零", "main product; blank means unknown, not zero").unit(UnitRule::MainProductOfPlant("plant")).min(0.0).example("8200"));
    }
}
