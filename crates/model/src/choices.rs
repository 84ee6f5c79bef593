//! The words that some fields choose from, each declared once with its label in both languages.

use crate::{Bilingual, Cell, Choice, Kind, Value};
use serde::Serialize;

/// Declares an enum whose variants are the choices of a field.
macro_rules! choices {
    ($(#[$meta:meta])* $name:ident {
        $( $variant:ident = $key:literal, $zh:literal, $en:literal $(, also $other:literal)*; )*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub enum $name {
            $( #[doc = concat!($en, " (", $zh, ").")] #[serde(rename = $key)] $variant, )*
        }

        impl $name {
            /// Every choice, in the order of declaration.
            pub const ALL: &'static [$name] = &[$( $name::$variant, )*];
            const CHOICES: &'static [Choice] =
                &[$( Choice { key: $key, label: Bilingual::new($zh, $en), others: &[$( $other ),*] }, )*];

            /// The key as kept, and the word in both languages.
            pub fn choice(self) -> &'static Choice {
                &Self::CHOICES[self as usize]
            }

            /// The choice that is kept as that key.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::CHOICES.iter().position(|choice| choice.key == key).map(|i| Self::ALL[i])
            }
        }

        crate::cell::cell!($name, Kind::Choice($name::CHOICES),
            Value::Text(key) => $name::from_key(key), it => Value::Text(it.choice().key.into()));
    };
}

choices! {
    /// What sort of thing a product is.
    ProductKind {
        Material = "material", "原料与材料", "material";
        Part = "part", "零部件", "part";
        Equipment = "equipment", "装备", "equipment";
        Energy = "energy", "能源", "energy";
        Water = "water", "水", "water";
        Service = "service", "服务", "service";
        Byproduct = "byproduct", "副产品", "by-product";
        Waste = "waste", "废物", "waste";
    }
}

choices! {
    /// What an indicator measures.
    IndicatorKind {
        Resource = "resource", "资源", "resource";
        Emission = "emission", "排放", "emission";
        Economic = "economic", "经济", "economic";
        Innovation = "innovation", "创新", "innovation";
        Social = "social", "社会", "social";
        Safety = "safety", "安全", "safety";
    }
}

choices! {
    /// Which direction of an indicator is good.
    Better {
        Higher = "higher", "越高越好", "higher";
        Lower = "lower", "越低越好", "lower";
    }
}

choices! {
    /// Where in its chain a process stands.
    ChainStage {
        Upstream = "upstream", "上游", "upstream";
        Midstream = "midstream", "中游", "midstream";
        Downstream = "downstream", "下游", "downstream";
    }
}

choices! {
    /// Which way a flow runs.
    Direction {
        In = "in", "投入", "in";
        Out = "out", "产出", "out";
        Use = "use", "占用", "use";
        Emit = "emit", "排放", "emit";
    }
}

choices! {
    /// What a coefficient rests on.
    Basis {
        Stoichiometric = "stoichiometric", "化学计量", "stoichiometric";
        Norm = "norm", "标准定额", "norm";
        Published = "published", "公开资料", "published";
        Estimate = "estimate", "估计", "estimate";
    }
}

choices! {
    /// What an enterprise is doing.
    EnterpriseStatus {
        Active = "active", "在产", "active";
        Building = "building", "在建", "building";
        Idle = "idle", "闲置", "idle";
        Stopped = "stopped", "停产", "stopped";
        Closed = "closed", "注销", "closed";
    }
}

choices! {
    /// The size of an enterprise.
    Scale {
        Large = "large", "大型", "large";
        Medium = "medium", "中型", "medium";
        Small = "small", "小型", "small";
        Micro = "micro", "微型", "micro";
    }
}

choices! {
    /// How far a project is.
    ProjectStage {
        Lead = "lead", "线索", "lead";
        Talks = "talks", "洽谈", "talks", also "在谈", also "洽谈中";
        Signed = "signed", "签约", "signed";
        Started = "started", "开工", "started", also "在建", also "建设中", also "施工中", also "under construction";
        Completed = "completed", "竣工", "completed", also "完工", also "建成";
        Production = "production", "投产", "in production";
        Dropped = "dropped", "终止", "dropped";
    }
}

choices! {
    /// What a difficulty is about.
    DifficultyCategory {
        Land = "land", "用地", "land";
        Labour = "labour", "用工", "labour";
        Finance = "finance", "融资", "finance";
        Energy = "energy", "用能", "energy";
        Logistics = "logistics", "物流", "logistics";
        Approvals = "approvals", "审批", "approvals";
        Market = "market", "市场", "market";
        Technology = "technology", "技术", "technology";
        Other = "other", "其他", "other";
    }
}

choices! {
    /// How a difficulty ended.
    DifficultyOutcome {
        Solved = "solved", "已解决", "solved";
        Refused = "refused", "不予办理", "refused";
    }
}

choices! {
    /// How bad a hazard is.
    HazardGrade {
        General = "general", "一般隐患", "general", also "一般";
        Major = "major", "重大隐患", "major", also "重大";
    }
}

choices! {
    /// What a plan makes the most of; the last four are kept down.
    PlanObjective {
        ValueAdded = "value_added", "增加值", "value added";
        Tax = "tax", "税收", "tax";
        Jobs = "jobs", "就业", "jobs";
        LocalSourcing = "local_sourcing", "本地配套", "local sourcing";
        Co2 = "co2", "少排二氧化碳", "less CO2";
        Cod = "cod", "少排化学需氧量", "less COD";
        Water = "water", "少用水", "less water";
        Energy = "energy", "少用能", "less energy";
    }
}

