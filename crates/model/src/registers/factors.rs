use crate::register::register;
use crate::{ReadingUnit, UnitRule};

register! {
    /// What is measured in discharged water or gas.
    Zone Factor "factors", "监测因子", "Factors",
    ("排放口监测的污染物与参数", "a pollutant or quantity measured at an outlet")
    (kept_by(&[Role::Ecology]).firms(Firms::All, &[]).bears(Bearing::Discharge)) {
        code: String, "因子编码", "Code" (key().hint("HJ 212-2017 编码", "code of HJ 212-2017").example("w01018"));
        name_zh: String, "中文名称", "Chinese name" (name().example("化学需氧量"));
        name_en: Option<String>, "英文名称", "English name" (name_en().example("chemical oxygen demand"));
        aliases: Vec<String>, "别名", "Aliases" (aliases().hint("分号隔开", "semicolons between").example("COD;CODcr"));
        old_code: Option<String>, "旧编码", "Old code" (hint("HJ/T 212-2005 编码", "code of HJ/T 212-2005").example("011"));
        unit: ReadingUnit, "缺省单位", "Default unit" (hint("设备未另行设定时读数的单位", "the unit of readings unless the monitor says otherwise").example("mg/L"));
        class1: Option<bool>, "第一类污染物", "Class 1" (hint("在车间排放口考核", "judged at the workshop outlet").example("no"));
        tax_equivalent_kg: Option<f64>, "污染当量值", "Tax equivalent" (hint("千克；环境保护税法", "kg; environmental protection tax law").unit(UnitRule::Fixed("kg")).min(0.0).example("1"));
        verified: Option<bool>, "已核实", "Verified" (example("yes"));
    }
}
