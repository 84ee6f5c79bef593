//! What only numbers: columns that number the rows, and rows that number the columns below a header, as forms of
//! statistics have them.

use super::sheet::{Line, Raw};
use super::text::folded;
use super::text::is_digits;
use crate::draft::SheetSource;

/// Whether a row next to the header numbers its columns, most of them.
pub(crate) fn is_of_columns(line: &Line, sheet: &SheetSource) -> bool {
    // A row of units may stand between the two.
    const WITHIN: u32 = 2;
    if line.number > sheet.header + WITHIN || line.cells.len() + 1 < sheet.headers.len() {
        return false;
    }
    let texts: Vec<_> = line.cells.iter().map(|(_, raw)| raw.shown()).collect();
    number_columns(texts.iter().map(AsRef::as_ref)) && !may_be_record(line, sheet)
}

/// Whether a row of a narrow table may be a record as well, as 甲 and 1 are below a name and a number: each cell is one
/// that its column takes.
fn may_be_record(line: &Line, sheet: &SheetSource) -> bool {
    const NARROW: usize = 2;
    let is_taken = |(at, raw): &(u32, Raw)| sheet.column_at(*at).is_none_or(|column| column.reader.cell(raw).is_ok());
    let is_bracketed = line.cells.iter().all(|(_, raw)| raw.shown().starts_with(['(', '\u{ff08}']));
    sheet.headers.len() <= NARROW && !is_bracketed && line.cells.iter().all(is_taken)
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

/// Whether a header says that its column only numbers the rows, whatever stands in it.
pub(crate) fn is_running_number(header: &str) -> bool {
    matches!(
        folded(header).trim_end_matches('.'),
        "序号" | "序" | "顺序号" | "行号" | "项次" | "行次" | "序號" | "s/n" | "serialno" | "serialnumber"
    )
}

/// Whether a header may be that of a column which only numbers the rows.
pub(crate) fn may_be_running_number(header: &str) -> bool {
    let folded = folded(header);
    let name = folded.trim_end_matches(['.', ':']);
    let numbered = name.strip_prefix("unnamed:").is_some_and(is_digits);
    numbered
        || matches!(
            name,
            "" | "no"
                | "nr"
                | "#"
                | "编号"
                | "編號"
                | "号"
                | "index"
                | "id"
                | "number"
                | "row"
                | "rank"
                | "sn"
                | "item"
        )
}

/// The number that a cell counts with: `3`, `3.`, `(3)`.
pub(crate) fn counting_number(text: &str) -> Option<f64> {
    let folded = folded(text);
    folded.trim_matches(['(', ')', '.', '、', ',']).parse().ok()
}

/// Whether a cell numbers its row in any way: `3`, `1.2.1`, `(三)`, `十二、`.
pub(crate) fn is_ordinal(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百().、,".contains(c);
    counting_number(text).is_some() || folded(text).chars().all(is_part)
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

    #[test]
    fn columns_that_count_are_known() {
        assert!(["3", "3.", "(三)", "十二、", "1.2.1", ""].iter().all(|text| is_ordinal(text)));
        assert!(["abc", "2024-1", "A1", "P-1"].iter().all(|text| !is_ordinal(text)));
        assert!(is_running_number("序\n号") && is_running_number("序号*") && !is_running_number("编号"));
        for header in ["No.", "№", "Unnamed: 0", "编号", "#", ""] {
            assert!(may_be_running_number(header), "{header}");
        }
        assert_eq!(counting_number("\u{ff08}3\u{ff09}"), Some(3.0));
    }
}
