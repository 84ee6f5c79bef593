//! A model small enough to be computed by hand.
//!
//! Two years, no discount, margin 10 %, capital paid back in 10 years without interest, least load half.
//! The smelter (100 t, 2 t ore per t metal, 100,000 CNY, 10 mu, 3 m³ per t) earns 900 − 2·110 = 680 CNY per
//! t, less 10,000 CNY a year. The mine (150 t ore, 40,000 CNY, 5 mu) earns 90 CNY per t where it sells and
//! 110 where it spares the smelter buying, less 4,000 CNY a year. 12 mu carry only one of the two; 240 m³
//! a year carry 80 t of metal.

use super::*;

fn good(id: &str, price_cny: Option<f64>) -> Good {
    Good {
        id: id.to_owned(),
        price_cny,
        tradable: true,
        made: vec![0.0; 2],
        needed: vec![0.0; 2],
        final_demand: vec![0.0; 2],
        sales_cap: None,
        disposal: None,
    }
}

fn limit(id: &str, headroom: f64) -> Limit {
    Limit { id: id.to_owned(), headroom: vec![headroom; 2], soft_charge: None, step: None }
}

fn option(id: &str, capacity: f64, flows: &[(&str, f64)], capex_cny: f64, land: f64) -> PlanOption {
    let flow = |&(good, per_unit): &(&str, f64)| Flow { good: good.to_owned(), per_unit };
    PlanOption {
        id: id.to_owned(),
        capacity,
        min_load: None,
        earliest: None,
        latest: None,
        decision: Decision::May,
        flows: flows.iter().map(flow).collect(),
        uses: vec![Use { limit: "land".to_owned(), per_unit: 0.0, on_start: land }],
        capex_cny,
        public_cost_cny: 0.0,
        effects: Vec::new(),
    }
}

fn model() -> Model {
    let mut smelter = option("smelter", 100.0, &[("metal", 1.0), ("ore", -2.0)], 100_000.0, 10.0);
    smelter.uses.push(Use { limit: "water".to_owned(), per_unit: 3.0, on_start: 0.0 });
    smelter.effects.push(Effect { objective: Objective::Jobs, per_unit: 0.0, per_year: 10.0, on_start: 1.0 });
    let mine = option("mine", 150.0, &[("ore", 1.0)], 40_000.0, 5.0);
    Model {
        years: vec![2027, 2028],
        terms: Terms { margin: 0.1, min_load: 0.5, discount: 0.0, life_years: 10.0, capital_rate: 0.0 },
        objective: Objective::ValueAdded,
        bounds: Vec::new(),
        goods: vec![good("ore", Some(100.0)), good("metal", Some(1000.0))],
        limits: vec![Limit { step: Some(3.0), ..limit("land", 12.0) }, limit("water", 240.0)],
        budget_cny: None,
        plants: Vec::new(),
        options: vec![smelter, mine],
        needs: Vec::new(),
        excludes: Vec::new(),
    }
}

fn started(plan: &Plan) -> Vec<(&str, i32)> {
    plan.starts.iter().map(|start| (&*start.option, start.year)).collect()
}

#[test]
fn the_smelter_runs_as_far_as_the_water_goes() {
    let plan = solved(&model()).unwrap();
    assert_eq!(started(&plan), [("smelter", 2027)]);
    assert_close(plan.value, 2.0 * (80.0 * 680.0 - 10_000.0), 1e-9, "value");
    assert_eq!(
        (plan.limits[0].binds.as_slice(), plan.limits[1].binds.as_slice()),
        ([false; 2].as_slice(), [true; 2].as_slice())
    );
    assert_close(plan.goods[0].bought[1], 160.0, 1e-9, "ore bought");
    let discounted = Model { terms: Terms { discount: 0.05, ..model().terms }, ..model() };
    assert_close(solved(&discounted).unwrap().value, 44_400.0 * (1.0 + 1.0 / 1.05), 1e-9, "discounted");
}

