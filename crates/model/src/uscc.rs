//! The unified social credit code of GB 32100-2015.

/// The code's alphabet: digits and capitals without I, O, S, V and Z; a character's value is its place.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Whether `code` has 18 characters of the alphabet and the last is the right check character.
///
/// The check value C18 satisfies Σ cᵢ·3^(i−1) + C18 ≡ 0 (mod 31) over the first 17 characters.
///
/// ```
/// assert!(yanlian_model::uscc::is_valid("91350100M000100Y43"));
/// assert!(!yanlian_model::uscc::is_valid("91350100M000100Y44"));
/// ```
pub fn is_valid(code: &str) -> bool {
    let values: Option<Vec<usize>> = code.bytes().map(|b| ALPHABET.iter().position(|a| *a == b)).collect();
    let Some(values) = values.filter(|values| values.len() == 18) else { return false };
    let mut weight = 1;
    let mut sum = 0;
    for value in &values[..17] {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    (31 - sum % 31) % 31 == values[17]
}
