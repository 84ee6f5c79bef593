//! The cascade against the reference's numbers, against the formula written out, and against bad input.

mod dense;
mod faults;
mod formula;
mod reference;
