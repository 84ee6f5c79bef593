//! What can hardly be meant is asked about, and what can is not.

use super::{TITANIUM, briefs, cell, file, found, import, kept_after, number, zone_kept};
use yanlian_intake::{judge, read, read_fields};
use yanlian_model::registers::ReviewPeriod;
use yanlian_model::{Record, Tables};

#[test]
fn days_out_of_their_order_and_more_than_the_whole_are_asked_about() {
    let difficulty = |raised: &str, solved: &str| {
        let csv = format!("id,enterprise,raised,text,solved\nSQ-1,{TITANIUM},{raised},电价,{solved}\n");
        found("difficulties", &csv)
    };
    assert_eq!(difficulty("2025-10-08", "2025-09-01"), ["2 solved import-perhaps-order"]);
    assert_eq!(difficulty("2025-10-08", "2025-10-08"), [""; 0]);
    let output = |tonnes: &str| found("plant_outputs", &format!("plant,year,output\nP-1,2024,{tonnes}\n"));
    assert_eq!(output("80000"), ["2 output import-over-capacity"]);
    assert_eq!(output("11000"), [""; 0]);
    let project = file("projects.csv", "id,name,stage\nX-1,甲,签约\n");
    let milestones = |last: &str| {
        let csv = format!("project,name,weight\nX-1,一,60\nX-1,二,{last}\n");
        briefs(&import(&[project.clone(), file("milestones.csv", csv)], &zone_kept()))
    };
    assert_eq!(milestones("90"), ["milestones.csv 3 weight import-weights-over"]);
    assert!(milestones("40").is_empty());
}

#[test]
fn what_was_is_not_in_times_to_come() {
    let on_a_day = |name: &str, csv: &str| {
        let project = file("projects.csv", "id,name,stage\nX-1,甲,签约\n");
        let drafts = read(&[project, file(&format!("{name}.csv"), csv)], &mut |_| {}).unwrap();
        briefs(&judge(drafts.on("2025-11-30".parse().unwrap()), &zone_kept(), &mut |_| {}))
    };
    for (name, csv, at) in [
        ("plant_outputs", "plant,year,output\nP-1,2052,8000\n", "year"),
        ("project_payments", "project,month,actual_cny\nX-1,2099-01,5\n", "month"),
        ("plants", "id,started\nP-1,2199-01-01\n", "started"),
    ] {
        assert_eq!(on_a_day(name, csv), [format!("{name}.csv 2 {at} import-time-to-come")]);
    }
    for (name, csv) in [
        ("plant_outputs", "plant,year,output\nP-1,2025,8000\n"),
        ("project_payments", "project,month,planned_cny\nX-1,2099-01,5\n"),
        ("project_payments", "project,month,actual_cny\nX-1,2025-11,5\n"),
        ("milestones", "project,name,planned\nX-1,一,2026-12-31\n"),
    ] {
        assert!(on_a_day(name, csv).is_empty(), "{csv}");
    }
}

#[test]
fn a_source_that_stays_beside_another_figure_is_said() {
    let price = |head: &str, row: &str| file("prices.csv", format!("product,date,{head}\nticl4,2025-01-01,{row}\n"));
    let kept = kept_after(&[price("price_cny,source", "7000,unverified estimate")], &zone_kept());
    let again = |head: &str, row: &str, kept: &Tables| briefs(&import(&[price(head, row)], kept));
    assert_eq!(again("price_cny", "8000", &kept), ["prices.csv 2  import-source-kept"]);
    assert_eq!(again("price_cny,source", "8000,", &kept), ["prices.csv 2  import-source-kept"]);
    for (head, row) in [
        ("price_cny", "7000"),
        ("price_cny,source", "8000,报价单"),
        ("price_cny,source", "8000,=clear"),
        ("place", "出厂"),
    ] {
        assert!(again(head, row, &kept).is_empty(), "{head} {row}");
    }
    let blank = kept_after(&[price("price_cny", "7000")], &zone_kept());
    assert!(again("price_cny", "8000", &blank).is_empty());
    assert_eq!(cell(&blank, "prices", &["ticl4", "2025-01-01"], "price_cny"), number(7000.0));
}

#[test]
fn reviews_of_ages_are_asked_about_in_files_and_forms() {
    let outlet = file("outlets.csv", format!("id,enterprise,name,kind\nW-1,{TITANIUM},总排口,direct\n"));
    let kept = kept_after(&[outlet], &zone_kept());
    for (from, to, asked) in [
        ("2025-03-02T08:00", "2025-03-02T14:00", &[][..]),
        ("2024-01-01T00:00", "2025-01-01T00:00", &[]),
        ("2024-01-01T00:00", "2025-06-01T00:00", &["to review-is-long"]),
        ("1950-01-01T00:00", "1950-02-01T00:00", &["from review-begins-early"]),
        ("1950-01-01T00:00", "2027-02-01T00:00", &["from review-begins-early", "to review-is-long"]),
    ] {
        let csv = format!("id,outlet,from,to,reason\nF-1,W-1,{from},{to},标样\n");
        let of_file = import(&[file("review_periods.csv", csv)], &kept);
        let expected: Vec<String> = asked.iter().map(|asked| format!("review_periods.csv 2 {asked}")).collect();
        assert_eq!((briefs(&of_file), of_file.changes.len()), (expected, 1), "{from} {to}");
        let fields = [("id", "F-1"), ("outlet", "W-1"), ("from", from), ("to", to), ("reason", "标样")];
        let fields = fields.map(|(field, text)| (field.to_owned(), text.to_owned()));
        let of_form = judge(read_fields(ReviewPeriod::REGISTER, &fields).creates().into(), &kept, &mut |_| {});
        let ids: Vec<&str> = of_form.findings.iter().map(|finding| finding.message.id).collect();
        let expected: Vec<&str> = asked.iter().filter_map(|asked| asked.split(' ').nth(1)).collect();
        assert_eq!((ids, of_form.changes.len()), (expected, 1), "{from} {to}");
    }
}
