//! The listener and the commands about it, as a person runs them.

use crate::stores::Stores;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::time::Duration;
use yanlian::simulate::Device;
use yanlian_hj212::{Framer, Packet, What};

const YANLIAN: &str = env!("CARGO_BIN_EXE_yanlian");
const MN: &str = "SIM000000000000000000001";

on_each_database!(
    what_a_simulator_sends_is_answered_and_a_stop_is_clean,
    a_command_asked_on_the_command_line_goes_down_and_is_listed_with_its_end,
    other_machines_are_let_in_only_where_it_is_said,
);

fn run(arguments: &[&str], store: &str) -> Output {
    Command::new(YANLIAN).args(arguments).args(["--database", store]).output().unwrap()
}

fn told(output: &Output, code: i32) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}");
    text
}

/// Registers one outlet and the monitor of the simulator's first device.
fn register(stores: &Stores) {
    let folder = stores.folder();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("enterprises.csv", "uscc,name\n91000000MA0000007C,示例钛业有限公司\n");
    write("outlets.csv", "id,enterprise,name,kind\nDW001,91000000MA0000007C,总排口,direct\n");
    write("monitors.csv", &format!("mn,outlet,password\n{MN},DW001,123456\n"));
    write("factors.csv", "code,name_zh,unit\nw00000,流量,L/s\nw01018,化学需氧量,mg/L\n");
    write("monitor_factors.csv", &format!("monitor,factor\n{MN},w00000\n{MN},w01018\n"));
    told(&run(&["import", folder.to_str().unwrap()], &stores.url), 0);
}

struct Server {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStderr>>,
    monitors: String,
    pages: String,
}

impl Server {
    fn start(store: &str) -> Server {
        let mut command = Command::new(YANLIAN);
        command.args(["serve", "--listen", "127.0.0.1:0", "--hj212", "127.0.0.1:0", "--database", store]);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut address = |mark: &str| lines.next().unwrap().unwrap().split(mark).nth(1).unwrap().to_owned();
        let (monitors, pages) = (address("tcp://"), address("http://"));
        Server { child, lines, monitors, pages }
    }

    fn metric(&self, name: &str) -> u64 {
        let mut stream = TcpStream::connect(&self.pages).unwrap();
        write!(stream, "GET /metrics HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.pages).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let value = text.lines().find_map(|line| line.strip_prefix(&format!("yanlian_hj212_{name} ")));
        value.unwrap_or_else(|| panic!("{name}: {text}")).parse().unwrap()
    }

    /// Tells it to stop as a service manager does, and waits until it has.
    fn stop(mut self) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        let said: Vec<String> = self.lines.map_while(Result::ok).collect();
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "{said:?}");
        assert!(said.is_empty(), "{said:?}");
    }
}

/// A monitor's end of the line.
struct Line {
    stream: TcpStream,
    framer: Framer,
    heard: Vec<String>,
}

impl Line {
    fn connect(address: &str) -> Line {
        let stream = TcpStream::connect(address).unwrap();
        // A test that hears nothing fails instead of waiting for ever.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        Line { stream, framer: Framer::new(), heard: Vec::new() }
    }

    fn say(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap();
    }

    /// The next segment that comes.
    fn hear(&mut self) -> String {
        let mut buffer = [0; 1024];
        while self.heard.is_empty() {
            let read = self.stream.read(&mut buffer).unwrap();
            assert!(read > 0, "the connection was closed");
            let mut chunk = &buffer[..read];
            while let Some(piece) = self.framer.next(&mut chunk) {
                let What::Frame(frame) = piece.what else { panic!("{piece:?}") };
                self.heard.push(frame.text().to_string());
            }
        }
        self.heard.remove(0)
    }
}

/// The packets of an hour of the simulator's first device.
fn capture(folder: &Path, more: &[&str]) -> Vec<u8> {
    let file = folder.join("capture.bin");
    let mut command = Command::new(YANLIAN);
    command.args(["hj212", "simulate", "--devices", "1", "--from", "2026-03-01", "--to-time", "2026-03-01T01:00"]);
    told(&command.args(["-o", file.to_str().unwrap()]).args(more).output().unwrap(), 0);
    std::fs::read(file).unwrap()
}

