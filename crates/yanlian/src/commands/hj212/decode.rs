//! `yanlian hj212 decode`: what is in a capture of bytes, packet by packet.

use crate::commands::import::unreadable;
use crate::{Outcome, terminal};
use anyhow::Context;
use clap::Args;
use std::io::{BufWriter, ErrorKind, Read, Write};
use std::path::PathBuf;
use yanlian_hj212::explain;
use yanlian_hj212::explain::Record;
use yanlian_model::{Arg, Lang};
use yanlian_present::i18n;

/// What to explain, and how.
#[derive(Debug, Args)]
pub(crate) struct Decode {
    /// File of bytes as they came over the line; `-` for standard input.
    file: PathBuf,
    /// One JSON object a line instead of a table.
    #[arg(long)]
    json: bool,
}

/// Explains it.
pub(super) fn run(Decode { file, json }: &Decode, lang: Lang) -> Outcome {
    let mut bytes = Vec::new();
    match file.as_os_str() == "-" {
        true => std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?,
        false => std::fs::File::open(file)
            .and_then(|mut file| file.read_to_end(&mut bytes))
            .map_err(|error| unreadable(file, &error))?,
    };
    let written = match json {
        true => lines(&bytes),
        false => std::io::stdout().lock().write_all(table(&bytes, lang).as_bytes()),
    };
    match written {
        // Whoever reads the output may have seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written.context("cannot write to standard output")?),
    }
}

fn lines(bytes: &[u8]) -> std::io::Result<()> {
    let mut output = BufWriter::new(std::io::stdout().lock());
    for record in explain(bytes) {
        serde_json::to_writer(&mut output, &record)?;
        output.write_all(b"\n")?;
    }
    output.flush()
}

fn table(bytes: &[u8], lang: Lang) -> String {
    let text = |id: &str| i18n::text(lang, id, &[]);
    let head = ["hj212-offset", "hj212-verdict", "CN", "MN", "QN", "hj212-remarks"];
    let head = head.iter().map(|id| if id.contains('-') { text(id) } else { (*id).to_owned() }).collect();
    let records: Vec<Record> = explain(bytes).collect();
    let rows = records.iter().map(|record| {
        let field = |field: &Option<String>| field.clone().unwrap_or_default();
        let findings = record.findings.iter().map(|oddity| text(&format!("odd-{}", oddity.name())));
        let remarks: Vec<String> = record.detail.iter().cloned().chain(findings).collect();
        vec![
            record.offset.to_string(),
            record.reason.map_or_else(|| text("hj212-ok"), str::to_owned),
            field(&record.cn),
            field(&record.mn),
            field(&record.qn),
            remarks.join("; "),
        ]
    });
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let good = records.iter().filter(|record| record.ok).count();
    let counts = [("good", Arg::from(good)), ("refused", Arg::from(records.len() - good))];
    format!("{}\n\n{}\n", terminal::table(&rows), i18n::text(lang, "hj212-counts", &counts))
}
