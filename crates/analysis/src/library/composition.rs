//! What elements are in a tonne of a product or an emission?
//!
//! A formula gives the share of each of its elements, `n·M(element) / M(formula)`, and says that there are no
//! others. A range gives the least and the most of one element and leaves the others open, as for ores and fuels.
//! What is in neither table may hold anything.
//!
//! Source: formulas of the substances by name; standard atomic weights of IUPAC 2021, abridged; ranges from what is
//! usual in the trade, wide on purpose. Limits: a traded product is never as pure as its formula, so that sums
//! are compared with the tolerance of the mass balance.

use super::formula::elements;
use std::collections::BTreeMap;
use yanlian_model::registers::Product;

/// Products and indicators that are, nearly enough, one substance.
const FORMULAS: &[(&str, &str)] = &[
    ("acetic-acid", "C2H4O2"),
    ("acetylene", "C2H2"),
    ("air", "O2"),
    ("alumina", "Al2O3"),
    ("aluminium", "Al"),
    ("aluminium-fluoride", "AlF3"),
    ("aluminium-high-purity", "Al"),
    ("aluminium-hydroxide", "Al(OH)3"),
    ("aluminium-liquid", "Al"),
    ("ammonia", "NH3"),
    ("ammonium-bicarbonate", "NH4HCO3"),
    ("ammonium-chloride", "NH4Cl"),
    ("ammonium-dimolybdate", "(NH4)2Mo2O7"),
    ("ammonium-metavanadate", "NH4VO3"),
    ("ammonium-nitrate", "NH4NO3"),
    ("ammonium-sulphate", "(NH4)2SO4"),
    ("ammonium-tetramolybdate", "(NH4)2Mo4O13"),
    ("apt", "(NH4)10H2W12O42.4H2O"),
    ("argon", "Ar"),
    ("barium-carbonate", "BaCO3"),
    ("barium-titanate", "BaTiO3"),
    ("bdo", "C4H10O2"),
    ("benzene", "C6H6"),
    ("bischofite", "MgCl2.6H2O"),
    ("boric-oxide", "B2O3"),
    ("butadiene", "C4H6"),
    ("calcined-dolomite", "CaO.MgO"),
    ("calcium-chloride", "CaCl2"),
    ("calcium-hypochlorite", "Ca(ClO)2"),
    ("carbon-black", "C"),
    ("caustic-soda", "NaOH"),
    ("chlorine", "Cl2"),
    ("chlorine-gas", "Cl2"),
    ("chloroacetic-acid", "C2H3ClO2"),
    ("chlorobenzene", "C6H5Cl"),
    ("chromium-metal", "Cr"),
    ("chromium-oxide", "Cr2O3"),
    ("co", "CO"),
    ("co2", "CO2"),
    ("co2-feed", "CO2"),
    ("cobalt-chloride", "CoCl2.6H2O"),
    ("cobalt-metal", "Co"),
    ("cobalt-powder", "Co"),
    ("cobalt-sulphate", "CoSO4.7H2O"),
    ("cobalt-tetroxide", "Co3O4"),
    ("copper", "Cu"),
    ("copper-foil-battery", "Cu"),
    ("copper-foil-rolled", "Cu"),
    ("copper-rod", "Cu"),
    ("copper-strip", "Cu"),
    ("copper-sulphate", "CuSO4.5H2O"),
    ("copper-tube", "Cu"),
    ("copperas", "FeSO4.7H2O"),
    ("demineralised-water", "H2O"),
    ("dimethyl-carbonate", "C3H6O3"),
    ("dolomite", "CaMg(CO3)2"),
    ("emd", "MnO2"),
    ("emm", "Mn"),
    ("epichlorohydrin", "C3H5ClO"),
    ("ethylene", "C2H4"),
    ("ethylene-carbonate", "C3H4O3"),
    ("ethylene-dichloride", "C2H4Cl2"),
    ("ethylene-glycol", "C2H6O2"),
    ("ethylene-oxide", "C2H4O"),
    ("ferric-sulphate", "Fe2(SO4)3"),
    ("formaldehyde", "CH2O"),
    ("fumed-silica", "SiO2"),
    ("gamma-butyrolactone", "C4H6O2"),
    ("glycerol", "C3H8O3"),
    ("gypsum", "CaSO4.2H2O"),
    ("hafnium-oxide", "HfO2"),
    ("hcl-gas", "HCl"),
    ("hf-sponge", "Hf"),
    ("hfcl4", "HfCl4"),
    ("hydrated-lime", "Ca(OH)2"),
    ("hydrochloric-acid", "HCl"),
    ("hydrogen", "H2"),
    ("hydrogen-fluoride", "HF"),
    ("hydrogen-peroxide", "H2O2"),
    ("iron-oxide-red", "Fe2O3"),
    ("iron-phosphate", "FePO4"),
    ("lco-cathode", "LiCoO2"),
    ("lead", "Pb"),
    ("lfp-cathode", "LiFePO4"),
    ("light-magnesium-oxide", "MgO"),
    ("limestone", "CaCO3"),
    ("liquid-co2", "CO2"),
    ("liquid-hydrogen", "H2"),
    ("lithium-carbonate", "Li2CO3"),
    ("lithium-fluoride", "LiF"),
    ("lithium-hexafluorophosphate", "LiPF6"),
    ("lithium-hydroxide", "LiOH.H2O"),
    ("lmo-cathode", "LiMn2O4"),
    ("lto", "Li4Ti5O12"),
    ("magnesium", "Mg"),
    ("magnesium-chloride", "MgCl2"),
    ("magnesium-hydride", "MgH2"),
    ("magnesium-hydroxide", "Mg(OH)2"),
    ("magnesium-sulphate-heptahydrate", "MgSO4.7H2O"),
    ("manganese-carbonate-chemical", "MnCO3"),
    ("manganese-powder", "Mn"),
    ("manganese-sulphate", "MnSO4.H2O"),
    ("manganese-sulphate-feed", "MnSO4.H2O"),
    ("manganous-oxide", "MnO"),
    ("methanol", "CH4O"),
    ("methylamine", "CH5N"),
    ("methylene-chloride", "CH2Cl2"),
    ("mgcl2-hexahydrate", "MgCl2.6H2O"),
    ("mn3o4", "Mn3O4"),
    ("molybdenum-bar", "Mo"),
    ("molybdenum-disilicide", "MoSi2"),
    ("molybdenum-powder", "Mo"),
    ("molybdenum-trioxide", "MoO3"),
    ("monoammonium-phosphate", "NH4H2PO4"),
    ("natural-gas", "CH4"),
    ("nca-cathode", "LiNi0.8Co0.15Al0.05O2"),
    ("nca-precursor", "Ni0.8Co0.15Al0.05(OH)2"),
    ("ncm523-cathode", "LiNi0.5Co0.2Mn0.3O2"),
    ("ncm523-precursor", "Ni0.5Co0.2Mn0.3(OH)2"),
    ("ncm622-cathode", "LiNi0.6Co0.2Mn0.2O2"),
    ("ncm622-precursor", "Ni0.6Co0.2Mn0.2(OH)2"),
    ("ncm811-cathode", "LiNi0.8Co0.1Mn0.1O2"),
    ("ncm811-precursor", "Ni0.8Co0.1Mn0.1(OH)2"),
    ("ncm90-cathode", "LiNi0.9Co0.05Mn0.05O2"),
    ("ncm90-precursor", "Ni0.9Co0.05Mn0.05(OH)2"),
    ("nh3-gas", "NH3"),
    ("nickel", "Ni"),
    ("nickel-chloride", "NiCl2.6H2O"),
    ("nickel-hydroxide-spherical", "Ni(OH)2"),
    ("nickel-sulphate", "NiSO4.6H2O"),
    ("nitric-acid", "HNO3"),
    ("nitrogen", "N2"),
    ("nmp", "C5H9NO"),
    ("oxalic-acid", "C2H2O4.2H2O"),
    ("oxygen", "O2"),
    ("phosphoric-acid", "H3PO4"),
    ("phosphorus-pentachloride", "PCl5"),
    ("phosphorus-trichloride", "PCl3"),
    ("polyethylene", "C2H4"),
    ("polypropylene", "C3H6"),
    ("potassium-carbonate", "K2CO3"),
    ("potassium-chlorate", "KClO3"),
    ("potassium-chloride", "KCl"),
    ("potassium-hydroxide", "KOH"),
    ("potassium-permanganate", "KMnO4"),
    ("potassium-sulphate", "K2SO4"),
    ("precipitated-calcium-carbonate", "CaCO3"),
    ("propylene", "C3H6"),
    ("pvc-resin", "C2H3Cl"),
    ("quicklime", "CaO"),
    ("salt", "NaCl"),
    ("silane", "SiH4"),
    ("silicon-carbide", "SiC"),
    ("silicon-metal", "Si"),
    ("silicon-tetrachloride", "SiCl4"),
    ("silver", "Ag"),
    ("smelter-so2-gas", "SO2"),
    ("so2", "SO2"),
    ("soda-ash", "Na2CO3"),
    ("sodium-bicarbonate", "NaHCO3"),
    ("sodium-chlorate", "NaClO3"),
    ("sodium-hypochlorite", "NaClO"),
    ("sodium-molybdate", "Na2MoO4.2H2O"),
    ("sodium-sulphate", "Na2SO4"),
    ("steam", "H2O"),
    ("sulphur", "S"),
    ("sulphur-dioxide", "SO2"),
    ("sulphuric-acid", "H2SO4"),
    ("ti-bar", "Ti"),
    ("ti-forging", "Ti"),
    ("ti-ingot", "Ti"),
    ("ti-plate", "Ti"),
    ("ti-powder", "Ti"),
    ("ti-scrap", "Ti"),
    ("ti-sponge", "Ti"),
    ("ti-tube", "Ti"),
    ("ti-wire", "Ti"),
    ("ticl4", "TiCl4"),
    ("tin", "Sn"),
    ("titanium-carbide", "TiC"),
    ("titanium-hydride", "TiH2"),
    ("triethylamine", "C6H15N"),
    ("tungsten-bar", "W"),
    ("tungsten-carbide-powder", "WC"),
    ("tungsten-oxide", "WO3"),
    ("tungsten-powder", "W"),
    ("tungsten-wire", "W"),
    ("urea", "CH4N2O"),
    ("v2o3", "V2O3"),
    ("v2o5-high-purity", "V2O5"),
    ("vinyl-chloride", "C2H3Cl"),
    ("vinylene-carbonate", "C3H2O3"),
    ("water", "H2O"),
    ("yellow-phosphorus", "P4"),
    ("yttrium-oxide", "Y2O3"),
    ("zinc", "Zn"),
    ("zirconia", "ZrO2"),
    ("zirconium-carbide", "ZrC"),
    ("zirconium-hydride", "ZrH2"),
    ("zirconium-silicate", "ZrSiO4"),
    ("zoc", "ZrOCl2.8H2O"),
    ("zr-sponge-industrial", "Zr"),
    ("zr-sponge-nuclear", "Zr"),
];

