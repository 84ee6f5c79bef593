//! Addresses: the key of a record as a segment, its parts with `~` between; percent-encoding.

use yanlian_model::Key;

/// Percent-encodes a path segment or query value.
pub fn percent(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(byte as char),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// The last segment of the address of a record's page: `ti-sponge-kroll~cod~emit`, percent-encoded.
pub fn encode_key(key: &Key) -> String {
    percent(&key.to_text())
}

/// Reads a segment that [`encode_key`] wrote, after the server has decoded its percent signs once.
pub fn decode_key(segment: &str) -> Key {
    Key::from_text(segment)
}

/// The segment of an address that is the id of a record, or a code: a key of one part.
pub(crate) fn encode_id(id: &str) -> String {
    encode_key(&Key::from(id))
}

/// Reads a segment that stands for an id; a `~` that somebody typed is one.
pub fn decode_id(segment: &str) -> String {
    decode_key(segment).parts().collect::<Vec<_>>().join("~")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a server does to a path segment before it hands it on.
    fn decoded_once(segment: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = segment.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'%' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                }
                byte => byte,
            });
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn every_key_comes_back() {
        for parts in [
            &["ti-sponge"][..],
            &["a~", "b"],
            &["a", "~b"],
            &["50% + %7E", "外部:甲/乙", "2025"],
            &["~", "%25~"],
            &["."],
            &[".."],
            &["%2E"],
            &["%252E."],
            &[".", ".."],
        ] {
            let key = Key::from_parts(parts);
            let segment = encode_key(&key);
            assert!(segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~%".contains(&b)), "{segment}");
            assert_eq!(decode_key(&decoded_once(&segment)), key, "{segment}");
            // A browser takes these for steps between folders, percent-encoded too.
            let plain = decoded_once(&segment);
            assert!(plain != "." && plain != "..", "{segment}");
            let id = parts.join(" ");
            assert_eq!(decode_id(&decoded_once(&encode_id(&id))), id);
        }
        assert_eq!(encode_key(&Key::from_parts(&["ti-sponge", "cod", "emit"])), "ti-sponge~cod~emit");
    }
}
