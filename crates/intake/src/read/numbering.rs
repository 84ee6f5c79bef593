//! Rows that number the columns below a header, as forms of statistics have them.

use super::codes::is_digits;
use super::sheet::Line;
use super::words::counting_number;
use crate::draft::SheetSource;

/// Whether a row next to the header numbers its columns, most of them.
pub(crate) fn is_of_columns(line: &Line, sheet: &SheetSource) -> bool {
    // A row of units may stand between the two.
    const WITHIN: u32 = 2;
    if line.number > sheet.header + WITHIN || line.cells.len() + 1 < sheet.headers.len() {
        return false;
    }
    let texts: Vec<_> = line.cells.iter().map(|(_, raw)| raw.shown()).collect();
    number_columns(texts.iter().map(AsRef::as_ref))
}

/// Whether the cells of a row number its columns, as forms of statistics do: `甲 乙 1 2`, `(1) (2) (3)`.
fn number_columns<'t>(cells: impl Iterator<Item = &'t str>) -> bool {
    const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
    let (mut stems, mut numbers, mut plain) = (0, 0, 0);
    for cell in cells {
        match counting_number(cell) {
            Some(number) if number == f64::from(numbers + 1) => {
                numbers += 1;
                plain += i32::from(is_digits(cell.trim()));
            }
            None if numbers == 0 && STEMS.get(stems) == Some(&cell.trim()) => stems += 1,
            _ => return false,
        }
    }
    // Where nothing but plain numbers stand, they may be those of a record.
    stems > 0 && numbers > 0 || stems > 1 || numbers > 1 && plain == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_number_columns_are_known() {
        for row in [&["甲", "乙", "1", "2"][..], &["(1)", "(2)", "（3）"], &["甲", "1"], &["甲", "乙"]] {
            assert!(number_columns(row.iter().copied()), "{row:?}");
        }
        for row in [&["1", "2", "3"][..], &["甲", "2"], &["乙", "1"], &["甲"], &["P-1", "甲", "1"], &["甲", "1", "乙"]]
        {
            assert!(!number_columns(row.iter().copied()), "{row:?}");
        }
    }
}
