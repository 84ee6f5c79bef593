use crate::register::register;
use crate::{PlanObjective, UnitRule};

register! {
    /// On which terms a plan is made. A blank field takes the method's default.
    Projects Scenario "scenarios", "方案", "Scenarios",
    ("一次选项规划的条件；空白取默认值", "the terms of one plan; a blank field takes the default")
    (kept_by(&[Role::Chain]).bears(Bearing::None)) {
        id: String, "编号", "ID" (key().example("FA-2026-01"));
        name: String, "名称", "Name" (name().longest(60).example("收紧化学需氧量"));
        first_year: Option<i32>, "首年", "First year" (min(2000.0).max(2100.0).hint("空白为报告年的下一年", "blank: the year after the reporting year").example("2027"));
        years: Option<f64>, "年数", "Years" (whole().min(1.0).max(10.0).hint("默认 3", "default 3").example("3"));
        objective: Option<PlanObjective>, "目标", "Objective" (hint("默认增加值", "default value added").example("value_added"));
        with_library: Option<bool>, "纳入工艺库选项", "With library processes" (hint("按典型规模纳入补链、延链工艺", "processes that close a gap or are a next step, at their typical scale").example("no"));
        trade_margin: Option<f64>, "外购外销差价率", "Trade margin" (unit(UnitRule::Fixed("1")).min(0.0).max(1.0).hint("默认 0.05", "default 0.05"));
        discount: Option<f64>, "折现率", "Discount rate" (unit(UnitRule::Fixed("1")).min(0.0).max(1.0).hint("默认 0.05", "default 0.05"));
        min_load: Option<f64>, "最低负荷", "Least load" (unit(UnitRule::Fixed("1")).min(0.0).max(1.0).hint("默认 0.4", "default 0.4"));
        budget_cny: Option<f64>, "公共资金", "Public budget a year" (unit(UnitRule::Fixed("CNY")).per_year().min(0.0).hint("每年；空白不限", "blank: no limit"));
    }
}