#[test]
fn a_simulation_is_the_same_every_time_and_all_of_it_is_in_order() {
    let scratch = tempfile::tempdir().unwrap();
    let first = capture(scratch.path(), &["--seed", "7", "--every", "300"]);
    assert!(first == capture(scratch.path(), &["--seed", "7", "--every", "300"]));
    assert!(first != capture(scratch.path(), &["--seed", "8", "--every", "300"]));
    let file = scratch.path().join("seven.bin");
    std::fs::write(&file, &first).unwrap();
    let decoded = Command::new(YANLIAN).args(["hj212", "decode", "--lang", "en", file.to_str().unwrap()]).output();
    // Its start, real-time each five minutes, ten minutes, the hour, the equipment's state.
    assert!(told(&decoded.unwrap(), 0).contains("21 packets in order, 0 pieces refused"));
    let newest = capture(scratch.path(), &["--edition", "2025", "--every", "300"]);
    assert!(String::from_utf8_lossy(&newest).contains("CN=9015;"), "its heart beats");
    let faults = capture(scratch.path(), &["--fault", "bad-crc=1"]);
    std::fs::write(&file, &faults).unwrap();
    let decoded = Command::new(YANLIAN).args(["hj212", "decode", "--lang", "en", file.to_str().unwrap()]).output();
    assert!(told(&decoded.unwrap(), 0).contains("0 packets in order"));
    let unknown = Command::new(YANLIAN).args(["hj212", "simulate", "--to", "127.0.0.1:1", "--fault", "rain"]).output();
    assert!(told(&unknown.unwrap(), 2).contains("half-frame"), "says which faults there are");
}

async fn what_a_simulator_sends_is_answered_and_a_stop_is_clean(stores: Stores) {
    register(&stores);
    let server = Server::start(&stores.url);
    let mut simulate = Command::new(YANLIAN);
    simulate.args(["hj212", "simulate", "--to", &server.monitors, "--database", &stores.url, "--lang", "en"]);
    simulate.args(["--from", "2026-03-01", "--to-time", "2026-03-02", "--every", "0", "--fault", "resend=0.2"]);
    let said = told(&simulate.output().unwrap(), 0);
    let (kept, known) = (server.metric("packets_kept_total"), server.metric("packets_duplicate_total"));
    // Its start, 144 of ten minutes, 24 hours, 24 states, a day, a running time.
    assert_eq!(kept, 195, "{said}");
    assert!(known > 0 && said.contains(&format!("{0} pieces sent, {0} answered", kept + known)), "{known} {said}");
    server.stop();
    let refused = told(&simulate.output().unwrap(), 3);
    assert!(refused.contains("cannot send to"), "{refused}");
}

async fn a_command_asked_on_the_command_line_goes_down_and_is_listed_with_its_end(stores: Stores) {
    register(&stores);
    let server = Server::start(&stores.url);
    let device = Device::invented(1, 1);
    let packets = capture(stores.folder(), &["--every", "0", "--seed", "1"]);
    let hour: Vec<&[u8]> = packets.split_inclusive(|byte| *byte == b'\n').collect();
    let mut line = Line::connect(&server.monitors);
    line.say(hour[0]);
    assert!(line.hear().contains("CN=9014"));
    told(&run(&["hj212", "ask", MN, "read-time", "--lang", "en"], &stores.url), 0);
    let request = line.hear();
    assert!(request.contains("CN=1011"), "{request}");
    let now = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap().and_hms_opt(8, 0, 0).unwrap();
    for said in device.respond(&Packet::parse(&request).0, now) {
        line.say(&said);
    }
    // What the device says is settled before a chunk behind it is read.
    for packet in &hour[1..4] {
        line.say(packet);
        while !line.hear().contains(&format!("QN={};", qn(packet))) {}
    }
    let listed = told(&run(&["hj212", "asked", "--lang", "en"], &stores.url), 0);
    assert!(listed.contains("Device time") && listed.contains("done"), "{listed}");
    assert!(listed.contains("SystemTime=20260301080000"), "{listed}");
    let refused = told(&run(&["hj212", "ask", "NOBODY", "read-time"], &stores.url), 2);
    assert!(refused.contains("NOBODY"), "{refused}");
    told(&run(&["hj212", "ask", MN, "history"], &stores.url), 2);
    server.stop();
}

fn qn(packet: &[u8]) -> String {
    let text = String::from_utf8_lossy(packet);
    text.split("QN=").nth(1).unwrap().split(';').next().unwrap().to_owned()
}

async fn other_machines_are_let_in_only_where_it_is_said(stores: Stores) {
    let told =
        told(&run(&["serve", "--listen", "127.0.0.1:0", "--hj212", "0.0.0.0:0", "--lang", "en"], &stores.url), 2);
    assert!(told.contains("loopback"), "{told}");
}
