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
    ("benzene", "C6H6"),
    ("bischofite", "MgCl2.6H2O"),
    ("calcined-dolomite", "CaO.MgO"),
    ("calcium-chloride", "CaCl2"),
    ("carbon-black", "C"),
    ("caustic-soda", "NaOH"),
    ("chlorine", "Cl2"),
    ("chlorine-gas", "Cl2"),
    ("chromium-metal", "Cr"),
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
    ("dolomite", "CaMg(CO3)2"),
    ("emd", "MnO2"),
    ("emm", "Mn"),
    ("ethylene", "C2H4"),
    ("ethylene-carbonate", "C3H4O3"),
    ("ethylene-dichloride", "C2H4Cl2"),
    ("ferric-sulphate", "Fe2(SO4)3"),
    ("formaldehyde", "CH2O"),
    ("fumed-silica", "SiO2"),
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
    ("lfp-cathode", "LiFePO4"),
    ("limestone", "CaCO3"),
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
    ("manganese-powder", "Mn"),
    ("manganese-sulphate", "MnSO4.H2O"),
    ("manganese-sulphate-feed", "MnSO4.H2O"),
    ("manganous-oxide", "MnO"),
    ("methanol", "CH4O"),
    ("mgcl2-hexahydrate", "MgCl2.6H2O"),
    ("mn3o4", "Mn3O4"),
    ("molybdenum-bar", "Mo"),
    ("molybdenum-disilicide", "MoSi2"),
    ("molybdenum-powder", "Mo"),
    ("molybdenum-trioxide", "MoO3"),
    ("natural-gas", "CH4"),
    ("nh3-gas", "NH3"),
    ("nickel", "Ni"),
    ("nickel-chloride", "NiCl2.6H2O"),
    ("nickel-sulphate", "NiSO4.6H2O"),
    ("nitric-acid", "HNO3"),
    ("nitrogen", "N2"),
    ("nmp", "C5H9NO"),
    ("oxygen", "O2"),
    ("phosphoric-acid", "H3PO4"),
    ("phosphorus-pentachloride", "PCl5"),
    ("polyethylene", "C2H4"),
    ("potassium-carbonate", "K2CO3"),
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
    ("titanium-carbide", "TiC"),
    ("titanium-hydride", "TiH2"),
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
    ("calcined-petcoke", "C", 0.93, 1.0),
    ("coal", "C", 0.35, 0.95),
    ("coke", "C", 0.75, 0.98),
    ("coking-coal", "C", 0.6, 0.92),
    ("diesel", "C", 0.84, 0.88),
    ("ferrosilicon-75", "Si", 0.7, 0.8),
    ("ferrosilicon-75", "Fe", 0.15, 0.3),
    ("fuel-oil", "C", 0.83, 0.89),
    ("graphite-electrode", "C", 0.97, 1.0),
    ("green-petcoke", "C", 0.75, 0.95),
    ("iron-ore", "Fe", 0.5, 0.7),
    ("iron-pellet", "Fe", 0.6, 0.7),
    ("molybdenum-concentrate", "Mo", 0.45, 0.58),
    ("pig-iron-foundry", "Fe", 0.9, 0.96),
    ("pig-iron-foundry", "C", 0.03, 0.046),
    ("prebaked-anode", "C", 0.9, 1.0),
    ("semi-coke", "C", 0.75, 1.0),
    ("steel-billet", "Fe", 0.95, 1.0),
    ("steel-scrap", "Fe", 0.85, 1.0),
    ("ti-slag", "Ti", 0.42, 0.6),
    ("tungsten-concentrate", "W", 0.4, 0.6),
    ("v2o5", "V", 0.54, 0.57),
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
    fn a_mixture_leaves_the_rest_open() {
        let coke = Composition::of("coke").unwrap();
        assert_eq!(coke.share("C"), (0.75, 0.98));
        assert_eq!(coke.share("Fe"), (0.0, 0.25));
        let chlorine = Composition::of("chlorine").unwrap();
        assert_eq!((chlorine.share("Cl"), chlorine.share("C")), ((1.0, 1.0), (0.0, 0.0)));
    }
}
