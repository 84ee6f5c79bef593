//! How the processes of the map stand: here, coming, within reach, missing.

use super::Standing;
use crate::View;
use std::collections::BTreeSet;
use yanlian_analysis::Gap;
use yanlian_model::ProjectStage;
use yanlian_model::registers::Process;

/// Which processes are here, coming, within reach, or missing.
pub(super) struct Standings<'v> {
    present: BTreeSet<&'v str>,
    coming: BTreeSet<&'v str>,
    holes: BTreeSet<&'v str>,
    reach: BTreeSet<&'v str>,
}

impl<'v> Standings<'v> {
    pub(super) fn of(v: &View<'v>) -> Standings<'v> {
        let registers = v.registers();
        let on_its_way = |stage: ProjectStage| !matches!(stage, ProjectStage::Dropped | ProjectStage::Production);
        let projects = registers.projects.iter().filter(|project| on_its_way(project.stage));
        let viable = v.diagnosis.extensions.iter().filter(|step| step.viable_alone != Some(false));
        let mut standings = Standings {
            present: registers.plants.iter().map(|plant| plant.process.as_str()).collect(),
            coming: projects.filter_map(|project| project.process.as_deref()).collect(),
            holes: BTreeSet::new(),
            reach: viable.map(|step| step.process.as_str()).collect(),
        };
        standings.holes = v.diagnosis.gaps.iter().filter_map(|gap| standings.hole(gap)).collect();
        standings
    }

    /// The process that would fill a gap which no process here, or on its way, can.
    fn hole(&self, gap: &'v Gap) -> Option<&'v str> {
        let filled = |process: &str| self.present.contains(process) || self.coming.contains(process);
        if gap.ways.iter().any(|way| filled(&way.process)) {
            return None;
        }
        let best = |a: &&yanlian_analysis::Way, b: &&yanlian_analysis::Way| {
            a.viability.low().total_cmp(&b.viability.low()).then_with(|| b.process.cmp(&a.process))
        };
        gap.ways.iter().max_by(best).map(|way| way.process.as_str())
    }

    /// How one process stands.
    pub(super) fn of_process(&self, process: &Process) -> Standing {
        let id = process.id.as_str();
        [
            (&self.present, Standing::Present),
            (&self.coming, Standing::Coming),
            (&self.holes, Standing::Hole),
            (&self.reach, Standing::Reach),
        ]
        .into_iter()
        .find(|(set, _)| set.contains(id))
        .map_or(Standing::Absent, |(_, standing)| standing)
    }
}
