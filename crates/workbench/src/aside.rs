//! Long work on threads that give way to those that make pages.
//!
//! Readers come back every moment and wait for milliseconds; whoever writes waits for longer anyway. On few
//! processors twenty writers would otherwise take every turn. Of these threads one is never taken by what lasts
//! minutes, so that an answer that was not made ahead waits for no import.

use std::sync::LazyLock;
use std::thread::available_parallelism;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinHandle};

/// How far these threads stand back, as `nice` counts.
const STEP_BACK: i32 = 10;

/// How much may last minutes at a time.
static LONG: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(processors()));

/// Threads of their own: one more than work of minutes may take.
static ASIDE: LazyLock<Runtime> = LazyLock::new(|| {
    let threads = 1 + processors();
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(threads)
        .thread_name("yanlian-aside")
        .on_thread_start(step_back)
        .build();
    runtime.expect("threads can be started, as those that ask were")
});

fn processors() -> usize {
    available_parallelism().map_or(1, usize::from)
}

/// Lets the calling thread stand back; where the system does not allow it, it goes on as it is.
fn step_back() {
    // On other systems this is said of the whole program.
    if cfg!(target_os = "linux") {
        let _ = rustix::process::setpriority_process(None, STEP_BACK);
    }
}

/// Does work of a moment that no reader waits for, or not first.
pub(crate) fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    ASIDE.handle().spawn_blocking(work)
}

/// Does work that may take minutes; it waits until others of the kind are done.
///
/// # Errors
/// The work panicked.
pub async fn at_length<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    // Nobody closes it. It goes with the work, which goes on where whoever asked went away.
    let turn = LONG.acquire().await;
    aside(move || {
        let _turn = turn;
        work()
    })
    .await
}
