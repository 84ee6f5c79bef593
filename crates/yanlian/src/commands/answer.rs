//! Answers on the command line: diagnosis, lists, briefing, export.

use super::context::CommandContext;
use crate::cli::Format;
use crate::terminal;
use crate::{Failure, Outcome};
use anyhow::Context;
use std::path::Path;
use yanlian_model::{Lang, Message, registers};
use yanlian_present::pages::WorkedOut;
use yanlian_present::{balance_csv, diagnosis_tables, i18n, json, pages, workbook};
use yanlian_workbench::Snapshot;

/// The command `diagnose`.
pub(super) async fn diagnose(context: &CommandContext, format: Format, output: Option<&Path>) -> Outcome {
    let diagnosis = context.diagnosis().await?;
    let view = context.view(&diagnosis);
    let bytes = match format {
        Format::Json => {
            let mut text = serde_json::to_string_pretty(&json::diagnosis(&view))?;
            text.push('\n');
            text.into_bytes()
        }
        Format::Csv => balance_csv(&view)?.into_bytes(),
        Format::Xlsx => workbook::lists(&view)?,
        Format::Table => terminal::tables(&diagnosis_tables(&view)).into_bytes(),
    };
    super::write(output, &bytes)
}

/// The command `diagnose --presence-only`: the absent inputs and the enterprises that need them.
pub(super) async fn presence(context: &CommandContext, format: Format, output: Option<&Path>) -> Outcome {
    let (absent, lang) = (yanlian_analysis::absent(&context.snapshot.zone), context.lang);
    if format == Format::Json {
        let text = serde_json::to_string_pretty(&serde_json::json!({ "absent": absent }))? + "\n";
        return super::write(output, text.as_bytes());
    }
    let diagnosis = context.diagnosis().await?;
    let view = context.view(&diagnosis);
    let head = ["cli-absent", "cli-needed-by"].map(|id| i18n::text(lang, id, &[])).to_vec();
    let rows = absent.iter().map(|row| {
        let buyers: Vec<String> = row.buyers.iter().map(|code| view.name("enterprises", code)).collect();
        vec![view.name("products", row.product), format!("{}: {}", buyers.len(), buyers.join(", "))]
    });
    let table: Vec<Vec<String>> = [head].into_iter().chain(rows).collect();
    super::write(output, format!("{}\n", terminal::table(&table)).as_bytes())
}

/// The command `lists`.
pub(super) async fn lists(context: &CommandContext, folder: &Path) -> Outcome {
    let diagnosis = context.diagnosis().await?;
    let view = context.view(&diagnosis);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    super::write(Some(&folder.join("lists.xlsx")), &workbook::lists(&view)?)?;
    super::write(Some(&folder.join("chain.svg")), yanlian_present::map::svg_file(&view)?.as_bytes())
}

/// The command `brief`; with the plan of a scenario where one is named.
pub(super) async fn brief(context: &CommandContext, scenario: Option<&str>, output: &Path) -> Outcome {
    if output.extension().is_none_or(|extension| extension != "html") {
        return Err(Failure::Usage(Message::new("cli-brief-html")));
    }
    let diagnosis = context.diagnosis().await?;
    let plan = match scenario {
        Some(scenario) => Some(super::plan::solved(context, scenario).await?),
        None => None,
    };
    let plan = plan.as_ref().map_or(WorkedOut::None, |(posed, study)| WorkedOut::Known(posed, study));
    super::write(Some(output), pages::brief_file(&context.view(&diagnosis), plan)?.as_bytes())
}

/// The command `export`.
pub(super) fn export(snapshot: &Snapshot, output: &Path, with_personal: bool, lang: Lang) -> Outcome {
    if output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        return super::write(Some(output), &workbook::export_workbook(&snapshot.tables, lang, with_personal)?);
    }
    std::fs::create_dir_all(output).with_context(|| format!("cannot make {}", output.display()))?;
    for register in registers::ALL {
        let Some(table) = snapshot.tables.get(register.name).filter(|table| !table.is_empty()) else { continue };
        let csv = workbook::export_csv(register, table, with_personal)?;
        super::write(Some(&output.join(format!("{}.csv", register.name))), csv.as_bytes())?;
    }
    Ok(())
}
