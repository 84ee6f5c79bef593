//! How many packets a second does the listener keep and answer, and how soon?
//!
//! Starts `yanlian serve --hj212` on a folder of its own with so many registered monitors, sends from
//! all of them at once, each packet as soon as the one before is answered, and measures the time from
//! packet to answer. Slow, silent and hostile clients are connected beside them. Prints what it
//! measured; the server's memory is its resident set.
//!
//! The senders share the machine with what is measured, so that they do little: one thread for all, and
//! packets of which only the times are written anew.
//!
//! ```sh
//! cargo build --release -p yanlian && cargo run --release -p yanlian --example hj212_load -- --seconds 20
//! ```

use anyhow::{Context, bail};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use clap::Parser;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use yanlian::simulate::{Device, Park, Program};
use yanlian_hj212::{crc, time};

/// How many sockets of one address are used; the listener turns away more than 256.
const OF_AN_ADDRESS: usize = 200;
/// How long after its end an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is measured.
#[derive(Debug, Parser)]
struct Arguments {
    /// Connections that send continuously, each of a monitor of its own.
    #[arg(long, default_value_t = 100)]
    connections: usize,
    /// For how many seconds.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Clients of each bad kind beside them: slow, silent, hostile.
    #[arg(long, default_value_t = 10)]
    bad: usize,
    /// The program to measure; the one beside this example if not given.
    #[arg(long)]
    program: Option<PathBuf>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let beside = std::env::current_exe()?.parent().and_then(Path::parent).context("no folder")?.join("yanlian");
    let program = arguments.program.unwrap_or(beside);
    let folder = tempfile::tempdir()?;
    let devices: Vec<Device> = (1..=arguments.connections).map(|number| Device::invented(number, 1)).collect();
    register(&program, folder.path(), &devices)?;
    let server = Server::start(&program, folder.path())?;
    let before = server.memory("VmRSS");
    let bad = beside_them(server.monitors, arguments.bad);
    let begin = NaiveDate::from_ymd_opt(2026, 3, 1).and_then(|day| day.and_hms_opt(0, 0, 0)).context("a day")?;
    let park = Park::new(devices, 1, Vec::new(), begin, begin);
    let started = Instant::now();
    let until = started + Duration::from_secs(arguments.seconds);
    let mut senders = JoinSet::new();
    for place in 0..arguments.connections {
        let packets = Packets::of(&park, place, begin)?;
        senders.spawn(send(server.monitors, place, packets, until));
    }
    let mut waits = Vec::new();
    let patience = Duration::from_secs(arguments.seconds) + PATIENCE;
    while let Some(sender) = timeout(patience, senders.join_next()).await.context("an answer does not come")? {
        waits.extend(sender??);
    }
    let seconds = started.elapsed().as_secs_f64();
    drop(bad);
    waits.sort_unstable();
    let at =
        |share: f64| waits.get((waits.len() as f64 * share) as usize).map_or(f64::NAN, |wait| wait.as_secs_f64() * 1e3);
    println!("connections              {:>10}", arguments.connections);
    println!("slow, silent, hostile    {:>10} each", arguments.bad);
    println!("answered                 {:>10} in {seconds:.1} s", waits.len());
    println!("rate                     {:>10.0} packets/s", waits.len() as f64 / seconds);
    println!("packet to answer         p50 {:.2} ms, p99 {:.2} ms, worst {:.2} ms", at(0.5), at(0.99), at(1.0 - 1e-9));
    println!(
        "server memory            {before} before, {} after, {} at most",
        server.memory("VmRSS"),
        server.memory("VmHWM")
    );
    println!("server processor time    {:>10.0} µs a packet", server.processor_seconds() * 1e6 / waits.len() as f64);
    println!("{}", metrics(server.pages).await?);
    Ok(())
}

/// Registers the devices in a folder, as monitors of one outlet each.
fn register(program: &Path, folder: &Path, devices: &[Device]) -> anyhow::Result<()> {
    let files = folder.join("registers");
    std::fs::create_dir(&files)?;
    let rows = |make: &dyn Fn(usize, &Device) -> String| -> String {
        devices.iter().enumerate().map(|(place, device)| make(place, device)).collect()
    };
    let credit = "91000000MA0000007C";
    std::fs::write(files.join("enterprises.csv"), format!("uscc,name\n{credit},load\n"))?;
    let outlets = rows(&|place, _| format!("O{place},{credit},O{place},direct\n"));
    std::fs::write(files.join("outlets.csv"), format!("id,enterprise,name,kind\n{outlets}"))?;
    let monitors = rows(&|place, device| format!("{},O{place},{}\n", device.mn, device.password));
    std::fs::write(files.join("monitors.csv"), format!("mn,outlet,password\n{monitors}"))?;
    let data = folder.join("data");
    let imported = Command::new(program).arg("import").arg(&files).arg("--data").arg(&data).output()?;
    if !imported.status.success() {
        bail!("the monitors could not be registered: {}", String::from_utf8_lossy(&imported.stderr));
    }
    Ok(())
}

/// The program that is measured.
struct Server {
    child: Child,
    monitors: SocketAddr,
    pages: SocketAddr,
}

