//! Who runs this program, as far as the system knows.

use yanlian_model::Actor;

/// The person at this machine's pages: whoever started the program, until there are accounts.
pub(crate) fn local() -> Actor {
    Actor::Local(name())
}

/// The user of the command line, by the number that the system gives: `USER` can say anything.
pub(crate) fn console() -> Actor {
    #[cfg(unix)]
    let user = rustix::process::getuid().as_raw().to_string();
    #[cfg(not(unix))]
    let user = name();
    Actor::Console(user)
}

fn name() -> String {
    ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_else(|| "local".to_owned())
}
