//! How would the registers look once the plan has come true?
//!
//! Each option that is taken stands as a plant with the output of the plan's last year, beside the
//! plants that there are; these make in that year what the plan has them make. Asked the
//! same questions as the registers of today, those of the plan answer what is still missing, short or shipped
//! out. No formula of its own. Source: the plan. Limits: prices, demands and supplies stay as they are.

use super::{Plan, Posed, Subject};
use crate::Zone;
use std::collections::HashMap;
use yanlian_model::registers::{Plant, PlantOutput};
use yanlian_model::{Provenance, Registers};

/// The registers with the plan's plants and their output in `year`.
pub fn after(zone: &Zone, posed: &Posed, plan: &Plan, year: i32) -> Registers {
    let mut registers = zone.registers.clone();
    let projects: HashMap<&str, &str> = zone
        .registers
        .projects
        .iter()
        .map(|project| {
            (project.id.as_str(), project.enterprise.as_deref().or(project.investor.as_deref()).unwrap_or(&project.id))
        })
        .collect();
    for start in &plan.starts {
        let Some(process) = posed.options.get(&start.option).map(Subject::process) else { continue };
        let option = posed.model.options.iter().find(|option| option.id == start.option);
        let made = plan.activities.iter().find(|activity| activity.id == start.option);
        let id = format!("plan:{}", start.option);
        registers.plants.put(Plant {
            id: id.clone(),
            name: None,
            enterprise: projects
                .get(start.option.as_str())
                .map_or_else(|| start.option.clone(), |owner| (*owner).to_owned()),
            process: process.to_owned(),
            capacity: option.map(|option| option.capacity),
            started: None,
            features: None,
            provenance: Provenance::default(),
        });
        registers.plant_outputs.put(PlantOutput {
            plant: id,
            year,
            output: made.and_then(|made| made.per_year.last().copied()),
            provenance: Provenance::default(),
        });
    }
    let is_plant = |id: &str| posed.model.plants.iter().any(|plant| plant.id == id);
    for activity in plan.activities.iter().filter(|activity| is_plant(&activity.id)) {
        registers.plant_outputs.put(PlantOutput {
            plant: activity.id.clone(),
            year,
            output: activity.per_year.last().copied(),
            provenance: Provenance::default(),
        });
    }
    registers
}