impl Server {
    fn start(program: &Path, folder: &Path) -> anyhow::Result<Server> {
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--hj212", "127.0.0.1:0", "--data"]).arg(folder.join("data"));
        let mut child = command.stderr(Stdio::piped()).spawn()?;
        let mut lines = BufReader::new(child.stderr.take().context("it has a standard error")?).lines();
        let mut address = |mark: &str| -> anyhow::Result<SocketAddr> {
            let line = lines.next().context("it ended")??;
            line.split(mark).nth(1).with_context(|| line.clone())?.parse().with_context(|| line.clone())
        };
        let (monitors, pages) = (address("tcp://")?, address("http://")?);
        // Whatever else it says is passed on.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
        Ok(Server { child, monitors, pages })
    }

    /// A figure of the system about its memory.
    fn memory(&self, name: &str) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.map_or("unknown".to_owned(), |line| line.trim().to_owned())
    }

    /// How long it kept a core busy: the user's and the system's part, counted in hundredths.
    fn processor_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let behind_the_name = stat.rsplit(')').next().unwrap_or_default();
        behind_the_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
            / 100.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is measured, not needed any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Connects from one of several addresses of this machine.
async fn connect(to: SocketAddr, number: usize) -> std::io::Result<TcpStream> {
    let own = Ipv4Addr::new(127, 0, 1 + (number / OF_AN_ADDRESS) as u8, 1);
    let socket = TcpSocket::new_v4()?;
    socket.bind((own, 0).into())?;
    let stream = socket.connect(to).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// The real-time packets of a device, second by second.
struct Packets {
    bytes: Vec<u8>,
    /// Where the QN and the DataTime stand.
    places: [usize; 2],
    at: NaiveDateTime,
}

impl Packets {
    fn of(park: &Park, place: usize, begin: NaiveDateTime) -> anyhow::Result<Packets> {
        let program = Program { real_time: Some(1), ten_minutes: false };
        let sent = park.sent_by(place, begin, begin + TimeDelta::hours(1), program);
        let behind = |bytes: &[u8], name: &str| bytes.windows(name.len()).position(|own| own == name.as_bytes());
        let real_time = sent.map(|sent| sent.bytes.to_vec()).find(|bytes| behind(bytes, ";CN=2011;").is_some());
        let bytes = real_time.context("no real-time packet")?;
        let place = |name: &str| Some(behind(&bytes, name)? + name.len());
        let places = [place("QN=").context("no QN")?, place("DataTime=").context("no DataTime")?];
        Ok(Packets { bytes, places, at: begin })
    }

    /// The next packet: another second, and the check sum of that.
    fn next(&mut self) -> &[u8] {
        self.at += TimeDelta::seconds(1);
        let [qn, data_time] = self.places;
        self.bytes[qn..qn + 17].copy_from_slice(time::milliseconds(self.at).as_bytes());
        self.bytes[data_time..data_time + 14].copy_from_slice(time::seconds(self.at).as_bytes());
        let end = self.bytes.len() - "1C80\r\n".len();
        let sum = format!("{:04X}", crc(&self.bytes["##0101".len()..end]));
        self.bytes[end..end + 4].copy_from_slice(sum.as_bytes());
        &self.bytes
    }
}

/// Sends until the time is over; gives how long each answer took.
async fn send(to: SocketAddr, place: usize, mut packets: Packets, until: Instant) -> anyhow::Result<Vec<Duration>> {
    let mut stream = connect(to, place).await?;
    let (mut waits, mut buffer) = (Vec::new(), [0; 512]);
    let mut sent_at = Instant::now();
    while sent_at < until {
        stream.write_all(packets.next()).await?;
        // An answer is short enough to come in one piece, and ends its line.
        let mut read = 0;
        while !buffer[..read].ends_with(b"\r\n") {
            match stream.read(&mut buffer[read..]).await? {
                0 => bail!("the connection of device {place} was closed"),
                more => read += more,
            }
        }
        waits.push(sent_at.elapsed());
        sent_at = Instant::now();
    }
    Ok(waits)
}

/// Clients that send a byte now and then, nothing, or rubbish as fast as they are let.
fn beside_them(to: SocketAddr, each: usize) -> JoinSet<()> {
    let mut clients = JoinSet::new();
    for number in 0..each {
        clients.spawn(async move {
            let Ok(mut stream) = connect(to, 10_000 + number).await else { return };
            for byte in b"##0140QN=20160801085857223;ST=32;".iter().cycle() {
                if stream.write_all(&[*byte]).await.is_err() {
                    return;
                }
                sleep(Duration::from_millis(200)).await;
            }
        });
        clients.spawn(async move {
            let silent = connect(to, 10_000 + each + number).await;
            std::future::pending::<()>().await;
            drop(silent);
        });
        clients.spawn(async move {
            let rubbish = [b"##9999##0010no packet\r\n".as_slice(), &[b'#'; 4000], &[0xFF; 4000]].concat();
            loop {
                let Ok(mut stream) = connect(to, 10_000 + 2 * each + number).await else { return };
                while stream.write_all(&rubbish).await.is_ok() {}
                sleep(Duration::from_millis(50)).await;
            }
        });
    }
    clients
}

/// What the server counted.
async fn metrics(pages: SocketAddr) -> anyhow::Result<String> {
    let mut stream = TcpStream::connect(pages).await?;
    let request = format!("GET /metrics HTTP/1.1\r\nHost: {pages}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    Ok(text.lines().filter(|line| line.starts_with("yanlian_") && !line.contains('{')).collect::<Vec<_>>().join("\n"))
}
