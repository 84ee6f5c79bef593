//! The registers, one file each, and all of them together.

use crate::{Key, Record, Records, Register, Row, Rows, Table, Tables};

/// Names every register once: its module, its record, its place in [`Registers`].
macro_rules! all_registers {
    ($( $module:ident :: $record:ident ),* $(,)?) => {
        $( mod $module; pub use $module::$record; )*

        /// Every register, in an order in which a reference points backwards wherever it can.
        pub static ALL: &[&Register] = &[$( $record::REGISTER, )*];

        /// All records of the zone, typed; each register in the order of its keys.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Registers {
            $(
                #[doc = concat!("The register `", stringify!($module), "`.")]
                pub $module: Rows<$record>,
            )*
        }

        $( impl Keeps<$record> for Registers {
            fn records(&self) -> &[$record] {
                &self.$module
            }
        } )*

        impl Registers {
            /// The records of the register of that name.
            pub fn of(&self, register: &str) -> Option<&dyn Records> {
                $( if register == $record::REGISTER.name {
                    return Some(&self.$module);
                } )*
                None
            }

            /// The typed records of `tables`; rows that break their register's rules are left out.
            pub fn from_tables(tables: &Tables) -> Registers {
                Registers { $( $module: typed(tables), )* }
            }

            /// Reads the records of one register anew, as [`Registers::from_tables`] does.
            pub fn read_again(&mut self, register: &str, tables: &Tables) {
                $( if register == $record::REGISTER.name {
                    self.$module = typed(tables);
                } )*
            }

            /// The rows of these records; a later record replaces an earlier one of the same key.
            pub fn to_tables(&self) -> Tables {
                [$( ($record::REGISTER.name, rows(&self.$module)), )*].into_iter().collect()
            }
        }
    };
}

all_registers! {
    indicators::Indicator, products::Product, prices::Price, chains::Chain, processes::Process,
    flows::Flow, treatments::Treatment, benchmarks::Benchmark, markets::Market, enterprises::Enterprise,
    annuals::Annual, plants::Plant, plant_outputs::PlantOutput, plant_measures::PlantMeasure,
    plant_treatments::PlantTreatment, directory::Company,
    directory_products::CompanyProduct, supplies::Supply, supplies_complete::SuppliesComplete,
    final_demand::FinalDemand, limits::Limit, projects::Project, milestones::Milestone,
    project_payments::ProjectPayment, difficulties::Difficulty, promises::Promise, hazards::Hazard,
    scenarios::Scenario, scenario_settings::ScenarioSetting, region_products::RegionProduct,
    targets::Target, visits::Visit, directives::Directive,
    factors::Factor, discharge_standards::DischargeStandard, discharge_limits::DischargeLimit,
    discharge_rules::DischargeRule, outlets::Outlet, outlet_limits::OutletLimit, permits::Permit,
    monitors::Monitor, monitor_factors::MonitorFactor, monitor_checks::MonitorCheck,
    review_periods::ReviewPeriod, exceedance_handling::ExceedanceHandling,
    patents::Patent,
}

/// That [`Registers`] hold records of this kind.
pub(crate) trait Keeps<R> {
    /// The records.
    fn records(&self) -> &[R];
}

/// The register of that name.
pub fn by_name(name: &str) -> Option<&'static Register> {
    ALL.iter().copied().find(|register| register.name == name)
}

fn typed<R: Record>(tables: &Tables) -> Rows<R> {
    let rows = tables.get(R::REGISTER.name).into_iter().flat_map(Table::values);
    Rows::in_order(rows.filter_map(R::from_row))
}

fn rows<R: Record>(records: &[R]) -> Table {
    let keyed = |record: &R| -> Option<(Key, Row)> {
        let row = record.to_row();
        Some((R::REGISTER.key_of(&row)?, row))
    };
    records.iter().filter_map(keyed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Target as Reference, Value};

    #[test]
    fn declarations_hold_together() {
        for register in ALL {
            assert!(register.key_fields().count() > 0, "{} has a key", register.name);
            assert_eq!(by_name(register.name).map(|r| r.name), Some(register.name));
            for (i, field) in register.fields.iter().enumerate() {
                assert_eq!(register.position(field.key), Some(i), "{}.{} stands once", register.name, field.key);
                let named = field.past.into_iter().flatten().chain(&field.not_before);
                for other in named {
                    assert!(register.field(other).is_some(), "{}.{} names {other}", register.name, field.key);
                }
                if let Some(Reference::Register(target)) = field.target {
                    assert!(by_name(target).is_some(), "{}.{} refers to {target}", register.name, field.key);
                }
                if !field.example.is_empty() {
                    assert!(Value::parse(field.kind, field.example).is_ok(), "{}.{} example", register.name, field.key);
                }
                let headers = register
                    .fields
                    .iter()
                    .filter(|other| other.is_named(field.label.zh) || other.is_named(field.label.en));
                assert_eq!(headers.count(), 1, "{}.{}: a label names one field", register.name, field.key);
            }
        }
    }
}
