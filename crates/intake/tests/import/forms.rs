//! The fields of forms and the records of programs, judged as rows of files are.

use super::{TITANIUM, cell, text, zone_kept};
use yanlian_intake::{Draft, Drafts, Plan, judge, read_fields};
use yanlian_model::registers::{Enterprise, Flow, Plant, Product};
use yanlian_model::{Key, Place, Record, Register, Tables, Value};

fn draft(register: &'static Register, fields: &[(&str, &str)]) -> Draft {
    let fields: Vec<(String, String)> = fields.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
    read_fields(register, &fields)
}

fn plan(drafts: impl Into<Drafts>, kept: &Tables) -> Plan {
    judge(drafts.into(), kept, &mut |_| {})
}

/// Field and message of each finding: `capacity import-…`.
fn briefs(plan: &Plan) -> Vec<String> {
    let brief = |finding: &yanlian_model::Finding| {
        let Place::Field { field, .. } = &finding.place else { panic!("a place in a form") };
        format!("{} {}", field.unwrap_or_default(), finding.message.id)
    };
    plan.findings.iter().map(brief).collect()
}

/// What is kept after a plan without faults.
fn after(plan: Plan, kept: &Tables) -> Tables {
    assert_eq!(plan.findings, []);
    let mut kept = kept.clone();
    plan.changes.iter().for_each(|change| kept.apply(change));
    kept
}

#[test]
fn a_form_takes_what_a_cell_takes() {
    let kept = zone_kept();
    let fields = [("id", "P-2"), ("enterprise", "示例钛业有限公司"), ("process", "kroll"), ("capacity", " 1.2万吨 ")];
    let after = after(plan(draft(Plant::REGISTER, &fields).creates(), &kept), &kept);
    assert_eq!(cell(&after, "plants", &["P-2"], "capacity"), Some(Value::Number(12_000.0)));
    assert_eq!(cell(&after, "plants", &["P-2"], "enterprise"), text(TITANIUM));
}

#[test]
fn an_absent_field_is_left_and_an_empty_one_erased() {
    let kept = zone_kept();
    let key = Key::from_parts(&["ti-sponge"]);
    let fields = [("name_en", ""), ("revision", "7"), ("aliases", "钛海绵"), ("aliases", "sponge")];
    let after = after(plan(draft(Product::REGISTER, &fields).updates(&key), &kept), &kept);
    assert_eq!(cell(&after, "products", &["ti-sponge"], "name_en"), None);
    assert_eq!(cell(&after, "products", &["ti-sponge"], "aliases"), text("钛海绵;sponge"));
    assert_eq!(cell(&after, "products", &["ti-sponge"], "unit"), text("t"));
}

#[test]
fn a_fault_stands_at_its_field_and_nothing_changes() {
    let kept = zone_kept();
    let key = Key::from_parts(&["P-1"]);
    let fields = [("id", "P-9"), ("enterprise", "某公司"), ("process", ""), ("capacity", "lots"), ("as_of", "31/12")];
    let plan = plan(draft(Plant::REGISTER, &fields).updates(&key), &kept);
    assert_eq!(
        briefs(&plan),
        [
            "id import-key-fixed",
            "enterprise import-unknown-reference-alone",
            "process import-required",
            "capacity import-not-a-number",
            "as_of import-not-a-date"
        ]
    );
    let place = Place::Field { register: "plants", key: Some("P-1".into()), field: Some("capacity") };
    assert_eq!(plan.findings[3].place, place);
    assert_eq!(plan.changes, []);
}

#[test]
fn a_new_record_may_not_be_kept_and_a_changed_one_must_be() {
    let kept = zone_kept();
    let fields = [("id", "gas"), ("name_zh", "煤气"), ("unit", "Nm3")];
    assert_eq!(briefs(&plan(draft(Product::REGISTER, &fields).creates(), &kept)), ["id import-kept-already"]);
    let other = Key::from_parts(&["coal"]);
    assert_eq!(briefs(&plan(draft(Product::REGISTER, &fields[1..]).updates(&other), &kept)), ["id import-not-kept"]);
    assert_eq!(briefs(&plan(Draft::delete(Product::REGISTER, &other), &kept)), ["id import-not-kept"]);
    let nameless = draft(Product::REGISTER, &[("id", ""), ("name_zh", "")]).creates();
    assert_eq!(briefs(&plan(nameless, &kept)), ["id import-required"]);
    let unnamed = draft(Product::REGISTER, &[("id", "coal"), ("name_zh", "")]).creates();
    assert_eq!(briefs(&plan(unnamed, &kept)), ["name_zh import-required", "unit import-required"]);
}

#[test]
fn what_is_referred_to_is_not_deleted() {
    let kept = zone_kept();
    let delete = |register: &'static Register, parts: &[&str]| Draft::delete(register, &Key::from_parts(parts));
    let sponge = plan(delete(Product::REGISTER, &["ti-sponge"]), &kept);
    assert_eq!(briefs(&sponge), [" import-still-named"]);
    assert_eq!(sponge.changes, []);
    let gone = after(plan(delete(Plant::REGISTER, &["P-1"]), &kept), &kept);
    assert!(gone["plants"].is_empty());
    // Together with all that refers to it, a record goes.
    let both =
        Drafts::from_iter([delete(Product::REGISTER, &["ticl4"]), delete(Flow::REGISTER, &["kroll", "ticl4", "in"])]);
    let gone = after(plan(both, &kept), &kept);
    assert_eq!((gone["products"].len(), gone["flows"].len()), (2, 1));
    let again = Drafts::from_iter([
        delete(Plant::REGISTER, &["P-1"]),
        draft(Plant::REGISTER, &[("capacity", "5")]).updates(&Key::from_parts(&["P-1"])),
    ]);
    assert_eq!(briefs(&plan(again, &kept)), [" import-deleted-here"]);
}

#[test]
fn a_record_of_the_program_is_a_draft_as_well() {
    let kept = zone_kept();
    let row = &kept["enterprises"][&Key::from_parts(&[TITANIUM])];
    let mut firm = Enterprise::from_row(row).unwrap();
    assert_eq!(plan(Draft::of(&firm), &kept).changes, []);
    firm.contact_name = Some("张三".to_owned());
    let named = after(plan(Draft::of(&firm), &kept), &kept);
    assert_eq!(cell(&named, "enterprises", &[TITANIUM], "contact_name"), text("张三"));
    // What a form shows masked is left; what the program leaves blank is erased.
    let key = Key::from_parts(&[TITANIUM]);
    let masked = plan(draft(Enterprise::REGISTER, &[("contact_name", "***")]).updates(&key), &named);
    assert_eq!((masked.changes, masked.findings), (vec![], vec![]));
    firm.contact_name = None;
    assert_eq!(cell(&after(plan(Draft::of(&firm), &named), &named), "enterprises", &[TITANIUM], "contact_name"), None);
}
