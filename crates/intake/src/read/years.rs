//! The years that lines above a table name: `2025年产量表`, `Outputs 2024`, `（2021—2025年）`.

use super::clauses::GAP;
use std::ops::RangeInclusive;

/// The years that a line speaks of, from the first to the last; a day on which something was filled in is none.
pub(crate) fn named(text: &str) -> Option<RangeInclusive<i32>> {
    const ENDS: &str = ";；,，。()（）";
    let parts = text.split(GAP).flat_map(|part| part.split(|c| ENDS.contains(c)));
    let years: Vec<i32> = parts.filter(|part| !is_of_paper(part)).flat_map(in_part).collect();
    Some(*years.iter().min()?..=*years.iter().max()?)
}

/// Whether a part speaks of the paper itself and not of what stands in the table.
fn is_of_paper(part: &str) -> bool {
    const WORDS: [&str; 16] = [
        "日期", "时间", "制表", "编制", "印发", "打印", "导出", "号", "版", "date", "printed", "exported", "prepared",
        "updated", "version", "as of",
    ];
    let lower = part.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// The years in a part, each of four figures that belong to no day and to no longer number.
fn in_part(part: &str) -> Vec<i32> {
    const YEARS: RangeInclusive<i32> = 1990..=2100;
    let is_figure = |c: char| c.is_ascii_digit();
    let runs = part.match_indices(is_figure).map(|(at, _)| at);
    let begins = runs.filter(|at| !part[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || "./".contains(c)));
    let found = begins.filter_map(|at| {
        let digits = part[at..].find(|c| !is_figure(c)).unwrap_or(part.len() - at);
        let (year, behind) = part[at..].split_at(digits);
        let is_word = |c: char| c.is_alphanumeric() && c != '年' && c != '至';
        let is_year = digits == 4 && !is_day(behind) && !behind.starts_with(is_word);
        year.parse().ok().filter(|year| is_year && YEARS.contains(year))
    });
    found.collect()
}

/// Whether what stands behind a year makes a day or a month of it: `-03-20`, `年3月20日`.
fn is_day(behind: &str) -> bool {
    let number = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if let Some(rest) = behind.strip_prefix('年') {
        let month = rest.trim_start();
        return month[number(month)..].strip_prefix('月').is_some_and(|day| day.trim_start().contains('日'));
    }
    let rest = behind.strip_prefix(['-', '/', '.']).unwrap_or_default();
    matches!(number(rest), 1 | 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_titles_are_told_from_days_and_numbers() {
        for (text, years) in [
            ("2024年产量表", Some(2024..=2024)),
            ("示例县2024年度产量", Some(2024..=2024)),
            ("Outputs 2024", Some(2024..=2024)),
            ("2021—2025年产量", Some(2021..=2025)),
            ("产量（2021-2025）", Some(2021..=2025)),
            ("2025年1—9月产量表", Some(2025..=2025)),
            ("2024年产量表  填报日期：2026-03-20", Some(2024..=2024)),
            ("填报日期：2026年3月20日", None),
            ("2026年3月20日", None),
            ("2026/3/20", None),
            ("示例发〔2025〕12号", None),
            ("产能12024吨", None),
            ("第2000万吨", None),
            ("单位：万元", None),
            ("P-2024A", None),
        ] {
            assert_eq!(named(text), years, "{text}");
        }
    }
}
