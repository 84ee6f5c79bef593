//! The balance as CSV for other programs: a row a product, bounds in columns of their own.

use crate::View;
use yanlian_model::Figure;
use yanlian_model::spreadsheet::protect;

/// Figures of a row: each becomes two columns, at least and at most.
const FIGURES: [&str; 7] =
    ["made", "needed", "net_imports", "net_exports", "local_trade", "registered_in", "registered_out"];

/// The balance of every product that the diagnosis shows. An upper bound that there is none of is blank.
pub fn balance_csv(v: &View) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let bounds = FIGURES.iter().flat_map(|name| [format!("{name}_low"), format!("{name}_high")]);
    let head = ["product", "name", "unit", "state"].map(str::to_owned).into_iter().chain(bounds);
    writer.write_record(head.chain(["price_cny".to_owned(), "missing".to_owned()]))?;
    for balance in &v.diagnosis.balance {
        let figures: [&Figure; 7] = [
            &balance.made,
            &balance.needed,
            &balance.net_imports,
            &balance.net_exports,
            &balance.local_trade,
            &balance.registered_in,
            &balance.registered_out,
        ];
        let bound = |bound: f64| if bound.is_finite() { bound.to_string() } else { String::new() };
        let mut row = vec![
            protect(&balance.product).into_owned(),
            protect(&v.name("products", &balance.product)).into_owned(),
            protect(&balance.unit).into_owned(),
            v.state(balance.state),
        ];
        row.extend(figures.iter().flat_map(|figure| [bound(figure.low()), bound(figure.high())]));
        row.push(balance.price.as_ref().map(|price| price.cny.to_string()).unwrap_or_default());
        row.push(protect(&v.missing(&(&balance.made + &balance.needed))).into_owned());
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
