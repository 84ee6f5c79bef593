//! The command line, declared once; `--help` derives from it.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use clap::builder::TypedValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use yanlian_model::calendar::{self, YEARS};
use yanlian_model::form::minute;
use yanlian_model::{Lang, Message, number};
use yanlian_present::i18n;
use yanlian_store::{Address, EntryId, NoAddress};

/// Yanlian (延链) works out from a zone's registers which links of its industrial chain are missing,
/// weak or within reach, and whom to invite.
///
/// Start with `yanlian demo`. For your own zone: `yanlian template`, fill in the workbook,
/// `yanlian import`, then `yanlian serve` or `yanlian diagnose`.
///
/// Exit codes: 0 done, 1 the input has faults (listed), 2 wrong usage, 3 the system failed. Output
/// for programs goes to standard output, everything else to standard error.
#[derive(Debug, Parser)]
#[command(name = "yanlian", version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// Language of findings, labels and documents: zh or en; pages have a switch of their own.
    #[arg(long, global = true, default_value = "zh", value_parser = parse_lang)]
    pub(crate) lang: Lang,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the demonstration park; needs nothing and leaves nothing behind.
    Demo {
        /// Address to listen on; loopback only.
        #[arg(long, default_value = "127.0.0.1:8420")]
        listen: SocketAddr,
        /// Address where its monitors send to, by HJ 212.
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
        hj212: SocketAddr,
    },
    /// Serve the registers of a data folder in the browser, and listen to monitors.
    Serve {
        #[command(flatten)]
        place: DataFolder,
        /// Address to listen on; loopback only, until there are accounts.
        #[arg(long, default_value = "127.0.0.1:8420")]
        listen: SocketAddr,
        /// Address where monitors send to by HJ 212, such as 127.0.0.1:9212; not listened to if not given.
        #[arg(long, value_name = "ADDR")]
        hj212: Option<SocketAddr>,
        /// Let monitors in from other machines too. Only registered ones are; MN and password come in
        /// clear, so let through only their addresses.
        #[arg(long, requires = "hj212")]
        hj212_open: bool,
    },
    /// Write an empty workbook of all registers, with notes, drop-downs and an example row each.
    Template {
        /// File to write; standard output if not given.
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
    /// Bring workbooks or folders of CSV into the registers; all or nothing.
    ///
    /// Rows that the file lacks stay, a blank cell leaves what is there, `=clear` empties it.
    /// Faults write nothing and are listed by sheet, row and column.
    Import {
        /// Workbooks (.xlsx), CSV files, or folders of CSV files named after the registers.
        #[arg(required_unless_present_any = ["undo", "library"])]
        files: Vec<PathBuf>,
        /// Only check; write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Take back the import of this number, where nothing has built on it.
        #[arg(long, value_name = "NUMBER", conflicts_with_all = ["files", "library", "dry_run"])]
        undo: Option<EntryId>,
        /// Bring in a chain of the library that comes with the program, or `all`.
        #[arg(long, value_name = "CHAIN", conflicts_with = "files")]
        library: Option<String>,
        #[command(flatten)]
        place: DataFolder,
    },
    /// Write the registers to a workbook or a folder of CSV, which comes back in without change.
    Export {
        /// A file ending in .xlsx, or a folder for CSV.
        #[arg(short, long)]
        output: PathBuf,
        /// Write contact persons and telephone numbers instead of masking them.
        #[arg(long)]
        with_personal: bool,
        #[command(flatten)]
        place: DataFolder,
    },
    /// Move the registers with their history, and what monitors sent, to another database.
    ///
    /// Stop first what writes to the source. A move that was broken off goes on when it is begun again;
    /// until it is finished nobody can open the target. At the end both sides are compared.
    Move {
        /// Where all is now: sqlite:FOLDER or postgres://USER@HOST:PORT/DATABASE.
        #[arg(long, value_name = "URL", value_parser = DatabaseAddress)]
        from: Address,
        /// Where it is to be, new or empty.
        #[arg(long, value_name = "URL", value_parser = DatabaseAddress)]
        to: Address,
    },
    /// Work out balance, gaps, extensions, matches and vulnerabilities.
    Diagnose {
        #[command(flatten)]
        terms: Terms,
        /// Only which inputs nobody here makes, from which plants there are; needs no quantities.
        #[arg(long)]
        presence_only: bool,
        /// How to write the answer.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        /// File to write; standard output if not given.
        #[arg(short, long)]
        output: Option<PathBuf>,
        #[command(flatten)]
        place: DataFolder,
    },
    /// Write the lists (gaps, extensions, candidates …) and the chain map to a folder.
    Lists {
        /// Folder to write to.
        #[arg(short, long)]
        output: PathBuf,
        #[command(flatten)]
        terms: Terms,
        #[command(flatten)]
        place: DataFolder,
    },
    /// Work out which projects to take, and when, within the zone's limits; proven best.
    ///
    /// Says what is taken, what each limit leaves and is worth, what it would cost to force in what was
    /// not taken, and the trade-off of two objectives.
    Plan {
        #[command(flatten)]
        arguments: crate::commands::plan::Arguments,
        #[command(flatten)]
        terms: Terms,
        #[command(flatten)]
        place: DataFolder,
    },
    /// Packets of HJ 212, the protocol of environmental monitors: explain, simulate, ask.
    Hj212 {
        #[command(subcommand)]
        task: crate::commands::hj212::Task,
    },
    /// Write what monitors sent to files for other programs, or purge what is old.
    Readings {
        #[command(subcommand)]
        task: crate::commands::readings::Task,
    },
    /// The chain library that comes with the program: check it, with recipes of your own laid over it.
    Library {
        #[command(subcommand)]
        task: crate::commands::library::Task,
    },
    /// Run a method on plain CSV files; needs no registers.
    Analyse {
        #[command(subcommand)]
        method: crate::commands::analyse::Method,
    },
    /// Write the briefing, to read or to print.
    Brief {
        /// File to write, ending in .html.
        #[arg(short, long)]
        output: PathBuf,
        #[command(flatten)]
        terms: Terms,
        /// With the plan of this scenario, which is worked out for it.
        #[arg(long, value_name = "ID")]
        scenario: Option<String>,
        #[command(flatten)]
        place: DataFolder,
    },
}

