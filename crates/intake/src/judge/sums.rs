//! Rows of files with a code that sounds like a sum, `max` or `total`: which of them are records.

use super::report::Report;
use super::resolve::Names;
use crate::draft::{Draft, Drafts, Mark};
use crate::shown;
use yanlian_model::{Field, Message, Tables, Value};

/// Passes over the rows that add up others: whose code names nothing, or is that of no record that is kept or could
/// be made. The others are read, with a word.
pub(crate) fn pass_over(kept: &Tables, drafts: &mut Drafts, report: &mut Report) {
    let sums = sums(kept, drafts, report);
    let mut at = 0..;
    drafts.list.retain(|_| at.next().is_none_or(|at| sums.binary_search(&at).is_err()));
}

/// The positions of the drafts that add up others; says what is taken for one, and what may be.
fn sums(kept: &Tables, drafts: &Drafts, report: &mut Report) -> Vec<usize> {
    let mut sums = Vec::new();
    let mut names = Names::new(kept, drafts);
    for (i, draft) in drafts.list.iter().enumerate().filter(|(_, draft)| !draft.misplaced) {
        let mut fields = draft.marks.iter().filter(|(_, mark)| *mark == Mark::PerhapsSum).map(|(field, _)| *field);
        let Some(first) = fields.next() else { continue };
        let mut may_be = |field: usize| match draft.register.fields[field].target {
            Some(_) => names.names_something(draft, field),
            None => is_whole(draft) || is_kept(kept, draft),
        };
        if may_be(first) && fields.all(may_be) {
            let code = draft.row[first].as_ref().map(Value::to_text).unwrap_or_default();
            report.warning(drafts.spot(i, first), Message::new("import-perhaps-total").with("value", shown(&code)));
        } else {
            report.warning(drafts.row_spot(i), Message::new("import-total-row"));
            sums.push(i);
        }
    }
    sums
}

/// Whether a draft says something, be it right or wrong, in every field that a record needs; a dash says nothing.
fn is_whole(draft: &Draft) -> bool {
    let is_dash = |value: &Value| matches!(value, Value::Text(text) if !text.contains(char::is_alphanumeric));
    let is_told = |f: usize| draft.row[f].as_ref().is_some_and(|value| !is_dash(value)) || draft.mark(f).is_some();
    let needs = |(_, field): &(usize, &Field)| field.required;
    draft.register.fields.iter().enumerate().filter(needs).all(|(f, _)| is_told(f))
}

fn is_kept(kept: &Tables, draft: &Draft) -> bool {
    let table = kept.get(draft.register.name);
    table.zip(draft.register.key_of(&draft.row)).is_some_and(|(table, key)| table.contains_key(&key))
}
