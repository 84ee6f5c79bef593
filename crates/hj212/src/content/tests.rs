use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn numbers_are_those_of_the_standard_library(text in "[-+]?[0-9]{0,9}[.]?[0-9]{0,9}(e-?[0-9])?|[ .0-9eN-]{0,6}") {
        let sound = text.parse().ok().filter(|number: &f64| number.abs() < 1e15);
        prop_assert_eq!(number(&text).map(f64::to_bits), sound.map(f64::to_bits));
    }
}

#[test]
fn what_is_no_number_of_the_standard_is_none() {
    let none = [
        "",
        ".",
        "nan",
        "NaN",
        "inf",
        "-infinity",
        "1e999",
        "1e308",
        "-1e15",
        "1000000000000000",
        "1,5",
        "<0.01",
        "0x10",
        "１２",
        "1=2",
        "=1",
        "12 345",
    ];
    for text in none {
        assert_eq!(number(text), None, "{text}");
    }
    assert_eq!(number("999999999999999"), Some(999_999_999_999_999.0));
    assert_eq!(number("1.2e3"), Some(1200.0));
}

/// Factor, mean as a text and mark of each reading.
fn read(content: &str) -> Vec<(&str, Option<&str>, Option<Mark>)> {
    Content(content).readings().map(|r| (r.factor, r.text(Suffix::Avg), r.mark())).collect()
}

#[test]
fn a_value_that_holds_a_separator_is_no_number() {
    for value in ["12,345.6", "3,2", "3;2", "1,2,3", "12;345,6", "3,x"] {
        let content = format!("DataTime=20260301110000;w01018-Avg={value},w01018-Flag=N;w00000-Avg=5,w00000-Flag=N");
        let readings: Vec<_> = Content(&content).readings().collect();
        let cod = readings.iter().find(|reading| reading.text(Suffix::Avg).is_some_and(|text| text != "5")).unwrap();
        assert_eq!((cod.factor, cod.number(Suffix::Avg)), ("w01018", None), "{value}");
        assert_eq!(readings.last().unwrap().number(Suffix::Avg), Some(5.0), "{value}");
        assert!(Content(&content).odd().contains(Oddity::PairWithoutValue), "{value}");
    }
}

#[test]
fn what_is_said_twice_and_otherwise_is_not_clear() {
    let of = |content| Content(content).by_factor();
    let cod = of("w01018-Avg=126,w01018-Max=130;w00000-Avg=5;011-Avg=26,011-Flag=N");
    assert_eq!(cod.iter().map(|reading| reading.factor).collect::<Vec<_>>(), ["w01018", "w00000"]);
    assert_eq!((cod[0].text(Suffix::Avg), cod[0].number(Suffix::Avg)), (Some("126"), None));
    assert_eq!((cod[0].number(Suffix::Max), cod[0].mark()), (Some(130.0), Some(Mark::Normal)));
    let flags = of("w01018-Avg=1,w01018-Flag=D,w01018-Flag=N");
    assert_eq!((flags[0].mark(), flags[0].is_unclear(Suffix::Flag)), (None, true));
    let same = of("w01018-Avg=25;w01018-Avg=,w01018-Avg=25.0");
    assert_eq!(same[0].number(Suffix::Avg), Some(25.0));
    let blank = of(" w01018-Avg=25,\tw01018 -Flag=N");
    assert_eq!((blank.len(), blank[0].factor, blank[0].mark()), (1, "w01018", Some(Mark::Normal)));
}

#[test]
fn what_stands_beside_a_value_leaves_it_alone() {
    let normal = ("w01018", Some("3"), Some(Mark::Normal));
    for content in [
        "stray;w01018-Avg=3,w01018-Flag=N;",
        ";;w01018-Avg=3,w01018-Flag=N;;",
        "w01018-Avg=3;w01018-Flag=N;stray",
        "DataTime=20260301110000;12;w01018-Avg=3,w01018-Flag=N",
    ] {
        assert_eq!(read(content), [normal], "{content}");
    }
    assert_eq!(read("w01018-Avg=3,w01018-Flag=N,5"), [("w01018", Some("3"), None)]);
}
