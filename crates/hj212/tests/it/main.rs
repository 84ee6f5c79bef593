//! The protocol as its users meet it: streams in, packets, findings and answers out.

mod answers;
mod explaining;
mod framing;
mod oddities;
mod properties;
mod sealed;
mod tools;
