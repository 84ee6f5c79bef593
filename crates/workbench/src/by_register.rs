//! What is made of a register's records when it is first asked for. It goes over to the next snapshot where the
//! register was not written to.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use yanlian_model::{Register, registers};

/// One of each register.
#[derive(Debug)]
pub(crate) struct ByRegister<T>(BTreeMap<&'static str, Arc<OnceLock<T>>>);

impl<T> ByRegister<T> {
    /// That of a register, made by `make` where nobody has asked yet.
    pub(crate) fn get(&self, register: &Register, make: impl FnOnce() -> T) -> &T {
        self.0[register.name].get_or_init(make)
    }

    /// The same but for a register that was written to.
    pub(crate) fn forget(&mut self, register: &'static str) {
        self.0.insert(register, Arc::default());
    }
}

impl<T> Clone for ByRegister<T> {
    fn clone(&self) -> ByRegister<T> {
        ByRegister(self.0.clone())
    }
}

impl<T> Default for ByRegister<T> {
    fn default() -> ByRegister<T> {
        ByRegister(registers::ALL.iter().map(|register| (register.name, Arc::default())).collect())
    }
}
