//! Does a table go over several years?

use std::collections::BTreeSet;
use yanlian_intake::PlainTable;
use yanlian_model::{Finding, Message, Severity, calendar};

/// What a column of years or periods is called.
const NAMES: [&str; 16] = [
    "year", "years", "yr", "period", "time", "date", "month", "quarter", "年", "年份", "年度", "时间", "时期", "日期",
    "月份", "季度",
];

/// Whether a column is called by a word for years or periods.
pub(super) fn is_name(name: &str) -> bool {
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name.trim()))
}

/// Whether a row or column is called by a year, or by a word for years: it names no thing.
pub(super) fn is_year_or_name(name: &str) -> bool {
    is_name(name) || is_year(name.trim())
}

/// What to say of a column, none of the `known`, that has several years or periods: a fault where its name
/// says so, a warning where only its values look so.
pub(super) fn several(table: &PlainTable, known: &[&str]) -> Option<Finding> {
    let beside = |name: &String| !known.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
    let columns = table.header().iter().enumerate().filter(|(_, name)| beside(name));
    let finding = |(at, name): (usize, &String)| {
        let texts = || table.rows().map(move |row| row.text(at)).filter(|text| !text.is_empty());
        let distinct: BTreeSet<&str> = texts().collect();
        let (first, last) = (distinct.first()?, distinct.last()?);
        let severity = match is_name(name) {
            _ if distinct.len() < 2 => return None,
            true => Severity::Fault,
            false if texts().all(is_year) => Severity::Warning,
            false => return None,
        };
        let message = Message::new("table-of-years").with("column", name).with("count", distinct.len());
        let message = message.with("first", *first).with("last", *last);
        Some(table.finding(severity, usize::MAX, name, message))
    };
    columns.filter_map(finding).min_by_key(|finding| finding.severity != Severity::Fault)
}

/// Whether a text is a year, with or without its word, or a day or month that begins with one.
fn is_year(text: &str) -> bool {
    let (year, rest) = text.split_at_checked(4).unwrap_or(("", text));
    calendar::year(year).is_some() && (matches!(rest, "" | "年" | ".0") || rest.starts_with(['-', '/']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanlian_intake::SourceFile;

    fn told(text: &str) -> Option<Severity> {
        let file = SourceFile { name: "t.csv".to_owned(), bytes: text.as_bytes().to_vec() };
        let table = PlainTable::read(&file, &["region", "value"], &[]).unwrap();
        several(&table, &["region", "value"]).map(|finding| finding.severity)
    }

    #[test]
    fn several_years_are_found_by_name_or_by_what_they_are() {
        assert_eq!(told("year,region,value\n2019,a,1\n2020,b,2\n"), Some(Severity::Fault));
        assert_eq!(told("period,region,value\n1,a,1\n2,b,2\n"), Some(Severity::Fault));
        assert_eq!(told("年份,region,value\n2019年,a,1\n2020年,b,2\n"), Some(Severity::Fault));
        assert_eq!(told("t,region,value\n2019,a,1\n2020,b,2\n"), Some(Severity::Warning));
        assert_eq!(told("d,region,value\n2019-01,a,1\n2020-01,b,2\n"), Some(Severity::Warning));
        assert_eq!(told("year,region,value\n2019,a,1\n2019,b,2\n"), None);
        assert_eq!(told("region,value,note\na,2019,x\nb,2020,y\n"), None);
        assert_eq!(told("region,value,code\na,1,2019\nb,2,8471\n"), None);
    }
}
