use crate::register::register;
use crate::{PlanStance, PlanSubject, UnitRule};

register! {
    /// What a scenario sets otherwise than the registers have it.
    Projects ScenarioSetting "scenario_settings", "方案设定", "Scenario settings",
    ("方案中与登记不同的设定", "what a scenario sets otherwise than the registers have it")
    (kept_by(&[Role::Chain]).bears(Bearing::None)) {
        scenario: String, "方案", "Scenario" (key().refers("scenarios").example("FA-2026-01"));
        subject: PlanSubject, "对象", "Subject" (key().example("limit"));
        item: String, "项", "Item" (key().hint("承载上限的指标、装置、项目、工艺、产品的编号，或目标的代码", "id of the limited indicator, plant, project, process or product, or the objective").example("cod"));
        stance: Option<PlanStance>, "取舍", "Stance" (hint("用于项目与工艺", "of projects and processes"));
        value: Option<f64>, "数值", "Value" (hint("各年上限、产量界限、销售上限或目标下限，用该项自己的单位；软上限为每超一单位折合的目标值", "cap of each year, bound of output, most sold a year, or floor, in the item's own unit; of a soft limit what a unit beyond it costs, in the objective's unit").unit(UnitRule::Subject).example("98000"));
    }
}

impl PlanSubject {
    /// The unit in which what is set of an item is counted, where the item has one.
    pub const fn unit(self) -> UnitRule {
        match self {
            PlanSubject::Limit => UnitRule::IndicatorIn("item"),
            PlanSubject::SalesCap => UnitRule::ProductIn("item"),
            PlanSubject::PlantLow | PlanSubject::PlantHigh => UnitRule::MainProductOfPlant("item"),
            _ => UnitRule::None,
        }
    }

    /// The register of which its items are; none where these are objectives.
    pub const fn register(self) -> Option<&'static str> {
        match self {
            PlanSubject::Limit | PlanSubject::SoftLimit => Some("indicators"),
            PlanSubject::PlantLow | PlanSubject::PlantHigh => Some("plants"),
            PlanSubject::Project => Some("projects"),
            PlanSubject::Process => Some("processes"),
            PlanSubject::SalesCap => Some("products"),
            PlanSubject::Floor => None,
        }
    }

    /// The smallest number that may be set: an amount or its cost is none below zero, an objective may be.
    pub const fn least(self) -> Option<f64> {
        match self {
            PlanSubject::Floor => None,
            _ => Some(0.0),
        }
    }
}
