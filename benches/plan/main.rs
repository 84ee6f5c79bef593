//! Solves random plans and prints what it took, one line of JSON for each; writes each model as JSON, so
//! that peers solve the same.
//!
//!     cargo bench -p yanlian-analysis --features plan --bench plan -- FOLDER OPTIONS SEEDS SECONDS [GAP]

mod generate;

use generate::{Shape, instance};
use std::cell::Cell;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;
use yanlian_analysis::plan::{Control, PlanError, Progress, solve};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let number = |at: usize, default: f64| words.get(at).and_then(|word| word.parse().ok()).unwrap_or(default);
    let folder = PathBuf::from(words.first().map_or("target/plan", String::as_str));
    let (options, seeds) = (number(1, 60.0) as usize, number(2, 20.0) as u64);
    let (seconds, relative_gap) = (number(3, 60.0), number(4, 1e-6));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let shape = Shape { options, limits: 12, years: 3, plants: 0, odd: false };
    for seed in 1..=seeds {
        let model = instance(seed, &shape);
        let file = folder.join(format!("{options}-{seed}.json"));
        let text = serde_json::to_string(&model).expect("a model is plain data");
        std::fs::write(&file, text).expect("the folder can be written");
        let (within, start) = (Cell::new(None), Instant::now());
        let watch = |progress: &Progress| {
            if within.get().is_none() && progress.gap.is_some_and(|gap| gap <= 0.01) {
                within.set(Some(start.elapsed().as_secs_f64()));
            }
            ControlFlow::Continue(())
        };
        let control = Control { seconds: Some(seconds), nodes: None, relative_gap, watch: Some(&watch) };
        let plan = solve(&model, &control);
        let took = start.elapsed().as_secs_f64();
        match plan {
            Ok(plan) => println!(
                "{}",
                serde_json::json!({
                    "options": options, "seed": seed, "seconds": took, "within_1_percent": within.get().unwrap_or(took),
                    "value": plan.value, "bound": plan.bound, "gap": plan.gap, "proven": plan.proven,
                    "nodes": plan.record.nodes, "starts": plan.starts.len(),
                })
            ),
            Err(PlanError::Infeasible) => println!("{}", serde_json::json!({"seed": seed, "infeasible": true})),
            Err(error) => panic!("seed {seed}: {error}"),
        }
    }
}
