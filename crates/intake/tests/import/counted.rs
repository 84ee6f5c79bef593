//! Units that only the thing which is counted takes: water in tonnes, carbon dioxide by its name.

use super::{TITANIUM, file, import, number, zone_kept};
use yanlian_model::registers;

#[test]
fn what_is_counted_tells_in_which_units_it_may_be() {
    let indicators = "id,name_zh,unit,kind,mass_t_per_unit\nwater,取水量,m3,resource,1\nnatural-gas,用气,Nm3,resource,0.0007\n\
                      power,用电量,kWh,resource,\ncoal,综合能耗,kgce,resource,\nco2,二氧化碳,t,emission,1\nslag,渣,t,emission,1\n";
    let products = "id,name_zh,unit,mass_t_per_unit\ntap,自来水,m3,1\nacid,酸,m3,1.8\n";
    let import_with = |name: &str, csv: String| {
        import(&[file("indicators.csv", indicators), file("products.csv", products), file(name, csv)], &zone_kept())
    };
    let annual = |indicator: &str, value: &str| {
        let plan = import_with(
            "annuals.csv",
            format!("enterprise,year,indicator,value\n{TITANIUM},2024,{indicator},{value}\n"),
        );
        let value = plan.changes.iter().find(|change| change.register == "annuals").map(|change| {
            let at = registers::by_name("annuals").unwrap().position("value").unwrap();
            change.after.as_ref().unwrap()[at].clone()
        });
        (value.flatten(), plan.findings.first().map(|finding| finding.message.id))
    };
    for (indicator, written, kept) in [
        ("water", "35万吨", 350_000.0),
        ("water", "500 kg", 0.5),
        ("power", "3万千瓦小时", 30_000.0),
        ("power", "3万千瓦·时", 30_000.0),
        ("power", "3万度电", 30_000.0),
        ("coal", "2吨标准煤当量", 2000.0),
        ("coal", "2吨（标准煤）", 2000.0),
        ("co2", "5.2万吨CO2", 52_000.0),
        ("co2", "52000 tCO2e", 52_000.0),
        ("natural-gas", "350万Nm3", 3.5e6),
    ] {
        assert_eq!(annual(indicator, written), (number(kept), None), "{written}");
    }
    for (indicator, written, fault) in [
        ("natural-gas", "350万立方米", "import-gas-volume"),
        ("natural-gas", "5 t", "import-inconvertible-unit"),
        ("slag", "5 tCO2e", "import-inconvertible-unit"),
        ("power", "5 t", "import-inconvertible-unit"),
    ] {
        assert_eq!(annual(indicator, written), (None, Some(fault)), "{written}");
    }
    let price = |product: &str, price: &str| {
        let plan = import_with("prices.csv", format!("product,date,price_cny\n{product},2025-01-01,{price}\n"));
        plan.findings.first().map(|finding| finding.message.id)
    };
    assert_eq!((price("tap", "3.5元/吨"), price("acid", "300元/吨")), (None, Some("import-inconvertible-unit")));
}
