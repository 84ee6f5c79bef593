//! Files that are damaged or made to harm.

use super::{brief, briefs, file, import, rewritten, workbook, zone};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use yanlian_model::Tables;

#[test]
fn files_that_cannot_be_read_are_refused_with_a_word() {
    let refused = |name: &str, bytes: Vec<u8>| brief(&import(&[file(name, bytes)], &Tables::new()).findings[0]);
    assert_eq!(refused("a.xlsx", b"PK\x03\x04 and so on".to_vec()), "a.xlsx   import-unreadable-workbook");
    assert_eq!(refused("a.xlsx", b"text".to_vec()), "a.xlsx   import-text-as-workbook");
    assert_eq!(refused("a.xlsx", vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1]), "a.xlsx   import-old-workbook");
    assert_eq!(refused("a.pdf", b"%PDF".to_vec()), "a.pdf   import-unknown-file-kind");
    let open =
        [b"PK\x03\x04".to_vec(), vec![0; 26], b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet".to_vec()];
    for name in ["a.ods", "a.xlsx"] {
        assert_eq!(refused(name, open.concat()), format!("{name}   import-other-program"));
    }
    assert_eq!(refused("a.xlsb", b"PK\x03\x04".to_vec()), "a.xlsb   import-other-program");
    assert_eq!(refused("products.csv", vec![b'a', 0xff, 0xff]), "products.csv   import-unknown-encoding");
    let open = "id,name_zh,unit\na,\"甲,t\nb,乙,t\n".into();
    assert_eq!(refused("products.csv", open), "products.csv   import-unclosed-quote");
}

#[test]
fn a_workbook_that_unpacks_too_large_is_refused_whatever_its_directory_says() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..201 {
        writer.write_all(&[b' '; 1_000_000]).unwrap();
    }
    let mut bomb = writer.finish().unwrap().into_inner();
    let refused = |bytes: &[u8]| briefs(&import(&[file("bomb.xlsx", bytes)], &Tables::new()));
    assert_eq!(refused(&bomb), ["bomb.xlsx   import-too-large"]);
    // The sizes stand in bytes 22 to 25 of the file's head, and 24 to 27 of its entry in the directory.
    let directory = bomb.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    for size in [22, directory + 24] {
        bomb[size..size + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    assert_eq!(refused(&bomb), ["bomb.xlsx   import-unreadable-workbook"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), magic in prop::sample::select(vec!["", "PK\x03\x04", "\u{feff}", "id,unit\n"])) {
        for name in ["products.csv", "zone.xlsx"] {
            import(&[file(name, [magic.as_bytes(), &bytes].concat())], &Tables::new());
        }
    }

    #[test]
    fn no_mutation_of_a_good_file_makes_it_panic(at in any::<prop::sample::Index>(), with in any::<[u8; 3]>(), which in 0usize..6) {
        let mut files = zone();
        let bytes = &mut files[which].bytes;
        let at = at.index(bytes.len());
        let end = (at + with.len()).min(bytes.len());
        bytes.splice(at..end, with);
        import(&files, &Tables::new());
    }

    #[test]
    fn no_mutation_of_a_workbook_makes_it_panic(at in any::<prop::sample::Index>(), with in "[0-9A-Z<>/\"]{1,3}", part in 0usize..12) {
        let changed = rewritten(&workbook(), |i, mut xml| {
            if i == part {
                let at = at.index(xml.len());
                xml.splice(at..(at + 1).min(xml.len()), with.bytes());
            }
            xml
        });
        import(&[file("zone.xlsx", changed)], &Tables::new());
    }
}
