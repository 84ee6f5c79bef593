//! Random models of a plan, the same for the same seed everywhere: a chain of goods whose prices rise
//! along it, options that turn lower goods into higher ones, limits that hold a part of what all options
//! together would use.

use yanlian_analysis::plan::{
    Decision, Disposal, Effect, Excludes, Flow, Good, Limit, Model, Needs, Objective, PlanOption, Plant, Terms, Use,
};

/// What a model shall look like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) options: usize,
    pub(crate) limits: usize,
    pub(crate) years: usize,
    /// Existing plants that may change their output.
    pub(crate) plants: usize,
    /// With soft limits, musts, closed goods and least loads of their own: for tests, not for speed.
    pub(crate) odd: bool,
}

/// SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.between(0.0, 1.0) < share
    }
}

/// The model of a seed.
pub(crate) fn instance(seed: u64, shape: &Shape) -> Model {
    let mut dice = Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(shape.options as u64));
    let mut goods = goods(&mut dice, shape);
    let mut options: Vec<PlanOption> = (0..shape.options).map(|k| option(&mut dice, shape, k, &goods)).collect();
    let limits = limits(&mut dice, shape, &mut options);
    for (g, good) in goods.iter_mut().enumerate() {
        settle(&mut dice, shape, g, good, &options);
    }
    let spent: f64 = options.iter().map(|option| option.public_cost_cny).sum();
    let share = if shape.odd { 0.8 } else { 0.25 };
    let plants = (0..shape.plants).map(|p| plant(&mut dice, p, &options)).collect();
    let (needs, excludes) = logic(&mut dice, shape);
    Model {
        years: (0..shape.years as i32).map(|t| 2027 + t).collect(),
        terms: Terms::default(),
        objective: Objective::ValueAdded,
        bounds: Vec::new(),
        goods,
        limits,
        budget_cny: Some((0..shape.years).map(|_| spent * share * dice.between(0.5, 1.0)).collect()),
        plants,
        options,
        needs,
        excludes,
    }
}

fn goods(dice: &mut Dice, shape: &Shape) -> Vec<Good> {
    let count = 4.max(shape.options * 3 / 5);
    let good = |g: usize| {
        let price = 800.0 * (1.0 + 20.0 * g as f64 / count as f64) * dice.between(0.7, 1.4);
        Good {
            id: format!("g{g}"),
            price_cny: Some(price.round()),
            tradable: true,
            made: vec![0.0; shape.years],
            needed: vec![0.0; shape.years],
            final_demand: vec![0.0; shape.years],
            sales_cap: None,
            disposal: None,
        }
    };
    (0..count).map(good).collect()
}

/// Today's balance, caps and disposal of a good, in proportion to what the options move of it.
fn settle(dice: &mut Dice, shape: &Shape, g: usize, good: &mut Good, options: &[PlanOption]) {
    let moved = |sign: f64| {
        let flows = options.iter().flat_map(|o| o.flows.iter().map(move |flow| (o.capacity, flow)));
        let here = flows.filter(|(_, flow)| flow.good == good.id);
        here.map(|(capacity, flow)| (sign * flow.per_unit * capacity).max(0.0)).sum::<f64>()
    };
    let (made, needed) = (moved(1.0), moved(-1.0));
    let years =
        |dice: &mut Dice, most: f64| (0..shape.years).map(|_| (most * dice.between(0.5, 1.0)).round()).collect();
    if dice.chance(0.3) {
        good.made = years(dice, 0.3 * needed);
    }
    if dice.chance(0.2) {
        good.needed = years(dice, 0.1 * made);
    }
    if dice.chance(0.2) {
        good.final_demand = years(dice, 0.05 * made);
    }
    if dice.chance(0.25) {
        good.sales_cap = Some((0..shape.years).map(|t| good.made[t] + (0.5 * made).round()).collect());
    }
    if dice.chance(0.3) {
        let limit = (shape.limits > 2).then(|| format!("r{}", 2 + dice.below(shape.limits - 2)));
        good.disposal = Some(Disposal { cost_cny: dice.between(20.0, 300.0).round(), limit, counts: 0.01 });
    }
    if shape.odd && g > 0 && dice.chance(0.15) {
        (good.price_cny, good.tradable) = if dice.chance(0.5) { (None, true) } else { (good.price_cny, false) };
    }
}

