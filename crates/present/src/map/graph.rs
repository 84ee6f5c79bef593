//! What stands on the map, and which products join it.

use super::standings::Standings;
use super::{Band, ChainMap, Link, Node, Standing, Words, words};
use crate::View;
use crate::parts::short;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_analysis::{Balance, State, Zone};
use yanlian_model::registers::Process;
use yanlian_model::{Direction, Figure, Message, ProductKind, ProjectStage};

/// Room for words in a process's box, in units of the font's size.
const TITLE_ROOM: f64 = 10.2;
const NOTE_ROOM: f64 = 11.6;
/// Room for the name on an end marker.
const MARKER_ROOM: f64 = 10.0;
/// End markers of each sort that a chain has at most, beside those of main feedstocks.
const MARKERS: usize = 10;

/// The feedstock that a process works up: the input marked main, else its only input.
pub fn main_input<'a>(zone: &'a Zone, process: &str) -> Option<&'a str> {
    let inputs = || zone.flows(process).iter().filter(|flow| flow.direction == Direction::In);
    let marked = inputs().find(|flow| flow.main == Some(true));
    let only = || inputs().next().filter(|_| inputs().count() == 1);
    marked.or_else(only).map(|flow| flow.item.as_str())
}

/// Nodes and links without coordinates.
pub(super) fn graph(v: &View, hidden: &BTreeSet<Standing>, words: Words) -> ChainMap {
    let mut builder = Builder::new(v, words);
    builder.processes(hidden);
    for balance in &v.diagnosis.balance {
        builder.product(balance, hidden);
    }
    builder.plans();
    builder.map
}

struct Builder<'v> {
    v: &'v View<'v>,
    words: Words,
    map: ChainMap,
    /// The node of each process.
    places: BTreeMap<&'v str, usize>,
    /// Products that earn an end marker, by the two sorts of markers.
    marked: [BTreeSet<&'v str>; 2],
}

