//! What a file puts in the place of what is kept.

use super::{after, briefs, cell, file, import, kept_after, text};

#[test]
fn a_code_that_lost_its_zeros_is_refused() {
    let kept = after("products", "id,name_zh,unit,gbt4754\nore,矿,t,0916\n");
    let again = |code: &str| briefs(&import(&[file("products.csv", format!("id,gbt4754\nore,{code}\n"))], &kept));
    assert_eq!(again("916"), ["products.csv 2 gbt4754 import-zeros-lost"]);
    assert_eq!(again("0917"), [""; 0]);
    assert_eq!(again("0916"), [""; 0]);
}

#[test]
fn another_thing_under_a_running_number_is_asked_about() {
    let kept = after("projects", "id,name,stage\n1,甲,签约\nXM-2,乙,签约\n");
    let again = |rows: &str| briefs(&import(&[file("projects.csv", format!("id,name,stage\n{rows}\n"))], &kept));
    assert_eq!(again("1,丙,签约"), ["projects.csv 2 name import-became-another"]);
    assert_eq!(again("1,甲,开工"), [""; 0]);
    assert_eq!(again("XM-2,丙,签约"), [""; 0], "a code of its own may be renamed");
}

#[test]
fn a_name_is_found_in_whatever_width() {
    let kept = after("projects", "id,name,stage\nXM-1,锆管项目（300吨）,签约\n");
    let milestone = file("milestones.csv", "project,name\n锆管项目(300吨),开工\n");
    let kept = kept_after(&[milestone], &kept);
    assert_eq!(cell(&kept, "milestones", &["XM-1", "开工"], "name"), text("开工"));
}
