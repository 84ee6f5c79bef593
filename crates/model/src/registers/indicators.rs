use crate::register::register;
use crate::{Better, IndicatorKind, UnitRule};

register! {
    /// Something that is measured of an enterprise, a process or the zone.
    Chain Indicator "indicators", "指标", "Indicators",
    ("资源、排放及经济、创新、社会、安全指标", "resources, emissions and economic, innovation, social, safety figures")
    (rank(5).kept_by(&[Role::Chain]).firms(Firms::All, &[])) {
        id: String, "编号", "ID" (key().example("cod"));
        name_zh: String, "中文名称", "Chinese name" (name().example("化学需氧量"));
        name_en: Option<String>, "英文名称", "English name" (name_en().example("COD"));
        unit: String, "计量单位", "Unit" (example("kg"));
        kind: Option<IndicatorKind>, "类别", "Kind" (example("emission"));
        better: Option<Better>, "方向", "Better" (example("lower"));
        mass_t_per_unit: Option<f64>, "每单位质量", "Mass of one unit" (hint("吨；空白表示不计入物料平衡", "t; blank means that it does not count in a mass balance").unit(UnitRule::Fixed("t")).per(UnitRule::Column).min(0.0));
    }
}
