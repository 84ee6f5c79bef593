//! Why is what begins as a packet none?

/// Why what begins as a packet is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The length is not four decimal digits.
    #[error("{digits} digits of length instead of 4")]
    LengthDigits {
        /// How many there are.
        digits: usize,
    },
    /// The length is written in hexadecimal digits.
    #[error("length {claimed} in hexadecimal digits")]
    LengthHex {
        /// The length that it states, in bytes.
        claimed: usize,
    },
    /// The length is more than a packet may have.
    #[error("length {claimed} is too long")]
    TooLong {
        /// The length that it states, in bytes.
        claimed: usize,
    },
    /// The line ends with a check sum, but not where the length says.
    #[error("length {claimed} != {found}")]
    LengthWrong {
        /// The length that it states, in bytes.
        claimed: usize,
        /// The length up to the check sum at the line's end, in bytes.
        found: usize,
    },
    /// The check sum is not that of the segment.
    #[error("crc got {got:04X} want {want:04X}")]
    CrcWrong {
        /// The sum that was sent.
        got: u16,
        /// The sum of the segment.
        want: u16,
    },
    /// The segment is whole, but its check sum has too few or too many digits.
    #[error("{digits} digits of check sum instead of 4")]
    CrcDigits {
        /// How many there are.
        digits: usize,
    },
    /// Where the check sum should stand are no hexadecimal digits.
    #[error("the check sum is not hexadecimal")]
    CrcNotHex,
    /// Length and check sum are right, but neither CR LF nor a packet nor silence follows.
    #[error("neither CR LF nor a packet follows the check sum")]
    MissingCrlf,
    /// The line, or the stream, ends before a check sum.
    #[error("cut short")]
    CutShort,
}

impl Refusal {
    /// The name by which programs know it: lower case, words joined by hyphens; it stays.
    pub fn name(&self) -> &'static str {
        match self {
            Refusal::LengthDigits { digits: 3 } => "length-three-digits",
            Refusal::LengthDigits { .. } => "length-not-digits",
            Refusal::LengthHex { .. } => "length-hex",
            Refusal::TooLong { .. } => "too-long",
            Refusal::LengthWrong { .. } => "length-wrong",
            Refusal::CrcWrong { .. } => "crc-wrong",
            Refusal::CrcDigits { .. } => "crc-digits",
            Refusal::CrcNotHex => "crc-not-hex",
            Refusal::MissingCrlf => "missing-crlf",
            Refusal::CutShort => "cut-short",
        }
    }
}