impl<'v> Builder<'v> {
    fn new(v: &'v View<'v>, words: Words) -> Builder<'v> {
        let chains = v.registers().chains.iter().filter(|chain| v.chain().is_empty() || chain.id == v.chain());
        let mut bands: Vec<Band> = chains
            .map(|chain| Band { chain: chain.id.clone(), title: v.name("chains", &chain.id), y: 0.0, height: 0.0 })
            .collect();
        if v.chain().is_empty() {
            bands.push(Band { chain: String::new(), title: v.t("chain-band-other"), y: 0.0, height: 0.0 });
        }
        let map = ChainMap {
            width: 0.0,
            height: 0.0,
            widest_cny: 0.0,
            stateless: false,
            bands,
            nodes: Vec::new(),
            links: Vec::new(),
            tags: Vec::new(),
        };
        Builder { v, words, map, places: BTreeMap::new(), marked: markers(v) }
    }

    /// The processes of the chains looked at, each with its standing.
    fn processes(&mut self, hidden: &BTreeSet<Standing>) {
        let v = self.v;
        let standings = Standings::of(v);
        for process in &v.registers().processes {
            let chain = process.chain.as_deref().unwrap_or_default();
            let Some(band) = self.map.bands.iter().position(|band| band.chain == chain) else { continue };
            let standing = standings.of_process(process);
            if hidden.contains(&standing) {
                continue;
            }
            let node = process_node(v, process, standing, band, self.words);
            self.places.insert(&process.id, self.map.nodes.len());
            self.map.nodes.push(node);
        }
    }

    /// The links and end markers of one product as its balance has it.
    fn product(&mut self, balance: &'v Balance, hidden: &BTreeSet<Standing>) {
        let product = balance.product.as_str();
        let makers = self.by_node(&balance.made_by);
        let users = self.by_node(&balance.needed_by);
        self.join(balance, &makers, &users, balance.made.min(&balance.needed).low(), false);
        let is_marked = |sort: usize| self.marked[sort].contains(product);
        let (inflow, outflow) = (is_marked(0), is_marked(1));
        let unbuilt = self.unbuilt_makers(product);
        if !unbuilt.is_empty() && needs_more(balance) {
            let hole = unbuilt.iter().copied().find(|node| self.map.nodes[*node].standing == Standing::Hole);
            for node in &unbuilt {
                let quantity = if hole == Some(*node) { balance.net_imports.low() } else { 0.0 };
                self.join(balance, &BTreeMap::from([(*node, 1.0)]), &users, quantity, true);
            }
        } else if makers.is_empty() && inflow && !hidden.contains(&Standing::Inflow) {
            for band in self.bands_of(&users) {
                let users: BTreeMap<usize, f64> = users
                    .iter()
                    .filter(|(node, _)| self.map.nodes[**node].band == band)
                    .map(|(n, q)| (*n, *q))
                    .collect();
                let part = users.values().sum::<f64>() / balance.needed.low().max(f64::MIN_POSITIVE);
                let marker = self.marker(balance, Standing::Inflow, band, &balance.net_imports.times(part.min(1.0)));
                self.join(balance, &BTreeMap::from([(marker, 1.0)]), &users, balance.net_imports.low() * part, false);
            }
        }
        if outflow && !hidden.contains(&Standing::Outflow) && !makers.is_empty() {
            let band = self.map.nodes[*makers.keys().next().unwrap_or(&0)].band;
            let marker = self.marker(balance, Standing::Outflow, band, &balance.net_exports);
            self.join(balance, &makers, &BTreeMap::from([(marker, 1.0)]), balance.net_exports.low(), false);
        }
    }

    /// What processes that are not here would take from those that are, and from each other: their main feedstock.
    fn plans(&mut self) {
        let v = self.v;
        let unbuilt: Vec<(usize, &str)> = self
            .places
            .iter()
            .filter(|(_, node)| self.map.nodes[**node].standing != Standing::Present)
            .map(|(process, node)| (*node, *process))
            .collect();
        for (to, process) in unbuilt {
            let Some(feedstock) = main_input(v.zone, process) else { continue };
            let balance = v.diagnosis.balance_of(feedstock);
            let makers = balance.map(|balance| self.by_node(&balance.made_by)).unwrap_or_default();
            let sources: Vec<usize> = match makers.is_empty() {
                true => self.unbuilt_makers(feedstock),
                false => makers.into_keys().collect(),
            };
            for from in sources.into_iter().filter(|from| *from != to) {
                let state = balance.map_or(State::Idle, |balance| balance.state);
                self.link(feedstock, state, (from, to), true, Figure::ZERO, None);
            }
        }
    }

    /// Joins every maker with every user; each takes its part of `quantity` by output and by need.
    fn join(
        &mut self,
        balance: &'v Balance,
        makers: &BTreeMap<usize, f64>,
        users: &BTreeMap<usize, f64>,
        quantity: f64,
        planned: bool,
    ) {
        let (made, used): (f64, f64) = (makers.values().sum(), users.values().sum());
        let part = |of: f64, all: f64| if all > 0.0 { of / all } else { 0.0 };
        for (from, m) in makers {
            for (to, u) in users.iter().filter(|(to, _)| *to != from) {
                let quantity = Figure::exact(quantity * part(*m, made) * part(*u, used));
                let price = balance.price.as_ref().map(|price| price.cny);
                self.link(&balance.product, balance.state, (*from, *to), planned, quantity, price);
            }
        }
    }

    fn link(
        &mut self,
        product: &str,
        state: State,
        (from, to): (usize, usize),
        planned: bool,
        quantity: Figure,
        price: Option<f64>,
    ) {
        let v = self.v;
        let end = |node: usize| self.map.nodes[node].standing.is_process().then(|| &self.map.nodes[node].id);
        let is_main = end(to).is_none_or(|process| main_input(v.zone, process) == Some(product));
        let maker = end(from).and_then(|process| v.zone.process(process));
        let by_product = maker.is_some_and(|process| process.main_product != product);
        let label = match self.words {
            Words::Told => self.link_label(product, state, (from, to), planned, &quantity),
            Words::LeftOut => String::new(),
        };
        self.map.links.push(Link {
            product: product.to_owned(),
            state,
            from,
            to,
            planned,
            back: self.map.nodes[from].band != self.map.nodes[to].band,
            main: is_main,
            by_product,
            cny: price.map(|price| price * quantity.low()),
            quantity,
            label,
            width: 0.0,
            path: String::new(),
        });
    }

    /// Product, ends and quantity of a link in one sentence.
    fn link_label(
        &self,
        product: &str,
        state: State,
        (from, to): (usize, usize),
        planned: bool,
        quantity: &Figure,
    ) -> String {
        let v = self.v;
        let name = |node: usize| match &self.map.nodes[node] {
            Node { standing, id, .. } if standing.is_process() => v.name("processes", id),
            _ => v.t("chain-outside"),
        };
        let amount = match quantity.surely_over(0.0) {
            true => v.quantity(quantity.low(), v.zone.unit(product, true)),
            false => v.t(if planned { "chain-link-planned" } else { "figure-unknown" }),
        };
        let message = Message::new("chain-link-label")
            .with("product", v.name("products", product))
            .with("from", name(from))
            .with("to", name(to))
            .with("amount", amount)
            .with("state", v.t(state_word(state)));
        v.say(&message)
    }

    /// The lower bounds of what each process on the map makes or needs.
    fn by_node(&self, processes: &BTreeMap<String, Figure>) -> BTreeMap<usize, f64> {
        let node = |process: &String| self.places.get(process.as_str()).copied();
        processes.iter().filter_map(|(process, quantity)| Some((node(process)?, quantity.low()))).collect()
    }

    /// Processes on the map that have no plant and whose main product this is.
    fn unbuilt_makers(&self, product: &str) -> Vec<usize> {
        let makers = self.v.zone.processes_making(product).into_iter();
        let nodes = makers.filter_map(|process| self.places.get(process.id.as_str()).copied());
        nodes.filter(|node| self.map.nodes[*node].standing != Standing::Present).collect()
    }

    fn bands_of(&self, nodes: &BTreeMap<usize, f64>) -> BTreeSet<usize> {
        nodes.keys().map(|node| self.map.nodes[*node].band).collect()
    }

    fn marker(&mut self, balance: &Balance, standing: Standing, band: usize, quantity: &Figure) -> usize {
        let v = self.v;
        let name = v.name("products", &balance.product);
        let amount = short(v, quantity, &balance.unit);
        let word = v.t(&format!("chain-standing-{}", standing.name()));
        self.map.nodes.push(Node {
            id: balance.product.clone(),
            standing,
            band,
            stage: None,
            state: Some(balance.state),
            title: words::wrap(&name, MARKER_ROOM, 2),
            notes: words::wrap(&amount, NOTE_ROOM, 2),
            label: format!("{name} · {word} · {amount}"),
            layer: 0,
            x: 0.0,
            y: 0.0,
            width: 0.0,
            height: 0.0,
        });
        self.map.nodes.len() - 1
    }
}