/// One element of what is a mixture: least and most t in a tonne.
const RANGES: &[(&str, &str, f64, f64)] = &[
    ("aluminium-foil-battery", "Al", 0.97, 1.0),
    ("aluminium-scrap", "Al", 0.8, 1.0),
    ("aluminium-strip", "Al", 0.9, 1.0),
    ("calcined-petcoke", "S", 0.0, 0.06),
    ("calcined-petcoke", "C", 0.93, 1.0),
    ("coal", "C", 0.35, 0.95),
    ("coal", "S", 0.0, 0.06),
    ("coke", "S", 0.0, 0.015),
    ("coke", "C", 0.75, 0.98),
    ("coking-coal", "C", 0.6, 0.92),
    ("coking-coal", "S", 0.0, 0.03),
    ("cold-rolled-coil", "Fe", 0.95, 1.0),
    ("diesel", "S", 0.0, 0.005),
    ("diesel", "C", 0.84, 0.88),
    ("direct-reduced-iron", "Fe", 0.8, 0.96),
    ("ferrochrome-hc", "Cr", 0.48, 0.72),
    ("ferrochrome-hc", "C", 0.03, 0.1),
    ("ferromanganese-hc", "Mn", 0.63, 0.82),
    ("ferromanganese-hc", "C", 0.05, 0.085),
    ("ferromolybdenum", "Mo", 0.55, 0.72),
    ("ferrosilicon-75", "Fe", 0.15, 0.3),
    ("ferrosilicon-75", "Si", 0.7, 0.8),
    ("ferrotungsten", "W", 0.65, 0.85),
    ("ferrovanadium-50", "V", 0.45, 0.58),
    ("ferrovanadium-80", "V", 0.73, 0.86),
    ("fuel-oil", "C", 0.83, 0.89),
    ("fuel-oil", "S", 0.0, 0.05),
    ("graphite-electrode", "C", 0.97, 1.0),
    ("green-petcoke", "C", 0.75, 0.95),
    ("green-petcoke", "S", 0.0, 0.08),
    ("hot-metal", "C", 0.03, 0.05),
    ("hot-metal", "Fe", 0.9, 0.97),
    ("hot-rolled-coil", "Fe", 0.95, 1.0),
    ("iron-ore", "Fe", 0.5, 0.7),
    ("iron-pellet", "Fe", 0.6, 0.7),
    ("molten-steel", "Fe", 0.9, 1.0),
    ("molybdenum-concentrate", "Mo", 0.45, 0.58),
    ("npi", "Ni", 0.08, 0.15),
    ("pig-iron-foundry", "Fe", 0.9, 0.96),
    ("pig-iron-foundry", "C", 0.03, 0.046),
    ("prebaked-anode", "C", 0.9, 1.0),
    ("quartzite", "Si", 0.42, 0.47),
    ("rebar", "Fe", 0.95, 1.0),
    ("section-steel", "Fe", 0.95, 1.0),
    ("semi-coke", "C", 0.75, 1.0),
    ("semi-coke", "S", 0.0, 0.02),
    ("silicomanganese", "Mn", 0.58, 0.74),
    ("steel-billet", "Fe", 0.95, 1.0),
    ("steel-chips", "Fe", 0.85, 1.0),
    ("steel-plate", "Fe", 0.93, 1.0),
    ("steel-scrap", "Fe", 0.85, 1.0),
    ("ti-slag", "Ti", 0.42, 0.6),
    ("tungsten-concentrate", "W", 0.4, 0.6),
    ("v2o5", "V", 0.54, 0.57),
    ("wire-rod", "Fe", 0.95, 1.0),
    ("zircon-sand", "Zr", 0.44, 0.5),
    ("zrcl4", "Zr", 0.37, 0.4),
];

