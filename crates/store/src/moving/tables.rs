//! What is moved: the tables that both databases have, each declared once.
//!
//! Left behind: what is derived (records as they stand, the index, answers that took long) and what is of the
//! moment (leases).

/// In which of SQLite's files a table is; PostgreSQL has all in one database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum File {
    Records,
    Packets,
    Readings,
}

/// What a column holds. Each database has a form of its own for some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    /// Microseconds since 1970 in UTC.
    Time,
    /// Words of the program, and texts that the reader of files has cleared of control characters.
    Text,
    /// What people or monitors said: any characters.
    Said,
    Bytes,
    /// Yes or no, as 1 or 0.
    Flag,
    /// A record's cells, after the number of their shape, which is another in each database.
    Row,
    /// The number of a packet that is nothing of its own where it is the one in the column before.
    Later,
    /// The MN of a monitor.
    Device,
}

/// What is looked at once more after the comparison: whether something wrote to the source meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LastLook {
    /// All of it, which is quickly read.
    Whole,
    /// Its last key: rows are only added.
    LastKey,
    /// Nothing: who writes to it writes to another table too.
    ByOthers,
}

/// A table, its rows in the order of their key.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) file: File,
    /// The columns; the first are the key.
    pub(crate) columns: &'static [(&'static str, Kind)],
    /// How many columns the key has; none where there is one row only.
    pub(crate) key: usize,
    pub(crate) last_look: LastLook,
}

impl Table {
    /// The names of the key's columns.
    pub(crate) fn key_columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns[..self.key].iter().map(|(name, _)| *name)
    }
}

/// The tables; one that is referred to stands before.
pub(crate) const TABLES: &[Table] = {
    use File::{Packets, Readings, Records};
    use Kind::{Bytes, Device, Flag, Later, Number, Row, Said, Text, Time};
    use LastLook::{ByOthers, LastKey, Whole};
    &[
        Table {
            name: "entries",
            file: Records,
            columns: &[
                ("id", Number),
                ("at", Time),
                ("by", Said),
                ("files", Said),
                ("kind", Text),
                ("submission", Said),
                ("undoes", Number),
            ],
            key: 1,
            last_look: Whole,
        },
        Table {
            name: "counts",
            file: Records,
            columns: &[
                ("entry", Number),
                ("register", Text),
                ("added", Number),
                ("changed", Number),
                ("removed", Number),
            ],
            key: 2,
            last_look: Whole,
        },
        Table {
            name: "versions",
            file: Records,
            columns: &[("entry", Number), ("register", Text), ("key", Text), ("row", Row)],
            key: 3,
            last_look: ByOthers,
        },
        Table {
            name: "packets",
            file: Packets,
            columns: &[("id", Number), ("mn", Device), ("received", Number), ("bytes", Bytes)],
            key: 1,
            last_look: LastKey,
        },
        Table {
            name: "strangers",
            file: Packets,
            columns: &[
                ("mn", Said),
                ("st", Said),
                ("address", Text),
                ("first", Number),
                ("last", Number),
                ("packets", Number),
                ("sample", Bytes),
            ],
            key: 1,
            last_look: Whole,
        },
        Table {
            name: "commands",
            file: Packets,
            columns: &[
                ("id", Number),
                ("mn", Said),
                ("cn", Text),
                ("content", Said),
                ("by", Text),
                ("asked", Number),
                ("qn", Text),
                ("state", Text),
                ("code", Number),
                ("submission", Text),
            ],
            key: 1,
            last_look: Whole,
        },
        Table {
            name: "steps",
            file: Packets,
            columns: &[
                ("id", Number),
                ("command", Number),
                ("at", Number),
                ("state", Text),
                ("code", Number),
                ("note", Said),
            ],
            key: 1,
            last_look: Whole,
        },
        Table {
            name: "series",
            file: Readings,
            columns: &[("id", Number), ("monitor", Said), ("factor", Said), ("period", Number)],
            key: 1,
            last_look: ByOthers,
        },
        Table {
            name: "readings",
            file: Readings,
            columns: &[
                ("series", Number),
                ("start", Number),
                ("says", Said),
                ("packet", Number),
                ("last", Later),
                ("ahead", Flag),
            ],
            key: 3,
            last_look: ByOthers,
        },
        Table {
            name: "laid",
            file: Readings,
            columns: &[("packet", Number), ("sequence", Number)],
            key: 0,
            last_look: Whole,
        },
    ]
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// What a move makes again or does without.
    const LEFT: [&str; 11] = [
        "answers",
        "devices",
        "head",
        "last_packet",
        "leases",
        "moves",
        "records",
        "search_definition",
        "search_names",
        "search_records",
        "shapes",
    ];

    #[test]
    fn every_table_is_moved_or_left_for_a_reason() {
        let mut made = BTreeSet::new();
        for folder in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")).unwrap() {
            for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
                let sql = std::fs::read_to_string(file.unwrap().path()).unwrap();
                let names = sql.lines().filter_map(|line| line.strip_prefix("create table ")?.split(' ').next());
                made.extend(names.map(str::to_owned));
            }
        }
        let known = TABLES.iter().map(|table| table.name).chain(LEFT).map(str::to_owned);
        assert_eq!(made, known.collect());
    }
}
