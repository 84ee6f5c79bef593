use crate::register::register;
use crate::{Basis, UnitRule};

register! {
    /// A way to take a pollutant out of what a process gives off.
    Chain Treatment "treatments", "治理工艺", "Treatments",
    ("工艺某项排放的一种治理方法及去除率", "a way to treat what a process emits, and how much it takes out")
    (kept_by(&[Role::Chain]).firms(Firms::All, &[])) {
        process: String, "工艺", "Process" (key().refers("processes").example("ti-sponge-kroll"));
        item: String, "排放项目", "Emission" (key().refers("indicators").hint("该工艺治理前的排放", "an emission of the process, as it is before treatment").example("cod"));
        treatment: String, "治理编号", "Treatment" (key().hint("小写字母、数字和连字符", "lower-case letters, digits and hyphens").example("biological"));
        name_zh: String, "中文名称", "Chinese name" (name().example("生化处理"));
        name_en: Option<String>, "英文名称", "English name" (name_en().example("biological treatment"));
        efficiency_pct: Option<f64>, "去除率", "Efficiency" (hint("占治理前的百分比", "percent of what arises").unit(UnitRule::Fixed("%")).min(0.0).max(100.0).example("90"));
        typical: Option<bool>, "通常采用", "Typical" (hint("通常采用的一种填是", "yes on the usual one").example("yes"));
        basis: Option<Basis>, "依据", "Basis" (example("published"));
        verified: Option<bool>, "已核实", "Verified" (example("yes"));
    }
}
