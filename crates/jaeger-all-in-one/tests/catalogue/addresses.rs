//! Where ports are, and that the log says it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::{IpAddr, SocketAddr};

use serde_json::Value;

use crate::jaeger::ZIPKIN;
use crate::program::Program;

/// Arguments, and the one port that they open to everybody.
const CASES: [(&[&str], &str); 4] = [
    (&[ZIPKIN], ""),
    (&["--query.http-server.host-port=:0"], "query-http"),
    (&["--admin.http.host-port=:0"], "admin"),
    (
        &["--processor.jaeger-compact.server-host-port=:0"],
        "jaeger-thrift-compact-udp",
    ),
];

/// Ports moved to loopback in a patch release, and nobody was told: jaegertracing/jaeger#5737,
/// jaegertracing/jaeger#6207, jaegertracing/jaeger#6209.
#[test]
fn the_log_says_where_every_port_is() {
    for (arguments, everywhere) in CASES {
        let program = Program::start(&[], arguments);
        let open = open_ports(program.child.id());
        let said = addresses(&program.stop());
        let all: BTreeSet<SocketAddr> = said.values().flatten().copied().collect();
        assert_eq!(all, open, "{arguments:?}: {said:#?}");
        for (name, addresses) in &said {
            for address in addresses {
                let ip = address.ip();
                assert_eq!(ip.is_loopback(), name != everywhere, "{name} {address}");
                assert_eq!(ip.is_unspecified(), name == everywhere, "{name} {address}");
            }
        }
    }
}

/// The addresses in the log, by the names of the ports.
fn addresses(log: &str) -> BTreeMap<String, Vec<SocketAddr>> {
    let mut addresses: BTreeMap<String, Vec<SocketAddr>> = BTreeMap::new();
    for line in log.lines() {
        let said: Value = serde_json::from_str(line).expect("JSON");
        if said["msg"] == "listening" {
            let text = |member: &str| said[member].as_str().expect("a text").to_owned();
            let address = text("address").parse().expect("an address");
            addresses.entry(text("name")).or_default().push(address);
        }
    }
    addresses
}

/// Where a process takes connections and datagrams, as the system has it.
fn open_ports(process: u32) -> BTreeSet<SocketAddr> {
    let sockets = sockets(process);
    let mut open = BTreeSet::new();
    for (table, waiting) in [
        ("tcp", LISTENING),
        ("tcp6", LISTENING),
        ("udp", UNCONNECTED),
        ("udp6", UNCONNECTED),
    ] {
        // A machine without IPv6 lacks two of the tables.
        let text = fs::read_to_string(format!("/proc/{process}/net/{table}")).unwrap_or_default();
        for line in text.lines().skip(1) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            if columns[3] == waiting && sockets.contains(columns[9]) {
                open.insert(address(columns[1]));
            }
        }
    }
    open
}

/// The inodes of the sockets that a process has.
fn sockets(process: u32) -> BTreeSet<String> {
    let files = fs::read_dir(format!("/proc/{process}/fd")).expect("the process lives");
    let targets = files.filter_map(|file| fs::read_link(file.ok()?.path()).ok());
    targets
        .filter_map(|target| {
            let inode = target.to_str()?.strip_prefix("socket:[")?;
            inode.strip_suffix(']').map(str::to_owned)
        })
        .collect()
}

/// Reads `0100007F:1F90`: words of 32 bits as they lie in memory, and the port as a number.
fn address(text: &str) -> SocketAddr {
    let (host, port) = text.split_once(':').expect("host and port");
    let words = host.as_bytes().chunks(8).map(|word| {
        let word = str::from_utf8(word).expect("digits");
        u32::from_str_radix(word, 16).expect("digits")
    });
    let bytes: Vec<u8> = words.flat_map(u32::to_ne_bytes).collect();
    let ip = match <[u8; 4]>::try_from(bytes.as_slice()) {
        Ok(bytes) => IpAddr::from(bytes),
        Err(_) => IpAddr::from(<[u8; 16]>::try_from(bytes).expect("an address")),
    };
    SocketAddr::new(ip, u16::from_str_radix(port, 16).expect("digits"))
}

const LISTENING: &str = "0A";
const UNCONNECTED: &str = "07";
