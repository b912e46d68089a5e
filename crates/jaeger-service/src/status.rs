//! The `status` command: asks the admin port of a running process how it is, within a second.
//!
//! One blocking request with the standard library; there is no runtime when it is made.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use crate::options::ListenAddress;

/// What the admin port said.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) code: u16,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) const fn is_ok(&self) -> bool {
        self.code == 200
    }
}

/// Asks for `/` at `address`.
pub(crate) fn ask(address: &ListenAddress) -> io::Result<Answer> {
    let off = || io::Error::new(io::ErrorKind::AddrNotAvailable, "there is no admin port");
    let target = address.reachable_at().ok_or_else(off)?;
    let target = target.to_socket_addrs()?.next().ok_or_else(off)?;
    let mut stream = TcpStream::connect_timeout(&target, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    // HTTP/1.0 spares us from chunks and from an open connection.
    write!(stream, "GET / HTTP/1.0\r\nHost: {target}\r\n\r\n")?;
    let mut text = String::new();
    stream.take(ANSWER_BYTES_MAX).read_to_string(&mut text)?;
    read(&text).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not an HTTP answer"))
}

fn read(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let code = head.split_whitespace().nth(1)?.parse().ok()?;
    Some(Answer {
        code,
        body: body.to_owned(),
    })
}

const TIMEOUT: Duration = Duration::from_secs(1);
const ANSWER_BYTES_MAX: u64 = 64 * 1024;
