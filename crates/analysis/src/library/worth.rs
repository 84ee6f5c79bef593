//! Do prices, investment, jobs, land and scale fit what is made?
//!
//! Per unit of yearly capacity: c capex (CNY), j jobs, l land (mu); s the typical scale, p the latest price with
//! its tax (CNY per unit of main product), v what comes out and u what goes in at their latest prices.
//!
//! - v between a twentieth and 1,000 times u; over 200 times is unusual;
//! - c/j between 1e4 and 3e8 CNY a job, c/l between 3e3 and 4e8 CNY a mu, l/j between 1/160 and 160 mu a job;
//! - c/p between 1/3,000 and 300, j/p between 2e-10 and 2e-4, l/p between 1e-10 and 5e-4;
//! - jobs of a works of typical scale between 1 and 30,000, its capex between 1e5 and 1e12 CNY, turnover between
//!   1e5 and 1e12 CNY a year;
//! - the typical scale is not under the smallest viable one, nor 100 times as much; beyond what the country uses it
//!   is unusual.
//!
//! Source: the spread of these ratios over the library, widened by a factor of about twenty on either side. Limits:
//! decades, not accuracy; what has no price or no scale is not asked about.

use super::Account;
use yanlian_model::registers::Process;
use yanlian_model::{Direction, Finding, Message, Place, Ref, Severity};

/// Parts of what goes in, by value, that what comes out is worth: the least, what is unusual, the most.
const VALUE: (f64, f64, f64) = (0.05, 200.0, 1_000.0);

/// How many times the smallest viable scale the typical one may be.
const SCALES: f64 = 100.0;

pub(super) fn check(account: &Account, findings: &mut Vec<Finding>) {
    value(account, findings);
    works(account, findings);
    scale(account, findings);
}

/// The latest price of a product, CNY per unit.
fn price(account: &Account, product: &str) -> Option<f64> {
    account.zone.prices(product).iter().rev().find_map(|price| price.price_cny).filter(|price| *price > 0.0)
}

fn value(account: &Account, findings: &mut Vec<Finding>) {
    let main = &account.process.main_product;
    let Some(own) = price(account, main) else { return };
    let side = |direction| -> f64 {
        let lines = account.recipe.lines.iter().filter(|line| line.direction == direction);
        lines.filter_map(|line| Some(line.quantity.low() * price(account, line.item)?)).sum()
    };
    let (taken, given) = (side(Direction::In), own + side(Direction::Out));
    if taken <= 0.0 {
        return;
    }
    let severity = match given / taken {
        times if times < VALUE.0 || times > VALUE.2 => Severity::Fault,
        times if times > VALUE.1 => Severity::Warning,
        _ => return,
    };
    let message = Message::new("library-value-unlikely").with("out", (given, "CNY")).with("in", (taken, "CNY"));
    let priced = account.zone.prices(main).iter().rev().find(|price| price.price_cny.is_some());
    let place = priced.map_or_else(|| Place::record("products", main), |price| Place::Record(Ref::of(price)));
    findings.push(Finding::new(severity, place, message));
}

fn works(account: &Account, findings: &mut Vec<Finding>) {
    let Process { capex_cny_per_unit: capex, jobs_per_unit: jobs, land_mu_per_unit: land, .. } = *account.process;
    let (scale, price) = (account.process.typical_scale, price(account, &account.process.main_product));
    let over = |above: Option<f64>, below: Option<f64>| Some(above? / below.filter(|below| *below > 0.0)?);
    let times = |one: Option<f64>, other: Option<f64>| Some(one? * other?);
    // Each with its range and the unit in which it is told.
    let ratios = [
        (over(capex, jobs), 1e4, 3e8, "library-ratio-capex-jobs", "CNY"),
        (over(capex, land), 3e3, 4e8, "library-ratio-capex-land", "CNY"),
        (over(land, jobs), 1.0 / 160.0, 160.0, "library-ratio-land-jobs", "mu"),
        (over(capex, price), 1.0 / 3e3, 300.0, "library-ratio-capex-price", "1"),
        (over(jobs, price), 2e-10, 2e-4, "library-ratio-jobs-price", "person"),
        (over(land, price), 1e-10, 5e-4, "library-ratio-land-price", "mu"),
        (times(jobs, scale), 1.0, 3e4, "library-works-jobs", "person"),
        (times(capex, scale), 1e5, 1e12, "library-works-capex", "CNY"),
        (times(price, scale), 1e5, 1e12, "library-works-turnover", "CNY"),
    ];
    for (found, least, most, id, unit) in ratios {
        if let Some(found) = found.filter(|found| *found > 0.0 && !(least..=most).contains(found)) {
            let message = Message::new(id).with("found", (found, unit));
            findings.push(account.fault(message.with("least", (least, unit)).with("most", (most, unit))));
        }
    }
}

fn scale(account: &Account, findings: &mut Vec<Finding>) {
    let process = account.process;
    let unit = account.zone.unit(&process.main_product, true);
    if let Some((smallest, typical)) = process.smallest_viable_scale.zip(process.typical_scale)
        && (smallest > typical || typical > SCALES * smallest)
    {
        let id = if smallest > typical { "library-scale-order" } else { "library-scale-apart" };
        let message = Message::new(id).with("smallest", (smallest, unit)).with("typical", (typical, unit));
        findings.push(account.fault(message));
    }
    let uses = account.zone.markets(&process.main_product).iter().rev().find_map(|market| market.consumption);
    if let Some((typical, consumption)) = process.typical_scale.zip(uses).filter(|(typical, most)| typical > most) {
        let message = Message::new("library-scale-market")
            .with("typical", (typical, unit))
            .with("consumption", (consumption, unit));
        findings.push(account.warning(message));
    }
}