#[test]
fn limits_and_the_mine_have_their_worth() {
    let (model, plan) = (model(), solved(&model()).unwrap());
    let worth = worth(&model, &plan, &Control::default()).unwrap();
    // Three mu more let the mine in, which comes whole: a third of it is no worth of one mu.
    assert_close(worth[0].gain.unwrap(), 2.0 * (150.0 * 110.0 - 4_000.0), 1e-9, "land");
    assert_eq!((worth[0].step, worth[0].gain_per_unit), (Some(3.0), None));
    assert_eq!(worth[0].marginal_in_operation, None);
    assert_close(worth[1].gain_per_unit.unwrap(), 2.0 * 680.0 / 3.0, 1e-9, "water");
    for marginal in worth[1].marginal_in_operation.as_ref().unwrap() {
        assert_close(*marginal, 680.0 / 3.0, 1e-9, "water in operation");
    }
    let forced = forced(&model, &plan, &Control::default()).unwrap();
    assert_eq!((forced.len(), &*forced[0].option, forced[0].start), (1, "mine", Some(2027)));
    assert_close(forced[0].cost.unwrap(), 88_800.0 - 2.0 * (150.0 * 90.0 - 4_000.0), 1e-9, "the mine");
    assert_eq!(forced[0].binding, []);
}

#[test]
fn smelter_and_mine_do_not_fit_on_the_land() {
    let mut model = model();
    model.options.iter_mut().for_each(|option| option.decision = Decision::Must);
    assert_eq!(solve(&model, &Control::default()), Err(PlanError::Infeasible));
    let conflict = infeasible(&model, &Control::default()).unwrap().unwrap();
    let must = |option: &str| Member::Must { option: option.to_owned() };
    // Both can wait until 2028, so that the land of 2027 is no part of it.
    let land = Member::Limit { limit: "land".to_owned(), year: 2028 };
    assert_eq!(conflict, Conflict { members: vec![land, must("mine"), must("smelter")], irreducible: true });
}

#[test]
fn a_soft_limit_is_broken_where_that_pays_and_shown() {
    let mut model = model();
    model.limits[1].soft_charge = Some(100.0);
    let plan = solved(&model).unwrap();
    assert_close(plan.value, 2.0 * 58_000.0, 1e-9, "value");
    assert_close(plan.soft_charge, 2.0 * 60.0 * 100.0, 1e-9, "charge");
    assert_close(plan.limits[1].broken_by[0], 60.0, 1e-9, "broken by");
    assert_close(plan.bound, plan.value - plan.soft_charge, 1e-6, "bound");
}

#[test]
fn among_equally_good_ways_to_run_the_most_valuable_is_taken() {
    let plan = solved(&Model { objective: Objective::Jobs, ..model() }).unwrap();
    assert_close(plan.value, 2.0 * 10.0 + 1.0, 1e-6, "jobs");
    assert_close(plan.total(Objective::ValueAdded), 88_800.0, 1e-6, "value added");
}

#[test]
fn what_needs_a_good_without_price_is_left_out_and_said() {
    let mut model = model();
    model.goods.push(good("acid", None));
    model.options[0].flows.push(Flow { good: "acid".to_owned(), per_unit: -0.1 });
    let plan = solved(&model).unwrap();
    assert_eq!(started(&plan), [("mine", 2027)]);
    let out = LeftOut {
        option: "smelter".to_owned(),
        obstacle: Obstacle::CannotBuy,
        on: Some("acid".to_owned()),
        price_missing: true,
    };
    assert_eq!(plan.left_out, [out]);
    let said: Vec<&str> = plan.findings.iter().map(|finding| finding.message.id).collect();
    assert_eq!(said, ["plan-price-missing", "plan-input-without-price"]);

    let whole = study(&model, Objective::Jobs, &Control::default(), &|_| ()).unwrap();
    let kept: Study = serde_json::from_str(&serde_json::to_string(&whole).unwrap()).unwrap();
    assert_eq!(kept.read_back(&model).unwrap(), whole, "kept as JSON it is the same");

    // 8 t a year that leave the county today can stay here: 80 t of metal.
    model.goods[2].made = vec![8.0; 2];
    model.limits[1].headroom = vec![1e4; 2];
    let plan = solved(&model).unwrap();
    assert!(plan.left_out.is_empty());
    assert_close(plan.value, 88_800.0, 1e-9, "as far as the acid goes");
}

