//! What is odd in a packet that is nevertheless accepted.
//!
//! Framing is strict, everything inside a rightly framed packet is tolerated and told. Each oddity
//! has a name that programs may rely on; sentences for people are made by whoever shows them.

use serde::{Serialize, Serializer};
use std::fmt;
use std::ops::{BitOr, BitOrAssign};

/// Declares the oddities, their names and their list at once.
macro_rules! oddities {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// One thing that the standard does not foresee and that devices do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Oddity { $($(#[$doc])* $variant,)* }

        impl Oddity {
            /// All of them, in the order of a packet: frame, text, header, content.
            pub const ALL: &[Oddity] = &[$(Oddity::$variant,)*];

            /// The name by which programs know it: lower case, words joined by hyphens; it stays.
            pub const fn name(self) -> &'static str {
                match self { $(Oddity::$variant => $name,)* }
            }
        }
    };
}

oddities! {
    /// The packet ends without CR LF; another begins after it, or the line fell silent.
    MissingCrlf = "missing-crlf",
    /// The check sum has letters in lower case.
    CrcLowerCase = "crc-lower-case",
    /// The content is encrypted; the check sum is of the plain text and was not checked.
    Sealed = "sealed",
    /// The content is encrypted and the length is that of the plain text.
    SealedPlainLength = "sealed-plain-length",
    /// The text is not UTF-8 and was read as GBK.
    TextGbk = "text-gbk",
    /// The text is neither UTF-8 nor GBK; what cannot be read stands as U+FFFD.
    TextUnreadable = "text-unreadable",
    /// There is no QN.
    QnMissing = "qn-missing",
    /// The QN has 13 digits: milliseconds since 1970.
    Qn13Digits = "qn-13-digits",
    /// The QN is no time.
    QnMalformed = "qn-malformed",
    /// There is no ST.
    StMissing = "st-missing",
    /// The ST has three digits.
    StThreeDigits = "st-three-digits",
    /// The ST is not of two or three digits.
    StMalformed = "st-malformed",
    /// There is no CN.
    CnMissing = "cn-missing",
    /// The CN is not of four digits.
    CnMalformed = "cn-malformed",
    /// The CN is none that this crate knows.
    CnUnknown = "cn-unknown",
    /// The CN came with a later edition than that of the device.
    CnOfLaterEdition = "cn-of-later-edition",
    /// There is no PW.
    PwMissing = "pw-missing",
    /// There is no MN.
    MnMissing = "mn-missing",
    /// There is no Flag, as in packets of 2005.
    FlagMissing = "flag-missing",
    /// The Flag is no number from 0 to 255.
    FlagMalformed = "flag-malformed",
    /// The Flag names an edition that there is not.
    FlagEditionUnknown = "flag-edition-unknown",
    /// Flag, PNUM and PNO do not agree on whether this is a part, or on which.
    PartsDisagree = "parts-disagree",
    /// RF is not 1, or came from a device of an edition that has none.
    RfUnexpected = "rf-unexpected",
    /// The header has a field that is not of the standard.
    HeaderUnknown = "header-unknown",
    /// The header has a field twice; the first counts.
    HeaderRepeated = "header-repeated",
    /// There is no CP.
    CpMissing = "cp-missing",
    /// The CP does not begin with `&&`.
    CpNotOpened = "cp-not-opened",
    /// The CP does not end with `&&`.
    CpNotClosed = "cp-not-closed",
    /// Something stands behind the closing `&&`.
    CpTrailing = "cp-trailing",
    /// The CP is longer than 950 bytes.
    CpTooLong = "cp-too-long",
    /// An item of the content is empty.
    ItemEmpty = "item-empty",
    /// Something in the content has no `=`.
    PairWithoutValue = "pair-without-value",
    /// A name in the content has a blank, which belongs to no name and is passed over.
    NameWithBlank = "name-with-blank",
    /// An upload of data has no DataTime.
    DataTimeMissing = "data-time-missing",
    /// The DataTime has 17 digits, with milliseconds.
    DataTime17Digits = "data-time-17-digits",
    /// The DataTime is no time.
    DataTimeMalformed = "data-time-malformed",
    /// There are two DataTimes that are not the same time; none of the readings counts.
    DataTimeRepeated = "data-time-repeated",
    /// The DataTime is not the beginning of a period: an hour off the hour, a day off midnight.
    DataTimeOffPeriod = "data-time-off-period",
    /// A reading has a suffix that is not of the standard.
    SuffixUnknown = "suffix-unknown",
    /// A value that should be a number is none.
    ValueMalformed = "value-malformed",
    /// A value or mark of a factor stands twice, each time otherwise; neither counts.
    ValueRepeated = "value-repeated",
    /// A mean lies outside the least and greatest value of its period.
    MeanOutside = "mean-outside-range",
    /// A mark of data quality is not of the standard.
    MarkUnknown = "mark-unknown",
    /// A mark stands without the factor that it marks.
    MarkWithoutFactor = "mark-without-factor",
}

impl fmt::Display for Oddity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A set of oddities. It takes no memory of its own and lists them in the order of [`Oddity::ALL`].
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Oddities(u64);

impl Oddities {
    /// Nothing odd.
    pub const NONE: Oddities = Oddities(0);

    /// Adds one.
    pub fn add(&mut self, oddity: Oddity) {
        self.0 |= 1 << oddity as u32;
    }

    /// Adds one where the condition holds.
    pub fn add_if(&mut self, condition: bool, oddity: Oddity) {
        self.0 |= u64::from(condition) << oddity as u32;
    }

    /// Whether it is among them.
    pub fn contains(self, oddity: Oddity) -> bool {
        self.0 >> oddity as u32 & 1 == 1
    }

    /// Whether nothing is odd.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are in the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Oddity> {
        Oddity::ALL.iter().copied().filter(move |oddity| self.contains(*oddity))
    }
}

impl From<Oddity> for Oddities {
    fn from(oddity: Oddity) -> Self {
        Oddities(1 << oddity as u32)
    }
}

impl BitOr for Oddities {
    type Output = Oddities;

    fn bitor(self, other: Oddities) -> Oddities {
        Oddities(self.0 | other.0)
    }
}

impl BitOrAssign for Oddities {
    fn bitor_assign(&mut self, other: Oddities) {
        self.0 |= other.0;
    }
}

impl fmt::Debug for Oddities {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.iter().map(Oddity::name)).finish()
    }
}

/// As a list of names.
impl Serialize for Oddities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Oddity::name))
    }
}

const _: () = assert!(Oddity::ALL.len() <= 64, "the set has 64 places");
