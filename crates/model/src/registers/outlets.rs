use crate::register::register;
use crate::{OutletKind, UnitRule};

register! {
    /// A point where water leaves an enterprise, or enters or leaves a treatment works.
    Zone Outlet "outlets", "排放口", "Outlets",
    ("企业、车间与污水处理厂的排放口和进水口", "where an enterprise, a workshop or a treatment works lets water out, or takes it in")
    (page("discharge/outlets").called_by_key().belongs(&["enterprise"]).kept_by(&[Role::Ecology]).firms(Firms::Own, &[FirmAction::Propose]).bears(Bearing::Discharge)) {
        id: String, "编号", "ID" (key().hint("排污许可证上的编号", "the number in the discharge permit").example("DW001-A"));
        enterprise: String, "企业", "Enterprise" (refers("enterprises").example("91000000MA0000007C"));
        name: String, "名称", "Name" (name().example("废水总排口"));
        kind: OutletKind, "类型", "Kind" (example("indirect"));
        discharges_to: Option<String>, "排入", "Discharges to" (refers("outlets").hint("所排入的污水处理厂进水口，或车间所属的总排口", "the works inflow that takes it, or the outlet behind the workshop"));
        receiving_water: Option<String>, "受纳水体", "Receiving water";
        standard: Option<String>, "执行标准", "Standard" (refers("discharge_standards").hint("标准、表号与级别", "standard, table and grade").example("gb25467-2010-2"));
        design_flow_m3_day: Option<f64>, "设计处理能力", "Design flow" (hint("立方米/日；污水处理厂填写", "m3 a day; for treatment works").unit(UnitRule::Fixed("m3")).of_water().per_day().min(0.0));
        reference_oxygen: Option<f64>, "基准含氧量", "Reference oxygen" (hint("%；废气排放口填写，按此折算浓度并以折算值判定", "%; for outlets of gas: concentrations are converted to it, and limits hold for what is converted").unit(UnitRule::Fixed("%")).min(0.0).max(20.0).example("9"));
        tax_rate_cny: Option<f64>, "每污染当量税额", "Tax rate" (hint("元；按省定税额", "CNY an equivalent, as set by the province").money());
    }
}