#[test]
fn what_makes_a_good_that_cannot_be_placed_is_left_out() {
    let mut model = model();
    model.goods.push(good("slag", None));
    model.options[0].flows.push(Flow { good: "slag".to_owned(), per_unit: 0.5 });
    let plan = solved(&model).unwrap();
    assert_eq!((plan.left_out[0].obstacle, plan.left_out[0].on.as_deref()), (Obstacle::CannotPlace, Some("slag")));
    model.goods[2].disposal = Some(Disposal { cost_cny: 40.0, limit: Some("water".to_owned()), counts: 2.0 });
    let plan = solved(&model).unwrap();
    // 3 m³ and half a t of slag at 2 m³ make 4 m³ a t: 60 t, each 20 CNY dearer.
    assert_close(plan.value, 2.0 * (60.0 * 660.0 - 10_000.0), 1e-9, "with disposal");
    assert_close(plan.goods[2].disposed[0], 30.0, 1e-9, "disposed of");
}

#[test]
fn steam_is_made_for_who_needs_it() {
    let mut model = model();
    model.goods.push(Good { tradable: false, ..good("steam", Some(200.0)) });
    model.options[0].flows.push(Flow { good: "steam".to_owned(), per_unit: -1.0 });
    model.limits[0].headroom = vec![100.0; 2];
    assert_eq!(started(&solved(&model).unwrap()), [("mine", 2027)]);
    model.options.push(option("boiler", 90.0, &[("steam", 1.0)], 20_000.0, 1.0));
    let plan = solved(&model).unwrap();
    assert_eq!(started(&plan), [("smelter", 2027), ("mine", 2027), ("boiler", 2027)]);
    assert_close(plan.value, 2.0 * (44_400.0 + 12_500.0 - 2_000.0), 1e-9, "with steam");
    model.needs.push(Needs { option: "smelter".to_owned(), needs: "boiler".to_owned() });
    model.options[2].decision = Decision::Not;
    let out = solved(&model).unwrap().left_out;
    let why: Vec<_> = out.iter().map(|out| (&*out.option, out.obstacle)).collect();
    assert_eq!(why, [("boiler", Obstacle::RuledOut), ("smelter", Obstacle::NeedIsOut)]);
}

#[test]
fn faults_are_all_listed() {
    let mut model = model();
    model.goods[0].made.pop();
    model.options[0].capacity = f64::NAN;
    model.options[1].uses[0].limit = "air".to_owned();
    model.goods[1].id = "ore".to_owned();
    let Err(PlanError::Faulty(faults)) = solve(&model, &Control::default()) else { panic!("no fault") };
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    for fault in [
        "ore.made has not one entry for each year",
        "smelter.capacity is not finite or outside its range",
        "ore occurs twice",
        "mine refers to air, which does not exist",
        "smelter refers to metal, which does not exist",
    ] {
        assert!(faults.iter().any(|said| said == fault), "{fault} is not among {faults:?}");
    }
}

#[test]
fn a_model_survives_json() {
    let model = small(5, 8, 3);
    let text = serde_json::to_string(&model).unwrap();
    assert_eq!(serde_json::from_str::<Model>(&text).unwrap(), model);
    assert_eq!(
        solved(&serde_json::from_str(&text).unwrap()).map(|plan| plan.value),
        solved(&model).map(|plan| plan.value)
    );
}
