//! `yanlian hj212`: packets of HJ 212, explained, simulated, asked for.

mod ask;
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
    /// Ask something of a monitor: it goes down when the monitor is connected to a listener of the folder.
    Ask(ask::Ask),
    /// List what was asked of monitors, newest first, and what became of it.
    Asked(ask::Asked),
}

/// Runs the task.
pub(super) async fn run(task: Task, lang: Lang) -> Outcome {
    match task {
        Task::Decode(decode) => decode::run(&decode, lang),
        Task::Simulate(simulate) => simulate::run(simulate, lang).await,
        Task::Ask(ask) => ask::ask(ask, lang).await,
        Task::Asked(asked) => ask::asked(asked, lang).await,
    }
}