/// Where the registers are kept.
#[derive(Debug, Args)]
pub(crate) struct DataFolder {
    /// Folder of the registers; made on first use.
    #[arg(long, value_name = "DIR", default_value = "./yanlian-data")]
    data: PathBuf,
    /// Address of the database instead of a folder: postgres://USER@HOST:PORT/DATABASE or sqlite:FOLDER.
    #[arg(long, value_name = "URL", value_parser = DatabaseAddress, conflicts_with = "data")]
    database: Option<Address>,
}

impl DataFolder {
    /// Where the registers are.
    pub(crate) fn address(&self) -> Address {
        self.database.clone().unwrap_or_else(|| Address::folder(&self.data))
    }
}

/// What is asked of the diagnosis.
#[derive(Debug, Args)]
pub(crate) struct Terms {
    /// Only what touches this chain; all chains if not given.
    #[arg(long, value_name = "ID")]
    pub(crate) chain: Option<String>,
    /// Reporting year; the latest with any output if not given.
    #[arg(long, value_parser = parse_year)]
    pub(crate) year: Option<i32>,
    /// Let the latest earlier output stand in for a missing one, marked stale.
    #[arg(long)]
    pub(crate) accept_stale: bool,
    /// The day by which deadlines are judged; today if not given.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(crate) today: Option<NaiveDate>,
}

/// How a diagnosis is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tables to read in a terminal.
    Table,
    /// Everything, for programs.
    Json,
    /// The balance and what follows from it, a row a product.
    Csv,
    /// The lists as a workbook.
    Xlsx,
}

/// Reads the address of a database; what is wrong is told without the address, which may have a password.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DatabaseAddress;

