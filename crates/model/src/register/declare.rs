//! The macro that declares a register.

/// Declares a register: the record's struct and its [`Register`] description in one.
///
/// The head is `Group Record "name", "标签", "Labels", ("说明", "about") (rules)`; the rules are methods of
/// [`Register`](crate::Register). Each line is `field: Type, "标签", "Label" (rules)`; the rules are methods
/// of [`Field`](crate::Field).
/// The provenance fields are added to every register.
macro_rules! register {
    (
        $(#[$meta:meta])*
        $group:ident $record:ident $name:literal, $zh:literal, $en:literal, ($about_zh:literal, $about_en:literal)
        ( $($register_rule:tt)* ) {
            $( $field:ident : $ty:ty, $label_zh:literal, $label_en:literal $( ( $($rule:tt)* ) )? ; )*
        }
    ) => {
        $(#[$meta])*
        #[doc = ""]
        #[doc = concat!("Register `", $name, "` (", $zh, "): ", $about_en)]
        #[derive(Debug, Clone, PartialEq)]
        pub struct $record {
            $(
                #[doc = concat!($label_en, " (", $label_zh, ").")]
                pub $field: $ty,
            )*
            /// Where the record comes from.
            pub provenance: $crate::Provenance,
        }

        impl $crate::Record for $record {
            const REGISTER: &'static $crate::Register = {
                #[allow(unused_imports)]
                use $crate::{Bearing, FirmAction, Firms, Role};
                const FIELDS: &[$crate::Field] = &[
                    $( $crate::Field::new($label_zh, $label_en) $( . $($rule)* )? .typed::<$ty>(stringify!($field)), )*
                    $crate::Field::new("来源", "Source")
                        .hint("文件、人员或系统；空白显示为“来源不明”", "document, person or system; blank is shown as source unknown")
                        .typed::<Option<String>>("source"),
                    $crate::Field::new("数据日期", "As of")
                        .hint("该数字所反映的日期", "the date for which the figures hold")
                        .typed::<Option<chrono::NaiveDate>>("as_of"),
                    $crate::Field::new("备注", "Note").typed::<Option<String>>("note"),
                ];
                &$crate::Register::new(
                    $crate::Group::$group,
                    $name,
                    $crate::Bilingual::new($zh, $en),
                    $crate::Bilingual::new($about_zh, $about_en),
                    FIELDS,
                )
                . $($register_rule)*
            };

            fn all(registers: &$crate::Registers) -> &[Self] {
                <$crate::Registers as $crate::registers::Keeps<Self>>::records(registers)
            }

            fn provenance(&self) -> &$crate::Provenance {
                &self.provenance
            }

            fn cell(&self, field: &str) -> Option<$crate::Value> {
                match field {
                    $( stringify!($field) => $crate::Cell::to_value(&self.$field), )*
                    "source" => $crate::Cell::to_value(&self.provenance.source),
                    "as_of" => $crate::Cell::to_value(&self.provenance.as_of),
                    "note" => $crate::Cell::to_value(&self.provenance.note),
                    _ => None,
                }
            }

            fn text(&self, field: &str) -> Option<&str> {
                match field {
                    $( stringify!($field) => $crate::Cell::as_text(&self.$field), )*
                    "source" => self.provenance.source.as_deref(),
                    "note" => self.provenance.note.as_deref(),
                    _ => None,
                }
            }

            fn from_row(row: &$crate::Row) -> Option<Self> {
                let mut cells = row.iter();
                let mut next = || cells.next().and_then(Option::as_ref);
                Some($record {
                    $( $field: $crate::Cell::from_value(next())?, )*
                    provenance: $crate::Provenance {
                        source: $crate::Cell::from_value(next())?,
                        as_of: $crate::Cell::from_value(next())?,
                        note: $crate::Cell::from_value(next())?,
                    },
                })
            }

            fn to_row(&self) -> $crate::Row {
                $crate::Row::from([
                    $( $crate::Cell::to_value(&self.$field), )*
                    $crate::Cell::to_value(&self.provenance.source),
                    $crate::Cell::to_value(&self.provenance.as_of),
                    $crate::Cell::to_value(&self.provenance.note),
                ])
            }
        }
    };
}
pub(crate) use register;
