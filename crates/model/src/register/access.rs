//! Who keeps a register up, what a firm sees of it, and what of a record is shown to whom.
//!
//! These words are declared with the register and will be asked by one function once there are
//! accounts; until then only [`Privacy`] hides anything.

/// Who may see a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Everybody who may see the record.
    Open,
    /// Personal data: masked by role, erasable.
    Personal,
    /// A firm's own figure: for its people and for those who keep the register up.
    Confidential,
    /// Used by the program, shown to nobody, exported nowhere: a password, a key.
    Secret,
}

impl Privacy {
    /// Whether values are hidden on pages, in JSON and from search and sorting.
    pub const fn is_hidden(self) -> bool {
        matches!(self, Privacy::Personal | Privacy::Secret)
    }
}

/// What somebody does in the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The chain office.
    Chain,
    /// Statistics.
    Statistics,
    /// The office of projects.
    Projects,
    /// The office that looks after enterprises.
    Service,
    /// Ecology and environment.
    Ecology,
    /// Emergency management.
    Safety,
    /// A leader, or the deputy who writes for one.
    Leader,
    /// Whoever the record's field `owner` names.
    Owner,
}

/// Which records of a register a firm sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firms {
    /// None.
    Nothing,
    /// All of them.
    All,
    /// Its own.
    Own,
    /// Its own, and these fields of all others.
    Fields(&'static [&'static str]),
    /// Its own, from this stage of the project on.
    OwnSince(&'static str),
    /// Those that concern it.
    Concerned,
}

/// What a firm may do with what it sees, beside reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirmAction {
    /// Makes records of its own.
    Create,
    /// Proposes a change, which an officer accepts.
    Propose,
    /// Confirms that something was done.
    Confirm,
    /// Says how well it was done.
    Rate,
    /// Takes back what it raised.
    Withdraw,
    /// Raises again what was closed.
    Reopen,
}

/// Who keeps a register up, and what firms have to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// Who writes it.
    pub keepers: &'static [Role],
    /// What a firm sees.
    pub firms: Firms,
    /// What a firm may do.
    pub firm_actions: &'static [FirmAction],
}

impl Access {
    /// Written by nobody, seen by no firm: what a register has that declares nothing.
    pub const CLOSED: Access = Access { keepers: &[], firms: Firms::Nothing, firm_actions: &[] };
}
