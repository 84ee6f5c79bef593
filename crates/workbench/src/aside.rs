//! Long work on threads that give way to those that make pages.
//!
//! Readers come back every moment and wait for milliseconds; whoever writes waits for longer anyway. On few
//! processors twenty writers would otherwise take every turn.

use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

/// How far these threads stand back, as `nice` counts.
const STEP_BACK: i32 = 10;

/// Threads of their own: as many as processors, and one that a long import cannot take.
static ASIDE: LazyLock<Runtime> = LazyLock::new(|| {
    let threads = 1 + std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(threads)
        .thread_name("yanlian-aside")
        .on_thread_start(step_back)
        .build();
    runtime.expect("threads can be started, as those that ask were")
});

/// Lets the calling thread stand back; where the system does not allow it, it goes on as it is.
fn step_back() {
    // On other systems this is said of the whole program.
    if cfg!(target_os = "linux") {
        let _ = rustix::process::setpriority_process(None, STEP_BACK);
    }
}

/// Does long work that no reader waits for, or not first.
pub fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    ASIDE.handle().spawn_blocking(work)
}
