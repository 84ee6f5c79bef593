//! Does what goes in weigh what comes out?
//!
//! `Σ in + air = main product + Σ out + Σ emissions and wastes that have mass + loss`, t per unit of main product,
//! within 2 % where every row with mass follows from a reaction, within 15 % otherwise: practice is coarser than a
//! reaction. Source: conservation of mass. Limits: services and energy have no mass; a row that only closes the
//! balance closes it.

use super::Account;
use crate::{Recipe, Zone};
use yanlian_model::registers::Process;
use yanlian_model::{Basis, Direction, Figure, Finding, Message};

/// What goes into a recipe and comes out of it.
#[derive(Debug, Clone, PartialEq)]
pub struct MassBalance<'a> {
    /// t per unit of main product.
    pub goes_in: Figure,
    /// t per unit of main product, the main product among it.
    pub comes_out: Figure,
    /// The part by which the two may differ, 0 to 1.
    pub tolerance: f64,
    /// Items of the recipe that have no mass.
    pub uncounted: Vec<&'a str>,
}

impl MassBalance<'_> {
    /// What more goes in than comes out, t per unit of main product.
    pub fn difference(&self) -> Figure {
        &self.goes_in - &self.comes_out
    }

    /// The part of the larger side by which they differ; the tolerance where a figure is not known exactly.
    pub fn apart(&self) -> f64 {
        let most = self.goes_in.high().max(self.comes_out.high());
        self.difference().value().map_or(self.tolerance, |difference| difference.abs() / most)
    }

    /// Whether the two sides can be the same within the tolerance.
    pub fn closes(&self) -> bool {
        let may = |of: &Figure| self.tolerance * of.high();
        let difference = self.difference();
        let most = may(&self.goes_in).max(may(&self.comes_out));
        difference.low() <= most && difference.high() >= -most
    }
}

/// The balance of a recipe of the library; `None` where the main product has no mass.
pub fn mass_balance<'a>(zone: &'a Zone, process: &'a Process) -> Option<MassBalance<'a>> {
    let main = zone.tonnes(&process.main_product, Direction::Out).filter(|tonnes| *tonnes > 0.0)?;
    let (mut goes_in, mut comes_out) = (Figure::ZERO, Figure::exact(main));
    let (mut uncounted, mut follows) = (Vec::new(), true);
    for line in Recipe::of_process(zone, process).lines {
        let Some(each) = zone.tonnes(line.item, line.direction) else {
            uncounted.push(line.item);
            continue;
        };
        let side = match line.direction {
            Direction::In | Direction::Use => &mut goes_in,
            Direction::Out | Direction::Emit => &mut comes_out,
        };
        let tonnes = line.quantity.times(each);
        follows &= tonnes.high() == 0.0 || line.flow.is_some_and(|flow| flow.basis == Some(Basis::Stoichiometric));
        *side += &tonnes;
    }
    Some(MassBalance { goes_in, comes_out, tolerance: if follows { 0.02 } else { 0.15 }, uncounted })
}

pub(super) fn check(account: &Account, findings: &mut Vec<Finding>) {
    let Some(balance) = mass_balance(account.zone, account.process).filter(|balance| !balance.closes()) else { return };
    let (goes_in, comes_out) = (balance.goes_in.low(), balance.comes_out.low());
    let message = Message::new("library-mass-open")
        .with("in", (goes_in, "t"))
        .with("out", (comes_out, "t"))
        .with("tolerance", (balance.tolerance, "share"));
    findings.push(Finding { place: account.culprit(|_| 1.0), ..account.fault(message) });
}
