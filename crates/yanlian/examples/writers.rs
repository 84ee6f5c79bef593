//! What do many writers at once lose, and how long do readers wait beside them?
//!
//! Starts `yanlian serve`, once or more often, on a database with the demonstration park several times over.
//! Half of the writers send forms, half import files, each as soon as the one before is answered; readers look at
//! pages, each again after a pause, at first alone and then beside the writers. What was acknowledged
//! must be kept, once, and no answer may be a 500. Prints the waits of both.
//!
//! ```sh
//! cargo build --release -p yanlian && cargo run --release -p yanlian --example writers -- --seconds 60
//! ```

use anyhow::{Context, bail, ensure};
use clap::Parser;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::sleep;
use yanlian_intake::{judge, read};
use yanlian_model::{Change, Registers, Tables};
use yanlian_store::{Address, Entry, EntryKind};

/// The pages that readers look at in turn.
const PAGES: [&str; 8] =
    ["/", "/chain", "/opportunities", "/enterprises", "/projects", "/service", "/discharge", "/data/review_periods"];

/// What is measured.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many write.
    #[arg(long, default_value_t = 20)]
    writers: usize,
    /// How many read.
    #[arg(long, default_value_t = 10)]
    readers: usize,
    /// Milliseconds that a reader looks at a page before the next.
    #[arg(long, default_value_t = 500)]
    pause: u64,
    /// Milliseconds between what a writer writes and what it writes next.
    #[arg(long, default_value_t = 0)]
    think: u64,
    /// Copies of the demonstration's 42 enterprises.
    #[arg(long, default_value_t = 7)]
    parks: usize,
    /// For how many seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// How many programs serve; writers and readers go to them in turn.
    #[arg(long, default_value_t = 1)]
    programs: usize,
    /// The database, empty; files in a temporary folder if not given.
    #[arg(long, value_name = "URL")]
    database: Option<Address>,
    /// The program to measure; the one beside this example if not given.
    #[arg(long)]
    program: Option<PathBuf>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let beside = std::env::current_exe()?.parent().and_then(Path::parent).context("no folder")?.join("yanlian");
    let folder = tempfile::tempdir()?;
    let database = arguments.database.clone().unwrap_or_else(|| Address::folder(folder.path()));
    let enterprises = furnish(&database, arguments.parks).await?;
    let program = arguments.program.clone().unwrap_or(beside);
    let servers: Vec<Server> =
        (0..arguments.programs).map(|_| Server::start(&program, &database)).collect::<anyhow::Result<_>>()?;
    let addresses: Vec<SocketAddr> = servers.iter().map(|server| server.address).collect();
    println!(
        "{database}: {enterprises} enterprises, {} programs, {} writers, {} readers",
        addresses.len(),
        arguments.writers,
        arguments.readers
    );
    // Each page once, so that nobody is measured who comes first of all.
    for address in &addresses {
        look(*address, 0, Duration::ZERO, Instant::now() + Duration::from_secs(2)).await?;
    }
    measure(&arguments, &addresses, 0, Duration::from_secs(arguments.seconds / 4)).await?;
    let acknowledged =
        measure(&arguments, &addresses, arguments.writers, Duration::from_secs(arguments.seconds)).await?;
    check(&database, &acknowledged).await
}

/// Readers, and so many writers beside them; gives what was acknowledged.
async fn measure(
    arguments: &Arguments,
    addresses: &[SocketAddr],
    writers: usize,
    time: Duration,
) -> anyhow::Result<Vec<String>> {
    let until = Instant::now() + time;
    let pause = Duration::from_millis(arguments.pause);
    let think = Duration::from_millis(arguments.think);
    // Writers by form and by file go to each.
    let of = |person: usize| addresses[person / 2 % addresses.len()];
    let mut reading = JoinSet::new();
    (0..arguments.readers).for_each(|reader| drop(reading.spawn(look(of(reader), reader, pause, until))));
    let mut writing = JoinSet::new();
    (0..writers).for_each(|writer| drop(writing.spawn(write(of(writer), writer, think, until))));
    let (mut acknowledged, mut writes) = (Vec::new(), Vec::new());
    while let Some(done) = writing.join_next().await {
        for (what, wait) in done?? {
            acknowledged.push(what);
            writes.push(wait);
        }
    }
    let mut pages: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    while let Some(done) = reading.join_next().await {
        for (page, wait) in done?? {
            pages.entry(page).or_default().push(wait);
        }
    }
    report(&format!("pages beside {writers} writers"), pages.values().flatten().copied().collect());
    pages.into_iter().for_each(|(page, waits)| report(&format!("    {page}"), waits));
    report("writes", writes);
    Ok(acknowledged)
}

fn report(what: &str, mut waits: Vec<Duration>) {
    waits.sort_unstable();
    let at = |part: f64| waits.get((waits.len() as f64 * part) as usize).or(waits.last()).copied().unwrap_or_default();
    let ms = |wait: Duration| wait.as_secs_f64() * 1e3;
    let (half, most, last) = (ms(at(0.5)), ms(at(0.99)), ms(at(1.0)));
    println!(
        "{what}: {} answered; median {half:.1} ms, 99th percentile {most:.1} ms, longest {last:.1} ms",
        waits.len()
    );
}

