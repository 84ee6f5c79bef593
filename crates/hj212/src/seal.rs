//! What does an encrypted packet say? Opens and seals contents as HJ 212-2025 does.
//!
//! **Experimental**: written by public code that quotes the standard, not yet held against its
//! official text.
//!
//! The content between `CP=&&` and `&&` is encrypted with SM4 (GB/T 32907-2016) in ECB mode, key
//! of 16 bytes, in blocks of 16 bytes without padding; a rest of less than 16 bytes stays in
//! clear. The blocks are written as a list of hexadecimal bytes in braces, the rest behind it:
//! `{0xE4,0x3E,…}g=N`. The check sum is of the plain segment, the length in the printed examples
//! once of the plain and once of the sent one. Contents of CN 2000 to 2999, 1014 and 3020 may be
//! encrypted. Source: HJ 212-2025, 6.4.2 and annex A.2.
//!
//! Limits: ECB shows which blocks are equal and does not tell whether a packet was tampered with.
//! It keeps values from being read along the way, no more.

use crate::crc::crc;
use crate::frame::Frame;
use crate::sealed_bytes::{BLOCK, braces, list_bytes, opening};
use sm4::Sm4;
use sm4::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

/// A key of SM4.
#[derive(Clone)]
pub struct Key(Sm4);

impl Key {
    /// The key of these 16 bytes.
    pub fn new(bytes: [u8; BLOCK]) -> Self {
        Key(Sm4::new(&bytes.into()))
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Key(…)")
    }
}

/// Why an encrypted packet cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The content is not encrypted.
    #[error("the content is not encrypted")]
    NotSealed,
    /// What stands in the braces is no list of bytes, or no whole number of blocks.
    #[error("the encrypted bytes cannot be read")]
    Malformed,
    /// The check sum is not that of the plain segment: another key, or damaged on the way.
    #[error("crc got {got:04X} want {want:04X}: wrong key or damaged")]
    CrcWrong {
        /// The sum that was sent.
        got: u16,
        /// The sum of the segment as opened.
        want: u16,
    },
}

/// Opens an encrypted packet: its data segment in clear, the check sum checked.
///
/// # Errors
///
/// Where it is not encrypted, cannot be read, or the check sum is wrong.
pub fn open(frame: &Frame<'_>, key: &Key) -> Result<Vec<u8>, SealError> {
    let opening = opening(frame.segment).ok_or(SealError::NotSealed)?;
    let (header, rest) = frame.segment.split_at(opening);
    let content = rest.strip_suffix(b"&&").ok_or(SealError::Malformed)?;
    let mut plain = header.to_vec();
    plain.extend(open_content(content, key)?);
    plain.extend(b"&&");
    match crc(&plain) {
        want if want == frame.crc => Ok(plain),
        want => Err(SealError::CrcWrong { got: frame.crc, want }),
    }
}

/// Decrypts a content as it is written between `&&` and `&&`.
///
/// # Errors
///
/// Where it does not begin with a list of bytes in braces, or with no whole number of blocks.
pub fn open_content(content: &[u8], key: &Key) -> Result<Vec<u8>, SealError> {
    let (list, rest) = braces(content).ok_or(SealError::NotSealed)?;
    let mut bytes = list_bytes(list).collect::<Option<Vec<u8>>>().ok_or(SealError::Malformed)?;
    let (blocks, []) = bytes.as_chunks_mut::<BLOCK>() else { return Err(SealError::Malformed) };
    for block in blocks {
        key.0.decrypt_block(block.into());
    }
    bytes.extend(rest);
    Ok(bytes)
}

/// Encrypts a content and writes it as it is sent.
pub fn seal_content(content: &str, key: &Key) -> Vec<u8> {
    let (blocks, rest) = content.as_bytes().as_chunks::<BLOCK>();
    let mut written = b"{".to_vec();
    for (at, block) in blocks.iter().enumerate() {
        let mut block = *block;
        key.0.encrypt_block((&mut block).into());
        for (place, byte) in block.iter().enumerate() {
            let comma = if at + place > 0 { "," } else { "" };
            written.extend(format!("{comma}0x{byte:02X}").bytes());
        }
    }
    written.push(b'}');
    written.extend(rest);
    written
}
