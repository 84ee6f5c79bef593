//! Which process takes and gives which product, by position.
//!
//! The product graph of a zone with a large library has tens of thousands of nodes; questions that
//! ask only for presence walk it by numbers and touch no text.

use crate::Zone;
use std::ops::Range;
use yanlian_model::Direction;

/// Products, processes and plants by their positions in the registers, which are in key order.
pub(crate) struct ProductGraph {
    /// By process: the arcs in `taken` and in `given`.
    processes: Vec<(Range<u32>, Range<u32>)>,
    taken: Vec<u32>,
    given: Vec<u32>,
    /// By plant: its process; `None` where that is not registered.
    plants: Vec<Option<u32>>,
}

impl ProductGraph {
    /// The graph of a zone.
    pub(crate) fn new(zone: &Zone) -> ProductGraph {
        let product = |id: &str| zone.product_by_id().position(id);
        let mut graph = ProductGraph {
            processes: Vec::with_capacity(zone.registers.processes.len()),
            taken: Vec::new(),
            given: Vec::new(),
            plants: zone.registers.plants.iter().map(|plant| zone.process_by_id().position(&plant.process)).collect(),
        };
        for process in &zone.registers.processes {
            let (taken, given) = (graph.taken.len() as u32, graph.given.len() as u32);
            graph.given.extend(product(&process.main_product));
            for flow in zone.flows(&process.id) {
                match flow.direction {
                    Direction::In => graph.taken.extend(product(&flow.item)),
                    Direction::Out => graph.given.extend(product(&flow.item)),
                    Direction::Use | Direction::Emit => (),
                }
            }
            graph.processes.push((taken..graph.taken.len() as u32, given..graph.given.len() as u32));
        }
        graph
    }

    /// The products that a plant takes in and gives, by position; none where its process is not registered.
    pub(crate) fn of_plant(&self, plant: usize) -> (&[u32], &[u32]) {
        let Some(process) = self.plants[plant] else { return (&[], &[]) };
        let (taken, given) = &self.processes[process as usize];
        let of = |arcs: &'_ Range<u32>| arcs.start as usize..arcs.end as usize;
        (&self.taken[of(taken)], &self.given[of(given)])
    }
}
