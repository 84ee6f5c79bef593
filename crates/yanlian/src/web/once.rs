//! A form that is sent twice is written once: each form that is shown carries a token of its own, and what
//! comes with the same token and the same fields is the same submission.

use sha2::{Digest, Sha256};
use std::hash::{BuildHasher, RandomState};

/// A token that no other form has.
pub(super) fn token() -> String {
    // Each state has keys of its own.
    let random = || RandomState::new().hash_one(());
    format!("{:016x}{:016x}", random(), random())
}

/// By what a submission is known: its token and all that was sent with it; `None` without a token. A form
/// that was changed and sent again is another submission.
pub(super) fn submission(path: &str, fields: &[(String, String)]) -> Option<String> {
    fields.iter().find(|(name, token)| name == "once" && !token.is_empty())?;
    let mut digest = Sha256::new();
    for text in [path].into_iter().chain(fields.iter().flat_map(|(name, value)| [name.as_str(), value])) {
        digest.update(text.len().to_le_bytes());
        digest.update(text);
    }
    Some(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_form_is_the_same_submission() {
        let sent =
            |once: &str, cause: &str| [("once", once), ("cause", cause)].map(|(a, b)| (a.to_owned(), b.to_owned()));
        let (first, other) = (token(), token());
        assert_ne!(first, other);
        let id = submission("/a", &sent(&first, "flood"));
        assert!(id.is_some() && id == submission("/a", &sent(&first, "flood")));
        assert_ne!(id, submission("/b", &sent(&first, "flood")));
        assert_ne!(id, submission("/a", &sent(&other, "flood")));
        assert_ne!(id, submission("/a", &sent(&first, "flood and more")));
        assert_eq!(submission("/a", &sent("", "flood")), None);
    }
}