/// The library and so many parks in a database; gives how many enterprises they have.
async fn furnish(database: &Address, parks: usize) -> anyhow::Result<usize> {
    let mut tables = Tables::new();
    for files in [yanlian::library::files("all").context("no library")?, yanlian::library::demonstration()] {
        let drafts = read(&files, &mut |_| {}).map_err(|findings| anyhow::anyhow!("{findings:?}"))?;
        for change in judge(drafts, &tables, &mut |_| {}).changes {
            tables.apply(&change);
        }
    }
    let registers = yanlian::library::side_by_side(&Registers::from_tables(&tables), parks);
    let rows = registers.to_tables();
    let rows = rows.iter().flat_map(|(register, table)| table.iter().map(move |row| (register, row)));
    let change = |(register, (key, row)): (&'static str, (&yanlian_model::Key, &yanlian_model::Row))| Change {
        register,
        key: key.clone(),
        before: None,
        after: Some(row.clone()),
    };
    let changes: Vec<Change> = rows.map(change).collect();
    let entry = Entry {
        at: chrono::DateTime::UNIX_EPOCH,
        by: "measure".to_owned(),
        files: "parks".to_owned(),
        kind: EntryKind::Import,
        submission: None,
    };
    let store = database.open().await?;
    store.commit(&entry, store.revision().await?, &changes).await?;
    store.close().await;
    Ok(registers.enterprises.len())
}

/// Looks at pages in turn.
async fn look(
    address: SocketAddr,
    first: usize,
    pause: Duration,
    until: Instant,
) -> anyhow::Result<Vec<(&'static str, Duration)>> {
    let mut connection = Connection::open(address).await?;
    let mut waits = Vec::new();
    // Not all at the same time.
    sleep(pause.mul_f64(first as f64 % 10.0 / 10.0)).await;
    for page in PAGES.iter().cycle().skip(first) {
        if Instant::now() >= until {
            break;
        }
        let begun = Instant::now();
        let status = connection.send("GET", page, "text/plain", "").await?;
        ensure!(status == 200, "{page}: {status}");
        waits.push((*page, begun.elapsed()));
        sleep(pause).await;
    }
    Ok(waits)
}

/// Writes by form or by file; gives what was acknowledged.
async fn write(
    address: SocketAddr,
    writer: usize,
    think: Duration,
    until: Instant,
) -> anyhow::Result<Vec<(String, Duration)>> {
    let mut connection = Connection::open(address).await?;
    let mut acknowledged = Vec::new();
    for number in 0.. {
        if Instant::now() >= until {
            break;
        }
        let what = format!("W-{writer}-{number}");
        let begun = Instant::now();
        let status = if writer.is_multiple_of(2) {
            let form = format!(
                "outlet=DW001-LD&factor=&from=2026-03-01T08%3A00&to=2026-03-01T09%3A00&reason={what}&once={what}&back=/"
            );
            connection.send("POST", "/discharge/review", "application/x-www-form-urlencoded", &form).await?
        } else {
            let part =
                |head: &str, body: &str| format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
            let csv = format!("id,enterprise,text\n{what},91000000MA0D15569J,Needs {what}\n");
            let file = part("name=\"files\"; filename=\"difficulties.csv\"", &csv);
            let form = format!("{file}{}--x--\r\n", part("name=\"action\"", "import"));
            connection.send("POST", "/data/import", "multipart/form-data; boundary=x", &form).await?
        };
        ensure!(matches!(status, 200 | 303), "{what}: {status}");
        acknowledged.push((what, begun.elapsed()));
        sleep(think).await;
    }
    Ok(acknowledged)
}

/// Whether everything that was acknowledged is kept, once, and nothing else.
async fn check(database: &Address, acknowledged: &[String]) -> anyhow::Result<()> {
    let tables = database.open().await?.load().await?.tables;
    let kept = Registers::from_tables(&tables);
    let reviews = kept.review_periods.iter().map(|row| row.reason.as_str());
    let difficulties = kept.difficulties.iter().map(|row| row.id.as_str());
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for what in reviews.chain(difficulties).filter(|what| what.starts_with("W-")) {
        *found.entry(what).or_default() += 1;
    }
    let lost = acknowledged.iter().filter(|what| !found.contains_key(what.as_str())).count();
    let twice = found.values().filter(|count| **count > 1).count();
    println!("{} writes acknowledged: {lost} lost, {twice} written twice", acknowledged.len());
    if lost + twice > 0 || found.len() != acknowledged.len() {
        bail!("{} kept", found.len());
    }
    Ok(())
}

/// A connection that is kept open.
struct Connection {
    stream: TcpStream,
    host: String,
    read: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> anyhow::Result<Connection> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, host: address.to_string(), read: Vec::new() })
    }

    /// Sends a request and reads the answer to its end; gives the status.
    async fn send(&mut self, method: &str, path: &str, kind: &str, body: &str) -> anyhow::Result<u16> {
        let host = &self.host;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        self.stream.write_all(format!("{head}{body}").as_bytes()).await?;
        loop {
            if let Some(end) = self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&self.read[..end]).to_lowercase();
                let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
                let length: usize = length.context("an answer without a length")?.trim().parse()?;
                let whole = end + 4 + length;
                if self.read.len() >= whole {
                    let status = head.split(' ').nth(1).context("no status")?.parse()?;
                    self.read.drain(..whole);
                    return Ok(status);
                }
            }
            let mut more = [0; 65536];
            let count = self.stream.read(&mut more).await?;
            ensure!(count > 0, "the connection was closed");
            self.read.extend_from_slice(&more[..count]);
        }
    }
}

/// The program that is measured.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(program: &Path, database: &Address) -> anyhow::Result<Server> {
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", &database.to_string()]).stderr(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let mut said = BufReader::new(child.stderr.take().context("no standard error")?);
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            ensure!(said.read_line(&mut line)? > 0, "the program stopped");
        }
        let address = line.split("http://").nth(1).context("no address")?.trim().parse()?;
        // What else it says is for whoever looks.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::stderr()));
        Ok(Server { child, address })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
