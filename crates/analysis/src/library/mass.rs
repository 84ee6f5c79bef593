//! Does what goes in weigh what comes out?
//!
//! `Σ in + air = main product + Σ out + Σ emissions and wastes that have mass + loss`, t per unit of main product,
//! within 2 % where every row with mass follows from a reaction, within 15 % otherwise. Source: conservation of
//! mass. Limits: services and energy have no mass; a row that only closes the balance closes it.

use super::Account;
use yanlian_model::{Finding, Message};

pub(super) fn check(account: &Account, findings: &mut Vec<Finding>) {
    let (goes_in, comes_out) = (account.sum(true, |_| 1.0), account.sum(false, |_| 1.0));
    let open = (goes_in - comes_out).abs() > account.tolerance() * goes_in.max(comes_out);
    if open && account.main_tonnes() > 0.0 {
        let message = Message::new("library-mass-open").with("in", (goes_in, "t")).with("out", (comes_out, "t"));
        findings.push(account.fault(message));
    }
}
