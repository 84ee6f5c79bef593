//! The map of a chain as the library has it: every process, and the products by which one feeds the next.
//!
//! It shows how the chain works wherever it stands, so that no balance and no quantity is on it: a main feedstock
//! is a full line, another input a dotted one, and what the chain does not make itself comes from a marker.

use super::{Band, ChainMap, Link, Node, Standing, main_input, words};
use crate::View;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_analysis::State;
use yanlian_model::registers::Process;
use yanlian_model::{Direction, Figure, Message};

/// Room for words in a box, in units of the font's size.
const TITLE_ROOM: f64 = 10.2;
const NOTE_ROOM: f64 = 11.6;
/// Processes that a by-product falls out of, at the most, for its lines to be drawn.
const RETURNS: usize = 3;

/// Nodes and links without coordinates.
pub(super) fn graph(v: &View, chain: &str) -> ChainMap {
    let in_chain = |process: &&Process| process.chain.as_deref() == Some(chain);
    let processes: Vec<&Process> = v.registers().processes.iter().filter(in_chain).collect();
    let band = Band { chain: chain.to_owned(), title: v.name("chains", chain), y: 0.0, height: 0.0 };
    let mut map = ChainMap {
        width: 0.0,
        height: 0.0,
        widest_cny: 0.0,
        stateless: true,
        bands: vec![band],
        nodes: processes.iter().map(|process| process_node(v, process)).collect(),
        links: Vec::new(),
        tags: Vec::new(),
    };
    let sources = Sources::of(v, &processes);
    let mut markers: BTreeMap<&str, usize> = BTreeMap::new();
    for (to, process) in processes.iter().enumerate() {
        let feedstock = main_input(v.zone, &process.id);
        let inputs = v.zone.flows(&process.id).iter().filter(|flow| flow.direction == Direction::In);
        let goods: BTreeSet<&str> = inputs.map(|flow| flow.item.as_str()).filter(|i| super::is_goods(v, i)).collect();
        for product in goods {
            let main = feedstock == Some(product);
            let mut from = sources.giving(product, main);
            if from.is_empty() && main {
                from = vec![*markers.entry(product).or_insert_with(|| {
                    map.nodes.push(marker(v, product));
                    map.nodes.len() - 1
                })];
            }
            map.links.extend(from.into_iter().filter(|from| *from != to).map(|from| Link {
                main,
                planned: !main,
                by_product: processes.get(from).is_some_and(|process| process.main_product != product),
                ..link(product, from, to)
            }));
        }
    }
    let names: Vec<String> = map.nodes.iter().map(|node| name(v, node)).collect();
    for link in &mut map.links {
        let message = Message::new("chain-recipe-link")
            .with("product", v.name("products", &link.product))
            .with("from", names[link.from].as_str())
            .with("to", names[link.to].as_str());
        link.label = v.say(&message);
    }
    map
}

/// Which processes of the chain give a product: the positions of those that make it, and of those it falls out of.
#[derive(Default)]
struct Sources<'v> {
    makers: BTreeMap<&'v str, Vec<usize>>,
    by_product: BTreeMap<&'v str, Vec<usize>>,
}

impl<'v> Sources<'v> {
    fn of(v: &View<'v>, processes: &[&'v Process]) -> Sources<'v> {
        let mut sources = Sources::default();
        for (position, process) in processes.iter().enumerate() {
            sources.makers.entry(&process.main_product).or_default().push(position);
            for flow in v.zone.flows(&process.id).iter().filter(|flow| flow.direction == Direction::Out) {
                sources.by_product.entry(&flow.item).or_default().push(position);
            }
        }
        sources
    }

    /// The makers; of a main feedstock without one, what it falls out of. Returns of many processes, as scrap is,
    /// would cover the map: they come from a marker.
    fn giving(&self, product: &str, main: bool) -> Vec<usize> {
        let makers = self.makers.get(product).cloned();
        let falls_out = self.by_product.get(product).filter(|from| main && from.len() <= RETURNS);
        makers.or_else(|| falls_out.cloned()).unwrap_or_default()
    }
}

/// What a node is called in full; a marker stands for what comes from elsewhere.
fn name(v: &View, node: &Node) -> String {
    if node.standing.is_process() { v.name("processes", &node.id) } else { v.t("chain-outside") }
}

fn process_node(v: &View, process: &Process) -> Node {
    let name = v.name("processes", &process.id);
    let product = v.name("products", &process.main_product);
    let here = v.zone.plants_running(&process.id).next().is_some();
    let standing = if here { Standing::Present } else { Standing::Absent };
    Node {
        stage: process.stage,
        title: words::wrap(&name, TITLE_ROOM, 3),
        notes: words::wrap(&format!("→ {product}"), NOTE_ROOM, 2),
        label: format!("{name} → {product}"),
        ..blank(&process.id, standing)
    }
}

fn marker(v: &View, product: &str) -> Node {
    let name = v.name("products", product);
    Node { title: words::wrap(&name, TITLE_ROOM, 2), label: name, ..blank(product, Standing::Inflow) }
}

fn blank(id: &str, standing: Standing) -> Node {
    Node {
        id: id.to_owned(),
        standing,
        band: 0,
        stage: None,
        state: None,
        title: Vec::new(),
        notes: Vec::new(),
        label: String::new(),
        layer: 0,
        x: 0.0,
        y: 0.0,
        width: 0.0,
        height: 0.0,
    }
}

fn link(product: &str, from: usize, to: usize) -> Link {
    Link {
        product: product.to_owned(),
        state: State::Idle,
        from,
        to,
        planned: false,
        back: false,
        main: false,
        by_product: false,
        quantity: Figure::ZERO,
        cny: None,
        label: String::new(),
        width: 0.0,
        path: String::new(),
    }
}