fn option(dice: &mut Dice, shape: &Shape, k: usize, goods: &[Good]) -> PlanOption {
    let price = |g: usize| goods[g].price_cny.unwrap_or(0.0);
    let product = 1 + dice.below(goods.len() - 1);
    let turnover = 10_f64.powf(dice.between(7.3, 8.8));
    let capacity = (turnover / price(product)).round();
    let mut flows = vec![Flow { good: goods[product].id.clone(), per_unit: 1.0 }];
    let inputs = 1 + dice.below(3);
    let spent = dice.between(0.35, 0.75) * price(product);
    for _ in 0..inputs {
        let input = dice.below(product);
        flows.push(Flow { good: goods[input].id.clone(), per_unit: -spent / inputs as f64 / price(input) });
    }
    if dice.chance(0.3) {
        let byproduct = dice.below(product);
        flows.push(Flow { good: goods[byproduct].id.clone(), per_unit: dice.between(0.05, 0.4) });
    }
    let margin = capacity * (price(product) - spent);
    let capex = margin * dice.between(2.0, 7.0);
    let effect = |objective, per_unit: f64, per_year: f64| Effect { objective, per_unit, per_year, on_start: 0.0 };
    let first = 2027 + dice.below(shape.years) as i32;
    PlanOption {
        id: format!("k{k}"),
        capacity,
        min_load: (shape.odd && dice.chance(0.3)).then(|| dice.between(0.0, 1.0)),
        earliest: dice.chance(0.4).then_some(first),
        latest: (shape.odd && dice.chance(0.2)).then_some(first),
        decision: Decision::May,
        flows,
        uses: Vec::new(),
        capex_cny: capex.round(),
        public_cost_cny: (capex * dice.between(0.0, 0.15)).round(),
        effects: vec![
            effect(Objective::Tax, price(product) * dice.between(0.02, 0.08), 0.0),
            effect(Objective::Jobs, 0.0, (turnover / 1e6 * dice.between(0.3, 1.5)).round()),
            effect(Objective::Co2, price(product) / 5_000.0 * dice.between(0.2, 3.0), 0.0),
            effect(Objective::Water, dice.between(1.0, 20.0), 0.0),
        ],
    }
}

/// Limits on what the options use of them; the first two are stocks that a start takes.
fn limits(dice: &mut Dice, shape: &Shape, options: &mut [PlanOption]) -> Vec<Limit> {
    let mut limits = Vec::new();
    for r in 0..shape.limits {
        let mut all = 0.0;
        for option in options.iter_mut() {
            if dice.chance(0.3) {
                continue;
            }
            // What is made for much money uses much, give or take.
            let size = option.effects[1].per_year.max(1.0) * dice.between(0.3, 1.7);
            all += size;
            let limit = format!("r{r}");
            let used = match r < 2 {
                true => Use { limit, per_unit: 0.0, on_start: size },
                false => Use { limit, per_unit: size / option.capacity, on_start: 0.0 },
            };
            option.uses.push(used);
        }
        // A few options of a test would hardly ever fit into what holds many.
        let share = if shape.odd { dice.between(0.4, 0.8) } else { dice.between(0.25, 0.45) };
        let headroom = (0..shape.years).map(|_| (all * share * dice.between(0.9, 1.1)).round()).collect();
        let soft = shape.odd && dice.chance(0.1);
        limits.push(Limit {
            id: format!("r{r}"),
            headroom,
            soft_charge: soft.then(|| dice.between(0.0, 2e6)),
            step: None,
        });
    }
    limits
}

/// A plant that runs one of the options' recipes, without their start.
fn plant(dice: &mut Dice, p: usize, options: &[PlanOption]) -> Plant {
    let like = &options[dice.below(options.len())];
    let base = like.capacity * dice.between(0.2, 0.6);
    let flows = like.uses.iter().filter(|used| used.on_start == 0.0).cloned();
    Plant {
        id: format!("p{p}"),
        base,
        at_least: base * dice.between(0.3, 1.0),
        at_most: base * dice.between(1.0, 1.5),
        flows: like.flows.clone(),
        uses: flows.collect(),
        effects: like.effects.iter().filter(|effect| effect.per_year == 0.0).cloned().collect(),
    }
}

fn logic(dice: &mut Dice, shape: &Shape) -> (Vec<Needs>, Vec<Excludes>) {
    let (mut needs, mut excludes) = (Vec::new(), Vec::new());
    for _ in 0..shape.options / 8 {
        let (a, b) = (dice.below(shape.options), dice.below(shape.options));
        if a != b {
            needs.push(Needs { option: format!("k{a}"), needs: format!("k{b}") });
        }
        let (a, b) = (dice.below(shape.options), dice.below(shape.options));
        if a != b {
            excludes.push(Excludes { one: format!("k{a}"), other: format!("k{b}") });
        }
    }
    (needs, excludes)
}
