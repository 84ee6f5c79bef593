//! The methods of Yanlian: pure functions from registers to answers and findings.