/// Least and most t of each element in a tonne of something.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Composition {
    shares: BTreeMap<String, (f64, f64)>,
    /// Whether there is nothing but what is named.
    whole: bool,
}

impl Composition {
    /// What an item is made of; `None` where that is not known.
    pub(super) fn of(item: &str) -> Option<Composition> {
        if let Some((_, formula)) = FORMULAS.iter().find(|(own, _)| *own == item) {
            let masses = elements(formula)?;
            let whole: f64 = masses.values().sum();
            let shares = masses.into_iter().map(|(element, mass)| (element, (mass / whole, mass / whole)));
            return Some(Composition { shares: shares.collect(), whole: true });
        }
        let ranges = RANGES.iter().filter(|(own, ..)| *own == item);
        let shares: BTreeMap<String, (f64, f64)> =
            ranges.map(|(_, element, low, high)| ((*element).to_owned(), (*low, *high))).collect();
        (!shares.is_empty()).then_some(Composition { shares, whole: false })
    }

    /// What a product is made of by the one of its names that is a formula, such as `CaF2`: at least 60 % of it is
    /// that substance, as ores and technical goods go, and the rest may be anything.
    pub(super) fn named_by(product: &Product) -> Option<Composition> {
        let masses = product.aliases.iter().find_map(|alias| compound(alias))?;
        let whole: f64 = masses.values().sum();
        let shares = masses.into_iter().map(|(element, mass)| (element, (0.6 * mass / whole, mass / whole)));
        Some(Composition { shares: shares.collect(), whole: false })
    }

