use crate::register::register;

register! {
    /// How a plant treats one of its emissions.
    Enterprises PlantTreatment "plant_treatments", "装置治理", "Plant treatments",
    ("装置的某项排放采用哪种治理工艺", "which treatment a plant has for one of its emissions")
    (belongs(&["plant"]).kept_by(&[Role::Chain, Role::Statistics]).firms(Firms::Own, &[FirmAction::Propose])) {
        plant: String, "装置", "Plant" (key().refers("plants").example("P-001"));
        item: String, "排放项目", "Emission" (key().refers("indicators").example("cod"));
        treatment: String, "治理编号", "Treatment" (hint("该装置工艺的治理工艺编号", "a treatment of the plant's process").example("biological"));
    }
}
