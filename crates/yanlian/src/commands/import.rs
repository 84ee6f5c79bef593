//! Import: read, check against what is kept, write all or nothing; and take an import back.

use crate::clock::Clock;
use crate::terminal::{self, ImportProgress};
use crate::{Failure, Outcome, actor, library};
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use yanlian_answers::i18n;
use yanlian_intake::{Plan, SourceFile};
use yanlian_model::{Actor, Arg, Finding, Lang, Message, Severity};
use yanlian_store::{EntryId, StoreError};
use yanlian_workbench::{Submission, Workbench};

/// Who brings files at the command line.
pub(crate) fn submission(actor: Actor, clock: Clock, about: String) -> Submission {
    Submission { actor, at: clock.now(), today: clock.today(), about, id: None }
}

/// What an entry is called that comes from files: their names.
pub(crate) fn names(files: &[SourceFile]) -> String {
    files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The command: imports, lists what was noticed, and says what was written.
pub(super) async fn import(workbench: &Arc<Workbench>, files: Vec<SourceFile>, dry_run: bool, lang: Lang) -> Outcome {
    let progress = ImportProgress::new(lang);
    let submission = submission(actor::console(), Clock::System, names(&files));
    let imported = workbench.import(submission, Arc::new(files), dry_run, move |step| progress.report(step)).await?;
    terminal::list(&imported.plan.findings, lang);
    let faults = faults(&imported.plan.findings);
    if faults > 0 {
        say(lang, "cli-import-faults", &[("faults", Arg::from(faults))]);
        return Err(Failure::Input);
    }
    let (new, changed, unchanged) = totals(&imported.plan);
    let counts = [("new", Arg::from(new)), ("changed", Arg::from(changed)), ("unchanged", Arg::from(unchanged))];
    match (imported.entry, dry_run) {
        (Some(id), _) => {
            let number = ("number", Arg::from(id.to_string()));
            say(lang, "cli-import-done", &[counts.as_slice(), &[number]].concat());
        }
        (None, true) => say(lang, "cli-import-checked", &counts),
        (None, false) => say(lang, "cli-import-nothing", &counts),
    }
    Ok(())
}

/// The library, then the park that stands on it. They come with the program, so a fault is the program's.
pub(crate) async fn demonstration(workbench: &Arc<Workbench>, clock: Clock) -> Outcome {
    let library = library::files("all").unwrap_or_default();
    for (name, files) in [("chains", library), ("demo", library::demonstration())] {
        let submission = submission(actor::local(), clock, name.to_owned());
        let imported = workbench.import(submission, Arc::new(files), false, |_| {}).await?;
        if faults(&imported.plan.findings) > 0 {
            terminal::list(&imported.plan.findings, Lang::En);
            return Err(Failure::System(anyhow::anyhow!("the program's own records have faults")));
        }
    }
    Ok(())
}

/// The command: takes an import back.
pub(super) async fn undo(workbench: &Workbench, id: EntryId, lang: Lang) -> Outcome {
    match workbench.undo(id, Clock::System.now(), &actor::console()).await {
        Ok(_) => {
            say(lang, "cli-undone", &[("number", Arg::from(id.to_string()))]);
            Ok(())
        }
        Err(StoreError::Undo { refusal, .. }) => {
            eprintln!("{}", i18n::text(lang, "cli-undo-refused", &[("number", Arg::from(id.to_string()))]));
            for line in crate::web::refusal_lines(&refusal, lang) {
                eprintln!("    {line}");
            }
            Err(Failure::Input)
        }
        Err(error) => Err(error.into()),
    }
}

/// How many findings are faults.
pub(crate) fn faults(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.severity == Severity::Fault).count()
}

/// New, changed and unchanged records over all registers.
pub(crate) fn totals(plan: &Plan) -> (usize, usize, usize) {
    plan.counts.iter().fold((0, 0, 0), |sum, count| (sum.0 + count.new, sum.1 + count.changed, sum.2 + count.unchanged))
}

/// The files named on the command line; a folder stands for the register files in it.
pub(super) fn collect(paths: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
            let mut inside: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            inside.retain(|path| path.extension().is_some_and(|end| end == "csv" || end == "xlsx"));
            inside.sort();
            for path in &inside {
                files.push(source(path)?);
            }
        } else {
            files.push(source(path)?);
        }
    }
    match files.is_empty() {
        true => Err(Failure::Usage(Message::new("cli-nothing-to-import"))),
        false => Ok(files),
    }
}

/// A file of the command line.
pub(super) fn source(path: &Path) -> Result<SourceFile, Failure> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    Ok(SourceFile { name, bytes })
}

/// A file that was named and cannot be read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let message = Message::new("cli-unreadable").with("file", path.display().to_string());
    Failure::Usage(message.with("why", error.to_string()))
}

fn say(lang: Lang, id: &str, args: &[(&'static str, Arg)]) {
    eprintln!("{}", i18n::text(lang, id, args));
}
