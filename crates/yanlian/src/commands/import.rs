//! Import: read, check against what is kept, write all or nothing; and take an import back.

use crate::clock::Clock;
use crate::terminal::{self, ImportProgress};
use crate::{Failure, Outcome, actor, library};
use anyhow::Context;
use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use yanlian_intake::{Plan, SourceFile};
use yanlian_model::{Actor, Arg, Change, Finding, Lang, Message, Place, Severity, mask, registers};
use yanlian_present::i18n;
use yanlian_store::{EntryId, StoreError};
use yanlian_workbench::{Files, Submission, Workbench};

/// Who brings files at the command line.
pub(crate) fn submission(actor: Actor, clock: Clock, about: String) -> Submission {
    Submission { actor, at: clock.now(), today: clock.today(), about, id: None }
}

/// The names of files, as far as a line of the history holds them.
pub(crate) fn names<'n>(files: impl Iterator<Item = &'n str>) -> String {
    const MOST: usize = 2000;
    let names = files.collect::<Vec<_>>().join(", ");
    match names.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &names[..end]),
        None => names,
    }
}

/// The command: imports, lists what was noticed, and says what was written.
pub(super) async fn import(
    workbench: &Arc<Workbench>,
    files: Arc<dyn Files>,
    about: String,
    dry_run: bool,
    lang: Lang,
) -> Outcome {
    let progress = ImportProgress::new(lang);
    let submission = submission(actor::console(), Clock::System, about);
    let imported = workbench.import(submission, files, dry_run, move |step| progress.report(step)).await?;
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
        (None, true) => {
            altered(&imported.plan.changes, lang);
            say(lang, "cli-import-checked", &counts);
        }
        (None, false) => say(lang, "cli-import-nothing", &counts),
    }
    Ok(())
}

/// How many kept records an import that is only checked tells field by field.
pub(crate) const ALTERED: usize = 20;

/// Says of the first records that would change what stands in their fields, and what would.
fn altered(changes: &[Change], lang: Lang) {
    let altered = || changes.iter().filter(|change| change.before.is_some());
    for change in altered().take(ALTERED) {
        let Some(register) = registers::by_name(change.register) else { continue };
        for (at, before, after) in change.fields() {
            let field = &register.fields[at];
            let shown = |value| match mask(field, value) {
                Some(value) => value.to_text(),
                None => i18n::text(lang, "data-blank", &[]),
            };
            let record = format!("{} {}", register.label.of(lang), change.key);
            let (before, after) = (shown(before), shown(after));
            let args =
                [("record", record), ("field", field.label.of(lang).to_owned()), ("before", before), ("after", after)];
            say(lang, "cli-import-altered", &args.map(|(name, text)| (name, Arg::from(text))));
        }
    }
    if let Some(more) = altered().count().checked_sub(ALTERED).filter(|more| *more > 0) {
        say(lang, "import-altered-more", &[("count", Arg::from(more))]);
    }
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

/// Files on disk, read when it is their turn.
pub(super) struct OnDisk(Vec<PathBuf>);

impl OnDisk {
    /// Their names, as far as a line of the history holds them.
    pub(super) fn names(&self) -> String {
        let all: Vec<String> = self.0.iter().map(|path| name(path)).collect();
        names(all.iter().map(String::as_str))
    }

    /// Read now, each called by its path: two folders may have a file of one name.
    pub(super) fn by_path(&self) -> io::Result<Vec<SourceFile>> {
        self.0.iter().map(|path| Ok(SourceFile { name: path.display().to_string(), bytes: bytes(path)? })).collect()
    }
}

impl Files for OnDisk {
    fn bring(&self) -> io::Result<Cow<'_, [SourceFile]>> {
        let source = |path: &PathBuf| Ok(SourceFile { name: name(path), bytes: bytes(path)? });
        self.0.iter().map(source).collect::<io::Result<Vec<_>>>().map(Cow::Owned)
    }
}

/// What a file holds; an error names it.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

/// The files named on the command line; a folder stands for the tables in it, and what else it holds is
/// named as passed over.
pub(super) fn collect(paths: &[PathBuf], lang: Lang) -> Result<OnDisk, Failure> {
    let mut files = Vec::new();
    let mut passed_over = Vec::new();
    for path in paths {
        if path.is_dir() {
            let (tables, others): (Vec<_>, Vec<_>) = inside(path)?.into_iter().partition(|path| is_table(path));
            passed_over.extend(others.iter().map(|path| note(path)));
            files.extend(tables);
        } else {
            files.push(path.clone());
        }
    }
    // Said now, not when the first ones have been read.
    for path in &files {
        std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    }
    terminal::list(&passed_over, lang);
    match files.is_empty() {
        true => Err(Failure::Usage(Message::new("cli-nothing-to-import"))),
        false => Ok(OnDisk(files)),
    }
}

/// What a folder holds, by name; not what begins with a point or is the mark of an open workbook (`~$`).
pub(super) fn inside(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unread = || format!("cannot read {}", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(unread)? {
        let path = entry.with_context(unread)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.starts_with(['.', '~']) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether a file is a table by the end of its name, in capitals too.
pub(super) fn is_table(path: &Path) -> bool {
    let ends = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ["csv", "tsv", "xlsx", "xlsm"].contains(&ends.as_str()) && !path.is_dir()
}

/// That a file was passed over.
fn note(path: &Path) -> Finding {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let place = Place::Cell { file, sheet: None, row: None, column: None };
    Finding::new(Severity::Note, place, Message::new("cli-passed-over"))
}

/// A file of the command line.
pub(super) fn source(path: &Path) -> Result<SourceFile, Failure> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    Ok(SourceFile { name: name(path), bytes })
}

/// A file by its name without its folders.
fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// A file that was named and cannot be read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let message = Message::new("cli-unreadable").with("file", path.display().to_string());
    Failure::Usage(message.with("why", error.to_string()))
}

fn say(lang: Lang, id: &str, args: &[(&'static str, Arg)]) {
    eprintln!("{}", i18n::text(lang, id, args));
}
