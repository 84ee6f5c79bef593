//! What does a data segment say? ASCII by the standard, with Chinese in UTF-8, in the field in GBK.
//!
//! Lengths and check sums are of bytes, so that text is decoded only behind the frame. The bytes
//! that structure a packet (`&`, `;`, `,`, `=`) are never the second byte of a GBK character.

use crate::oddity::{Oddities, Oddity};
use encoding_rs::GBK;
use std::borrow::Cow;
use std::ops::Deref;

/// The text of a data segment; borrowed where it is UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// [`Oddity::TextGbk`] or [`Oddity::TextUnreadable`], or nothing.
    pub oddities: Oddities,
}

impl<'a> Text<'a> {
    /// Decodes UTF-8, or else GBK; what is neither becomes U+FFFD.
    pub fn decode(bytes: &'a [u8]) -> Self {
        match str::from_utf8(bytes) {
            Ok(text) => Text { text: Cow::Borrowed(text), oddities: Oddities::NONE },
            Err(_) => {
                let (text, faulty) = GBK.decode_without_bom_handling(bytes);
                let oddity = if faulty { Oddity::TextUnreadable } else { Oddity::TextGbk };
                Text { text, oddities: oddity.into() }
            }
        }
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}
