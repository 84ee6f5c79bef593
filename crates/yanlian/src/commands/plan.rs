//! `yanlian plan`: the plan of a scenario on the terminal, as JSON or as a workbook.

use super::context::CommandContext;
use crate::cli::Format;
use crate::cli::{finite, part};
use crate::plans::{Asked, pose};
use crate::{Failure, Outcome, terminal};
use clap::Args;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use yanlian_analysis::plan::{self, Control, Objective, PlanError, Posed, Progress, Study};
use yanlian_analysis::{Diagnosis, Question};
use yanlian_model::{Finding, Message, Place, Severity};
use yanlian_present::{json, plan_csv, plan_tables, workbook};

/// What is asked of the plan.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Scenario of the register `scenarios`; the registers as they stand if not given.
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// Objective to trade off against: value_added, tax, jobs, local_sourcing, co2, cod, water, energy.
    #[arg(long, default_value = "cod", value_parser = objective)]
    other: Objective,
    /// Relative gap at which a plan counts as proven.
    #[arg(long, default_value_t = 1e-6, value_parser = part)]
    gap: f64,
    /// Seconds after which each solve ends with the best so far.
    #[arg(long, value_parser = finite)]
    seconds: Option<f64>,
    /// How to write the answer.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// File to write; standard output if not given.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

fn objective(name: &str) -> Result<Objective, String> {
    let known = || Objective::ALL.map(Objective::key).join(", ");
    Objective::ALL.into_iter().find(|objective| objective.key() == name).ok_or_else(|| format!("one of {}", known()))
}

/// Solves and writes.
pub(super) async fn run(context: &CommandContext, arguments: &Arguments) -> Outcome {
    let asked = Asked { scenario: arguments.scenario.clone().unwrap_or_default(), other: arguments.other, bound: None };
    let (posed, diagnosis) = posed(context, &asked).await?;
    terminal::list(&posed.findings, context.lang);
    let progress = terminal::PlanProgress::new();
    let watch = |at: &Progress| {
        progress.report(at);
        ControlFlow::Continue(())
    };
    let control =
        Control { seconds: arguments.seconds, relative_gap: arguments.gap, watch: Some(&watch), ..Control::default() };
    let study = study(context, &posed, arguments.other, &control)?;
    drop(progress);
    let view = context.view(&diagnosis);
    let bytes = match arguments.format {
        Format::Json => {
            let mut text = serde_json::to_string_pretty(&json::plan(&view, &posed, &study, "done"))?;
            text.push('\n');
            text.into_bytes()
        }
        Format::Xlsx => workbook::plan(&view, &posed, &study)?,
        Format::Csv => plan_csv(&view, &posed, &study)?,
        Format::Table => terminal::tables(&plan_tables(&view, &posed, &study)).into_bytes(),
    };
    super::write(arguments.output.as_deref(), &bytes)
}

/// The plan of a scenario with all that is asked of it, COD traded off.
pub(super) async fn solved(context: &CommandContext, scenario: &str) -> Result<(Posed, Study), Failure> {
    let asked = Asked { scenario: scenario.to_owned(), other: Objective::Cod, bound: None };
    let (posed, _) = posed(context, &asked).await?;
    let study = study(context, &posed, asked.other, &Control::default())?;
    Ok((posed, study))
}

/// The question, over all chains whichever is looked at; a scenario that is not registered is wrong usage.
async fn posed(context: &CommandContext, asked: &Asked) -> Result<(Posed, Arc<Diagnosis>), Failure> {
    let diagnosis = context.snapshot.diagnosis(&Question { chain: None, ..context.question.clone() }).await?;
    let posed = pose(&context.snapshot, &diagnosis, asked).ok_or_else(|| {
        let known: Vec<&str> =
            context.snapshot.zone.registers.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
        Failure::Usage(Message::new("cli-no-scenario").with("known", super::listed(&known)))
    })?;
    Ok((posed, diagnosis))
}

fn study(context: &CommandContext, posed: &Posed, other: Objective, control: &Control) -> Result<Study, Failure> {
    plan::study(&posed.model, other, control, &|_| ()).map_err(|error| match &error {
        PlanError::Faulty(_) => {
            let place = || Place::record("scenarios", &posed.scenario);
            let findings = error.messages().into_iter().map(|message| Finding::new(Severity::Fault, place(), message));
            terminal::list(&findings.collect::<Vec<_>>(), context.lang);
            Failure::Input
        }
        _ => error.into(),
    })
}
