use crate::register::register;
use crate::{Better, Direction, UnitRule};

register! {
    /// The levels against which a plant's measured intensity is judged.
    Chain Benchmark "benchmarks", "对标值", "Benchmarks",
    ("能耗限额或清洁生产标准的三级水平", "the three levels of an energy norm or cleaner-production standard")
    (kept_by(&[Role::Chain]).firms(Firms::All, &[])) {
        process: String, "工艺", "Process" (key().refers("processes").example("ti-sponge-kroll"));
        indicator: String, "指标", "Indicator" (key().item().example("cod"));
        direction: Direction, "方向", "Direction" (key().example("emit"));
        unit: Option<String>, "单位", "Unit" (hint("每单位主产品", "per unit of the main product").example("kg"));
        better: Option<Better>, "优劣方向", "Better" (example("lower"));
        level1: Option<f64>, "1级(先进)", "Level 1 (advanced)" (unit(UnitRule::Column).min(0.0).example("0.1"));
        level2: Option<f64>, "2级(准入)", "Level 2 (access)" (unit(UnitRule::Column).min(0.0).example("0.2"));
        level3: Option<f64>, "3级(限定)", "Level 3 (limit)" (unit(UnitRule::Column).min(0.0).example("0.3"));
    }
}