choices! {
    /// What a scenario's setting is about.
    PlanSubject {
        Limit = "limit", "承载上限", "limit";
        SoftLimit = "soft_limit", "软上限", "soft limit";
        PlantLow = "plant_low", "装置最低产量", "least output of a plant";
        PlantHigh = "plant_high", "装置最高产量", "most output of a plant";
        Project = "project", "项目", "project";
        Process = "process", "工艺", "process";
        SalesCap = "sales_cap", "销售上限", "most sold";
        Floor = "floor", "目标下限", "floor of an objective";
    }
}

choices! {
    /// Whether a plan takes an option.
    PlanStance {
        Must = "must", "必选", "must";
        May = "may", "可选", "may";
        Not = "not", "不选", "not";
    }
}

choices! {
    /// The unit of a reading or of its limit.
    ReadingUnit {
        MgL = "mg/L", "毫克/升", "milligram a litre";
        UgL = "ug/L", "微克/升", "µg/L";
        GL = "g/L", "克/升", "gram a litre";
        MgM3 = "mg/m3", "毫克/立方米", "mg/m³";
        LS = "L/s", "升/秒", "litre a second";
        M3H = "m3/h", "立方米/小时", "m³/h";
        M3S = "m3/s", "立方米/秒", "m³/s";
        PH = "pH", "pH 值", "pH value";
        Celsius = "degC", "摄氏度", "°C";
        Percent = "%", "百分数", "percent";
    }
}

choices! {
    /// What lets water out, and where to.
    OutletKind {
        Direct = "direct", "直接排放口", "direct discharge";
        Indirect = "indirect", "间接排放口", "indirect discharge";
        Workshop = "workshop", "车间或设施排放口", "workshop outlet";
        WorksOutlet = "works_outlet", "污水处理厂出水口", "treatment works outlet";
        WorksInflow = "works_inflow", "污水处理厂进水口", "treatment works inflow";
    }
}

choices! {
    /// Which discharge a limit is for.
    DischargeWay {
        Direct = "direct", "直接排放", "direct";
        Indirect = "indirect", "间接排放", "indirect";
        Both = "both", "直接与间接", "both";
    }
}

choices! {
    /// Over which time a limit holds.
    LimitPeriod {
        Daily = "daily", "日均值", "daily mean";
        Hourly = "hourly", "小时值", "hourly value";
    }
}

choices! {
    /// The edition of HJ 212 that a monitor speaks.
    Hj212Dialect {
        Of2005 = "2005", "HJ/T 212-2005", "edition 2005";
        Of2017 = "2017", "HJ 212-2017", "edition 2017";
        Of2025 = "2025", "HJ 212-2025", "edition 2025";
    }
}

choices! {
    /// A parameter by which discharge is judged or taxed, or what was measured is kept.
    RuleKind {
        TenMinutesDue = "ten_minutes_due", "每小时应有十分钟值（个）", "ten-minute values due an hour";
        WaterHourShare = "water_hour_share", "废水小时有效所需十分钟值占比", "share of ten-minute values that a valid hour of water needs";
        WaterDayHours = "water_day_hours", "废水日有效所需小时数（按 24 小时计）", "valid hours of 24 that a valid day of water needs";
        GasHourMinutes = "gas_hour_minutes", "废气小时有效所需分钟数", "valid minutes that a valid hour of gas needs";
        GasDayHours = "gas_day_hours", "废气日有效所需小时数", "valid hours that a valid day of gas needs";
        ColdWater = "cold_water", "低温限值适用的最高水温（摄氏度）", "warmest water to which limits in cold water apply, °C";
        TaxRateLow = "tax_rate_low", "每污染当量最低税额（元）", "lowest tax an equivalent, CNY";
        TaxRateHigh = "tax_rate_high", "每污染当量最高税额（元）", "highest tax an equivalent, CNY";
        TaxCutUnder = "tax_cut_under", "第一档减税所需低于限值的比例", "part under the limit for the first cut in tax";
        TaxCutPays = "tax_cut_pays", "第一档减税后应缴比例", "share paid after the first cut";
        TaxDeepCutUnder = "tax_deep_cut_under", "第二档减税所需低于限值的比例", "part under the limit for the second cut in tax";
        TaxDeepCutPays = "tax_deep_cut_pays", "第二档减税后应缴比例", "share paid after the second cut";
        TaxTopClass1 = "tax_top_class1", "每排放口计税的第一类污染物项数", "factors of class 1 taxed an outlet";
        TaxTopOthers = "tax_top_others", "每排放口计税的其他污染物项数", "other factors taxed an outlet";
        KeepPackets = "keep_packets_days", "报文原文保存天数", "days for which packets are kept";
        KeepRealTime = "keep_real_time_days", "实时值保存天数", "days for which readings of an instant are kept";
        KeepTenMinute = "keep_ten_minute_days", "十分钟值保存天数", "days for which ten-minute readings are kept";
        KeepHour = "keep_hour_days", "小时值保存天数", "days for which hourly readings are kept";
        KeepDay = "keep_day_days", "日值保存天数", "days for which daily readings are kept";
    }
}

impl RuleKind {
    /// Whether it says how long something is kept; judgement does without, and what has no rule is
    /// kept for ever.
    pub fn is_retention(self) -> bool {
        matches!(
            self,
            RuleKind::KeepPackets
                | RuleKind::KeepRealTime
                | RuleKind::KeepTenMinute
                | RuleKind::KeepHour
                | RuleKind::KeepDay
        )
    }
}