/// Whether more is needed than is made, as far as is known.
fn needs_more(balance: &Balance) -> bool {
    balance.net_imports.maybe_over(0.0)
}

/// The message that says a state.
pub(super) fn state_word(state: State) -> &'static str {
    match state {
        State::Missing => "state-missing",
        State::Short => "state-short",
        State::Balanced => "state-balanced",
        State::Surplus => "state-surplus",
        State::Idle => "state-idle",
        State::Undetermined => "state-undetermined",
    }
}

/// Whether a product is carried in: neither energy nor water nor a service.
pub(crate) fn is_goods(v: &View, product: &str) -> bool {
    let kind = v.zone.product(product).and_then(|product| product.kind);
    !matches!(kind, Some(ProductKind::Energy | ProductKind::Water | ProductKind::Service))
}

/// The products that earn an end marker: imported, and exported. Main feedstocks of plants here
/// always, of the others those worth most. Energy, water and services have none.
fn markers<'v>(v: &View<'v>) -> [BTreeSet<&'v str>; 2] {
    let traded = |balance: &&Balance| is_goods(v, &balance.product);
    let feedstocks: BTreeSet<&str> =
        v.registers().plants.iter().filter_map(|plant| main_input(v.zone, &plant.process)).collect();
    let worth_most = |amount: fn(&Balance) -> &Figure| -> BTreeSet<&'v str> {
        let some = v.diagnosis.balance.iter().filter(traded).filter(|balance| amount(balance).surely_over(0.0));
        let worth = |balance: &Balance| balance.price.as_ref().map_or(0.0, |price| price.cny * amount(balance).low());
        let mut ranked: Vec<&Balance> = some.collect();
        ranked.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        ranked.into_iter().take(MARKERS).map(|balance| balance.product.as_str()).collect()
    };
    let mut inflows = worth_most(|balance| &balance.net_imports);
    let needed = v.diagnosis.balance.iter().filter(traded).filter(|balance| needs_more(balance));
    inflows.extend(needed.map(|balance| balance.product.as_str()).filter(|product| feedstocks.contains(product)));
    [inflows, worth_most(|balance| &balance.net_exports)]
}

