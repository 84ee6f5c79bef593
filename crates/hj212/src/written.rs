//! What can be written behind a factor, and as the mark of its quality?

use crate::tables::{self, Name};

/// Declares what can be written in a place, how it is written, and the list, at once.
macro_rules! written {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// As it is written.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The one that is written so.
            pub fn read(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }
    };
}

written! {
    /// What a value of a reading is; written behind the factor and a hyphen.
    Suffix {
        /// Measured just now.
        Rtd = "Rtd",
        /// Least of the period.
        Min = "Min",
        /// Mean of the period.
        Avg = "Avg",
        /// Greatest of the period.
        Max = "Max",
        /// Sum of the period: m³ of flow, mass of a pollutant.
        Cou = "Cou",
        /// Measured just now, converted to the reference state of exhaust gas.
        ZsRtd = "ZsRtd",
        /// Least, converted.
        ZsMin = "ZsMin",
        /// Mean, converted.
        ZsAvg = "ZsAvg",
        /// Greatest, converted.
        ZsMax = "ZsMax",
        /// Whether the equipment runs.
        Rs = "RS",
        /// How long the equipment ran that day, in hours.
        Rt = "RT",
        /// When the sample was taken.
        SampleTime = "SampleTime",
        /// The mark of the data's quality, see [`Mark`].
        Flag = "Flag",
        /// A mark of the equipment's maker.
        EFlag = "EFlag",
    }
}

impl Suffix {
    /// Least, mean and greatest of the period, as measured.
    pub const MEASURED: [Suffix; 3] = [Suffix::Min, Suffix::Avg, Suffix::Max];
    /// The same, converted.
    pub const CONVERTED: [Suffix; 3] = [Suffix::ZsMin, Suffix::ZsAvg, Suffix::ZsMax];
}

written! {
    /// What a device says of the quality of a value; written as a letter.
    Mark {
        /// Normal.
        Normal = "N",
        /// The outlet is stopped.
        Stopped = "F",
        /// Maintenance.
        Maintenance = "M",
        /// Set by hand.
        SetByHand = "S",
        /// The instrument is faulty.
        Fault = "D",
        /// Calibration.
        Calibration = "C",
        /// Over the range of measurement.
        OverRange = "T",
        /// No communication with the instrument.
        NoCommunication = "B",
    }
}

impl Mark {
    /// What it is called.
    pub fn name(self) -> Name {
        tables::mark(self.as_str()).expect("the table has every mark, as a test says")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_mark() {
        assert!(Mark::ALL.iter().all(|mark| tables::mark(mark.as_str()).is_some()));
        assert_eq!(tables::marks(), Mark::ALL.len());
    }
}
