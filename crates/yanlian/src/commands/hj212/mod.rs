//! `yanlian hj212`: packets of HJ 212, explained and simulated; commands to monitors.

mod command;
mod decode;
mod simulate;

use crate::Outcome;
use clap::Subcommand;
use yanlian_model::Lang;

/// What to do with HJ 212 packets.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Explain a capture packet by packet: what is right, what was refused and why.
    ///
    /// Framing is strict: `##`, four digits of length, the segment, its check sum, CR LF. What is odd
    /// inside a rightly framed packet is told as a finding. Bytes between packets have a line too.
    Decode(decode::Decode),
    /// Send or write what monitors would send, with faults where they are wanted.
    ///
    /// The same seed gives the same bytes. Devices are invented, or those of the registers with their
    /// factors, units and limits. Without times they send from now on, until they are stopped.
    Simulate(simulate::Simulate),
    /// Send a command to a monitor: it goes out when the monitor is connected to a server of the folder.
    #[command(alias = "ask")]
    Command(command::NewCommand),
    /// List the commands to monitors, newest first, each with its status.
    #[command(alias = "asked")]
    Commands(command::Commands),
}

/// Runs the task.
pub(super) async fn run(task: Task, lang: Lang) -> Outcome {
    match task {
        Task::Decode(decode) => decode::run(&decode, lang),
        Task::Simulate(simulate) => simulate::run(simulate, lang).await,
        Task::Command(command) => command::add(command, lang).await,
        Task::Commands(commands) => command::list(commands, lang).await,
    }
}
