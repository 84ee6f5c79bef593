//! What does a unit of a product cost, without tax, in the reporting year?
//!
//! The latest price on or before the last day of the reporting year. A price with tax is divided by
//! one plus the product's rate (13 % unless the product says otherwise). A price older than three
//! years by that day is stale: it is used, and said to be so.
//!
//! `π = price / (1 + rate)` where the price is with tax, CNY per unit of the product. Source: arithmetic of
//! value added tax; three years are our convention. Limits: one price for the whole zone and year; no
//! quality, no freight, no index between the price's date and the year.

use crate::{Question, Zone};
use chrono::{Months, NaiveDate};
use serde::Serialize;
use yanlian_model::{Figure, Missing, MissingKind};

/// After so many months a price is stale.
const STALE_AFTER_MONTHS: u32 = 36;

/// The price that a figure rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PriceUsed {
    /// CNY per unit of the product, without tax.
    pub cny: f64,
    /// The date of the registered price.
    pub date: NaiveDate,
    /// The price as registered.
    pub registered_cny: f64,
    /// The tax rate taken out; 0 where the registered price had none.
    pub tax_taken_out: f64,
    /// Older than three years at the end of the reporting year.
    pub stale: bool,
}

impl Zone {
    /// The price of a product for the question's year, if one is registered.
    pub fn price(&self, product: &str, question: &Question) -> Option<PriceUsed> {
        let by = question.year_end();
        let known = self.prices(product).iter().filter(|price| price.date <= by && price.price_cny.is_some());
        let price = known.max_by_key(|price| price.date)?;
        let registered_cny = price.price_cny?;
        let tax = match price.tax_included {
            Some(true) => self.product(product)?.vat(),
            _ => 0.0,
        };
        let stale = by.checked_sub_months(Months::new(STALE_AFTER_MONTHS)).is_some_and(|limit| price.date < limit);
        Some(PriceUsed {
            cny: registered_cny / (1.0 + tax),
            date: price.date,
            registered_cny,
            tax_taken_out: tax,
            stale,
        })
    }

    /// The value of a quantity; unknown where no price is registered.
    pub(crate) fn value(&self, product: &str, quantity: &Figure, price: Option<&PriceUsed>) -> Figure {
        let missing = || Missing::new(MissingKind::Price, "products", product);
        quantity * &Figure::known_or(price.map(|p| p.cny), missing)
    }
}
