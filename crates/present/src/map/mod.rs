//! The chain map: processes from ore at the left to end products at the right, products between them.
//!
//! [`ChainMap`] is pure data with coordinates. It grows in four steps, one file each: what stands on
//! it and what joins it (`graph`), how words are set (`words`), where everything goes (`place`,
//! `route`). One drawing (`draw`) then serves the page, with classes, and paper, with attributes.

mod draw;
mod graph;
mod place;
mod recipes;
mod route;
mod sheet;
mod standings;
pub(crate) mod words;

pub use draw::{Drawing, Medium};
pub(crate) use draw::{look_of, shape, standing_dash, state_dash};
pub use graph::main_input;
pub(crate) use graph::{is_goods, output};
pub use sheet::svg_file;

use crate::View;
use serde::Serialize;
use std::collections::BTreeSet;
use yanlian_analysis::State;
use yanlian_model::{ChainStage, Figure};

/// How something stands on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// A process that has plants here.
    Present,
    /// A process that a project on its way will use.
    Coming,
    /// No plant, and what it makes is missing here: a hole in the chain.
    Hole,
    /// A process whose main feedstock is exported raw.
    Reach,
    /// Another process of the library.
    Absent,
    /// A product that comes from outside, where no process of the map makes it.
    Inflow,
    /// A product that is exported.
    Outflow,
}

impl Standing {
    /// Every standing, in the order of the legend.
    pub const ALL: [Standing; 7] = [
        Standing::Present,
        Standing::Hole,
        Standing::Coming,
        Standing::Reach,
        Standing::Absent,
        Standing::Inflow,
        Standing::Outflow,
    ];

    /// The name in addresses, classes and messages.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Present => "present",
            Standing::Coming => "coming",
            Standing::Hole => "hole",
            Standing::Reach => "reach",
            Standing::Absent => "absent",
            Standing::Inflow => "inflow",
            Standing::Outflow => "outflow",
        }
    }

    /// Whether it is a process; the others are end markers of a product.
    pub fn is_process(self) -> bool {
        !matches!(self, Standing::Inflow | Standing::Outflow)
    }
}

/// A process, or the end marker of a product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// The process; for a marker, the product.
    pub id: String,
    /// How it stands.
    pub standing: Standing,
    /// The band that it is drawn in.
    pub band: usize,
    /// Where its process stands in its chain.
    pub stage: Option<ChainStage>,
    /// The state of its main product, where it is made, needed or traded.
    pub state: Option<State>,
    /// Its name, in lines.
    pub title: Vec<String>,
    /// Makers and output, in lines.
    pub notes: Vec<String>,
    /// Everything in one sentence.
    pub label: String,
    /// The column, 0 at the left.
    pub layer: usize,
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A product on its way from one node to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// The product.
    pub product: String,
    /// How local making stands to local need.
    pub state: State,
    /// Position of the node that it leaves.
    pub from: usize,
    /// Position of the node that it reaches.
    pub to: usize,
    /// It would flow only if a process that is not here were built.
    pub planned: bool,
    /// It runs back to an earlier process: a loop of the chain, or into another band.
    pub back: bool,
    /// It is the main feedstock of the process that it reaches.
    pub main: bool,
    /// The process that it leaves makes it as a by-product.
    pub by_product: bool,
    /// Its part of the product's balance, shared out by output and need, units a year.
    pub quantity: Figure,
    /// The same at the price without tax, CNY a year; `None` without a price.
    pub cny: Option<f64>,
    /// Product, ends and quantity in one sentence.
    pub label: String,
    /// Width of the line.
    pub width: f64,
    /// The line, as SVG path data.
    pub path: String,
}

/// The name of a product beside the point where it leaves a node.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tag {
    /// The product.
    pub product: String,
    /// Its state, drawn as a shape before the name.
    pub state: State,
    /// The node that it leaves.
    pub node: usize,
    /// The name, shortened to the room.
    pub text: String,
    /// Left end of the base line.
    pub x: f64,
    /// The base line.
    pub y: f64,
}

/// One chain's part of the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Band {
    /// The chain; empty for processes without one.
    pub chain: String,
    /// Its name.
    pub title: String,
    /// Upper edge.
    pub y: f64,
    /// Height.
    pub height: f64,
}

/// Whether nodes and links are told in words: of a whole library that takes longer than all else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    Told,
    LeftOut,
}

/// The chain map with its coordinates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainMap {
    /// Width of the drawing.
    pub width: f64,
    /// Height of the drawing.
    pub height: f64,
    /// The value of the widest link, CNY a year; widths go by the square root of value.
    pub widest_cny: f64,
    /// It shows how a chain works, not how a zone stands: lines and names have no state.
    #[serde(skip)]
    pub stateless: bool,
    /// The chains, from top to bottom.
    pub bands: Vec<Band>,
    /// Processes and end markers.
    pub nodes: Vec<Node>,
    /// Products between them.
    pub links: Vec<Link>,
    /// Their names.
    pub tags: Vec<Tag>,
}

impl ChainMap {
    /// The map of the chain that is looked at, without what the reader hides.
    pub fn of(v: &View, hidden: &BTreeSet<Standing>) -> ChainMap {
        ChainMap::placed(v, graph::graph(v, hidden, Words::Told))
    }

    /// The map of a chain as the library has it, whatever stands here.
    pub fn recipes(v: &View, chain: &str) -> ChainMap {
        ChainMap::placed(v, recipes::graph(v, chain))
    }

    fn placed(v: &View, mut map: ChainMap) -> ChainMap {
        let rows = place::place(&mut map);
        route::route(v, &mut map, rows);
        map
    }

    /// What stands on the whole map and what joins it, without coordinates and words.
    pub fn outline(v: &View) -> ChainMap {
        graph::graph(v, &BTreeSet::new(), Words::LeftOut)
    }

    /// How many nodes have a standing.
    pub fn count(&self, standing: Standing) -> usize {
        self.nodes.iter().filter(|node| node.standing == standing).count()
    }
}