impl TypedValueParser for DatabaseAddress {
    type Value = Address;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Address, clap::Error> {
        let address = value.to_string_lossy().parse();
        address.map_err(|wrong: NoAddress| {
            let argument = argument.map(ToString::to_string).unwrap_or_default();
            clap::Error::raw(ErrorKind::ValueValidation, format!("{argument}: {wrong}\n")).with_cmd(command)
        })
    }
}

/// A time, or a day for its beginning.
pub(crate) fn parse_time(text: &str) -> Result<NaiveDateTime, String> {
    let exact = || text.parse().ok().filter(|time: &NaiveDateTime| YEARS.contains(&time.year()));
    let day = || calendar::day(text).map(NaiveDateTime::from);
    minute(text).or_else(exact).or_else(day).ok_or_else(|| "as 2026-03-01 or 2026-03-01T08:30".into())
}

/// A day.
pub(crate) fn parse_day(text: &str) -> Result<NaiveDate, String> {
    calendar::day(text).ok_or_else(|| "as 2026-03-01".into())
}

/// A year.
pub(crate) fn parse_year(text: &str) -> Result<i32, String> {
    calendar::year(text).ok_or_else(|| "as 2026".into())
}

/// The arguments of the process, or how it ends: with help, or with words on what is wrong.
pub(crate) fn arguments() -> Result<Arguments, ExitCode> {
    Arguments::try_parse().map_err(|error| {
        let lang = spoken(std::env::args());
        match refused_value(&error).filter(|_| lang != Lang::En) {
            Some(message) => {
                eprintln!("yanlian: {}\n    → {}", i18n::sentence(lang, &message), i18n::remedy(lang, &message))
            }
            None => drop(error.print()),
        }
        ExitCode::from(error.exit_code() as u8)
    })
}

/// The language that arguments ask for, whatever else is wrong with them.
fn spoken(arguments: impl Iterator<Item = String>) -> Lang {
    let mut arguments = arguments.skip_while(|argument| !argument.starts_with("--lang"));
    let named = arguments.next().and_then(|argument| match argument.strip_prefix("--lang=") {
        Some(lang) => Lang::parse(lang),
        None => Lang::parse(&arguments.next()?),
    });
    named.unwrap_or(Lang::Zh)
}

/// That an option cannot have its value; the parser of arguments has English words alone.
fn refused_value(error: &clap::Error) -> Option<Message> {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let is_of_value = matches!(error.kind(), ErrorKind::ValueValidation | ErrorKind::InvalidValue);
    let option = said(ContextKind::InvalidArg).filter(|_| is_of_value)?;
    let known = known_values(error);
    let message = Message::new(if known.is_some() { "cli-option-value-of" } else { "cli-option-value" })
        .with("option", option)
        .with("value", said(ContextKind::InvalidValue).unwrap_or_default());
    Some(known.map_or(message.clone(), |known| message.with("known", known)))
}

/// The values that an option can have, where the parser of arguments, or that of the option, lists them.
fn known_values(error: &clap::Error) -> Option<String> {
    if let Some(ContextValue::Strings(values)) = error.get(ContextKind::ValidValue) {
        return Some(values.join(", ")).filter(|values| !values.is_empty());
    }
    let said = std::error::Error::source(error)?.to_string();
    said.strip_prefix("one of ").map(str::to_owned)
}

/// A part of a whole, from nothing to all of it.
pub(crate) fn part(text: &str) -> Result<f64, String> {
    finite(text).and_then(|part| (0.0..=1.0).contains(&part).then_some(part).ok_or_else(|| "0 … 1".to_owned()))
}

/// A number as people write it; neither infinite nor none.
pub(crate) fn finite(text: &str) -> Result<f64, String> {
    number::read(text).ok_or_else(|| "a number is wanted".to_owned())
}

fn parse_lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "zh or en".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_declaration_is_sound() {
        super::Arguments::command().debug_assert();
    }
}