    /// Every element that is named.
    pub(super) fn elements(&self) -> impl Iterator<Item = &str> {
        self.shares.keys().map(String::as_str)
    }

    /// Least and most t of an element in a tonne.
    pub(super) fn share(&self, element: &str) -> (f64, f64) {
        let named: f64 = self.shares.values().map(|(low, _)| low).sum();
        let others = if self.whole { 0.0 } else { 1.0 - named };
        self.shares.get(element).copied().unwrap_or((0.0, others))
    }
}

/// The mass of each element in a compound; `None` for a mark such as `FeSi75`, `VN12` or `SOP` that only looks like one.
fn compound(alias: &str) -> Option<BTreeMap<String, f64>> {
    let digits = alias.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let counts: Vec<u32> = digits.map(|run| run.parse().unwrap_or(u32::MAX)).collect();
    let few = !counts.is_empty() && counts.iter().all(|count| *count <= 11);
    elements(alias).filter(|masses| few && masses.len() > 1)
}

/// The formula of an item that is one substance.
pub(super) fn formula(item: &str) -> Option<&'static str> {
    FORMULAS.iter().find(|(own, _)| *own == item).map(|(_, formula)| *formula)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_formula_is_read_and_every_item_stands_once() {
        for (item, formula) in FORMULAS {
            assert!(elements(formula).is_some(), "{item}: {formula}");
            assert_eq!(FORMULAS.iter().filter(|(own, _)| own == item).count(), 1, "{item}");
            assert!(RANGES.iter().all(|(own, ..)| own != item), "{item} has a formula and a range");
        }
    }

    #[test]
    fn an_alias_that_is_a_formula_is_told_from_a_mark() {
        for (alias, is) in
            [("CaF2", true), ("CaSO4.2H2O", true), ("FeB20", false), ("VN12", false), ("SOP", false), ("PVC", false)]
        {
            assert_eq!(compound(alias).is_some(), is, "{alias}");
        }
    }

    #[test]
    fn a_mixture_leaves_the_rest_open() {
        let coke = Composition::of("coke").unwrap();
        assert_eq!(coke.share("C"), (0.75, 0.98));
        assert_eq!(coke.share("Fe"), (0.0, 0.25));
        let chlorine = Composition::of("chlorine").unwrap();
        assert_eq!((chlorine.share("Cl"), chlorine.share("C")), ((1.0, 1.0), (0.0, 0.0)));
    }
}
