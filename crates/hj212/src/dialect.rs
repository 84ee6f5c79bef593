//! Which edition of the standard does a device speak, and what does its Flag say?

/// An edition of the standard. Chosen for each device by whoever keeps it: a Flag only hints at it,
/// since stations for surface water sent the Flag of 2025 in 2019.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Dialect {
    /// HJ/T 212-2005.
    Y2005,
    /// HJ 212-2017.
    #[default]
    Y2017,
    /// HJ 212-2025, in force since 2026-01-01.
    Y2025,
}

impl Dialect {
    /// All of them, the oldest first.
    pub const ALL: [Dialect; 3] = [Dialect::Y2005, Dialect::Y2017, Dialect::Y2025];

    /// The year of the edition.
    pub fn year(self) -> u16 {
        match self {
            Dialect::Y2005 => 2005,
            Dialect::Y2017 => 2017,
            Dialect::Y2025 => 2025,
        }
    }

    /// The number of the edition in a Flag.
    pub fn version(self) -> u8 {
        self as u8
    }

    /// The edition that a Flag hints at; none where there is no such edition.
    pub fn of_flag(flag: Flag) -> Option<Dialect> {
        Dialect::ALL.get(usize::from(flag.version())).copied()
    }
}

/// The Flag of a packet: the edition, whether it is a part, whether it asks for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Flag(pub u8);

impl Flag {
    /// The Flag of a whole packet that asks for no answer: 0, 4 or 8.
    pub fn new(dialect: Dialect) -> Self {
        Flag(dialect.version() << 2)
    }

    /// The same, asking for an answer or not.
    pub fn asking(self, asks: bool) -> Self {
        Flag(self.0 & !1 | u8::from(asks))
    }

    /// The same, of a part with PNUM and PNO or of a whole.
    pub fn part(self, part: bool) -> Self {
        Flag(self.0 & !2 | u8::from(part) << 1)
    }

    /// Whether an answer is asked for.
    pub fn asks(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether PNUM and PNO say which part this is.
    pub fn is_part(self) -> bool {
        self.0 & 2 != 0
    }

    /// The number of the edition: 0 is 2005, 1 is 2017, 2 is 2025.
    pub fn version(self) -> u8 {
        self.0 >> 2
    }
}