fn process_node(v: &View, process: &Process, standing: Standing, band: usize, words: Words) -> Node {
    let state = v.diagnosis.balance_of(&process.main_product).map(|balance| balance.state);
    let (title, notes, label) = match words {
        Words::Told => told(v, process, standing),
        Words::LeftOut => Default::default(),
    };
    Node {
        id: process.id.clone(),
        standing,
        band,
        stage: process.stage,
        state,
        title,
        notes,
        label,
        layer: 0,
        x: 0.0,
        y: 0.0,
        width: 0.0,
        height: 0.0,
    }
}

/// The name of a process and its notes in lines, and everything in one sentence.
fn told(v: &View, process: &Process, standing: Standing) -> (Vec<String>, Vec<String>, String) {
    let name = v.name("processes", &process.id);
    let notes = notes(v, process, standing);
    let word = v.t(&format!("chain-standing-{}", standing.name()));
    let label: Vec<String> = [name.clone(), word].into_iter().chain(notes.iter().cloned()).collect();
    let lines = notes.iter().flat_map(|note| words::wrap(note, NOTE_ROOM, 2)).collect();
    (words::wrap(&name, TITLE_ROOM, 3), lines, label.join(" · "))
}

/// What a process's box says below its name: makers and output, or why it stands here.
fn notes(v: &View, process: &Process, standing: Standing) -> Vec<String> {
    let product = process.main_product.as_str();
    let unit = v.zone.unit(product, true);
    match standing {
        Standing::Present => {
            let plants: Vec<_> = v.zone.plants_running(&process.id).collect();
            let firms: BTreeSet<&str> = plants.iter().map(|plant| plant.enterprise.as_str()).collect();
            let first = firms.first().map(|firm| v.name("enterprises", firm)).unwrap_or_default();
            let makers = match firms.len() {
                1 => words::firm(&first).to_owned(),
                several => {
                    v.say(&Message::new("chain-makers").with("first", words::firm(&first)).with("count", several))
                }
            };
            vec![makers, short(v, &output(v, &process.id), unit)]
        }
        Standing::Hole => {
            let gap = v.diagnosis.gaps.iter().find(|gap| gap.product == product);
            vec![v.t1("chain-hole-note", "amount", gap.map_or_else(String::new, |gap| short(v, &gap.quantity, unit)))]
        }
        Standing::Reach => {
            let step = v.diagnosis.extensions.iter().find(|step| step.process == process.id);
            step.map(|step| v.t1("chain-reach-note", "amount", short(v, &step.reachable, unit))).into_iter().collect()
        }
        Standing::Coming => {
            let projects =
                v.registers().projects.iter().filter(|project| project.process.as_ref() == Some(&process.id));
            let stage = projects.map(|project| project.stage).filter(|stage| *stage != ProjectStage::Dropped).max();
            stage.map(|stage| v.t1("chain-coming-note", "stage", stage.choice().label)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What the plants of a process make of its main product.
pub(crate) fn output(v: &View, process: &str) -> Figure {
    let main = v.zone.process(process).map(|process| process.main_product.as_str());
    let made = main.and_then(|main| v.diagnosis.balance_of(main)?.made_by.get(process));
    made.cloned().unwrap_or_default()
}
