//! The fields of a form, or of a record of the API, to a draft.

use super::cells::{Parsed, Reader};
use crate::draft::{Draft, Mark, Origin};
use yanlian_model::{Kind, Register};

/// Reads what a form says of one record, by the keys of fields. A field that is absent is left as it is
/// kept, an empty one is erased; numbers, dates and choices are read as in a cell (`1.2万吨`). Names that
/// are no fields of the register are the form's own and passed over.
///
/// ```
/// use yanlian_intake::{judge, read_fields};
/// use yanlian_model::{Place, Record, Tables, registers::Product};
///
/// let fields = [("id", "ti-sponge"), ("name_zh", "海绵钛"), ("unit", "stone")];
/// let fields = fields.map(|(field, text)| (field.to_owned(), text.to_owned()));
/// let draft = read_fields(Product::REGISTER, &fields).creates();
/// let plan = judge(draft.into(), &Tables::new(), &mut |_| {});
/// let place = Place::Field { register: "products", key: Some("ti-sponge".into()), field: Some("unit") };
/// assert_eq!(plan.findings[0].place, place);
/// ```
pub fn read_fields(register: &'static Register, fields: &[(String, String)]) -> Draft {
    let mut draft = Draft::new(register, Origin { source: 0, row: 0 });
    let mut beside = Vec::new();
    for (i, field) in register.fields.iter().enumerate() {
        let mut texts = fields.iter().filter(|(name, _)| name == field.key).map(|(_, text)| text.trim());
        // Several of one name: entries of a list, else the last, as a box behind its hidden “no”.
        let text = match field.kind {
            Kind::List => texts.map(str::to_owned).reduce(|all, next| format!("{all};{next}")),
            _ => texts.next_back().map(|text| text.replace("\r\n", "\n")),
        };
        let Some(text) = text else { continue };
        let reader = Reader::new(register, i);
        beside.extend(reader.told(&text).map(|said| (i, said)));
        match reader.text(&text) {
            // A blank key, too, is what the form says of it.
            Ok(Parsed::Blank) if field.is_key => {}
            Ok(Parsed::Blank) => draft.marks.push((i, Mark::Clear)),
            read => draft.put(i, read, reader.remark(&text)),
        }
    }
    beside.into_iter().for_each(|(number, said)| draft.tell_beside(number, said));
    draft
}
