//! Who does something.

use std::fmt;

/// Who does something; every entry is written in somebody's name.
///
/// ```
/// use yanlian_model::Actor;
///
/// assert_eq!(Actor::Console("1000".to_owned()).to_string(), "console:1000");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The person at this machine's pages: one person with all rights, until there are accounts.
    Local(String),
    /// A user of this machine's command line, by the number that the system knows; a name can be
    /// claimed by anybody.
    Console(String),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Local(name) => name.fmt(f),
            Actor::Console(user) => write!(f, "console:{user}"),
        }
    }
}
