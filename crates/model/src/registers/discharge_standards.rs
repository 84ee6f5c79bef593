use crate::register::register;

register! {
    /// A table of a discharge standard, at one of its grades.
    Zone DischargeStandard "discharge_standards", "排放标准", "Discharge standards",
    ("排放标准的一张限值表及级别", "a table of limits of a discharge standard, at one of its grades")
    (kept_by(&[Role::Ecology]).firms(Firms::All, &[]).bears(Bearing::Discharge)) {
        id: String, "编号", "ID" (key().example("gb25467-2010-2"));
        standard: String, "标准号", "Standard" (example("GB 25467-2010"));
        table: Option<String>, "表号", "Table" (example("2"));
        grade: Option<String>, "级别", "Grade" (example("1A"));
        name_zh: String, "中文名称", "Chinese name" (name().example("铜、镍、钴工业污染物排放标准 表2"));
        name_en: Option<String>, "英文名称", "English name" (name_en().example("copper, nickel and cobalt industry, table 2"));
        aliases: Vec<String>, "别名", "Aliases" (aliases().hint("分号隔开", "semicolons between").example("GB 25467-2010 表2"));
    }
}
