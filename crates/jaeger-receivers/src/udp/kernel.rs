//! Datagrams that the kernel threw away before anybody could read them, from its tables in `/proc`.
//!
//! Where there are no such tables nothing is counted.

use std::fs;
use std::net::SocketAddr;
use std::time::Duration;

use jaeger_service::metrics::Counter;

/// Counts what is lost at some sockets.
pub(crate) struct KernelDrops {
    tables: Vec<(&'static str, u16)>,
    counted: u64,
    counter: Counter,
}

impl KernelDrops {
    /// Counts into `counter` what is lost at the sockets with these addresses.
    pub(crate) fn of(addresses: impl Iterator<Item = SocketAddr>, counter: Counter) -> Self {
        let table = |address: SocketAddr| match address {
            SocketAddr::V4(_) => ("/proc/net/udp", address.port()),
            SocketAddr::V6(_) => ("/proc/net/udp6", address.port()),
        };
        Self {
            tables: addresses.map(table).collect(),
            counted: 0,
            counter,
        }
    }

    /// Counts now and then, for ever.
    pub(crate) async fn watch(&mut self) {
        loop {
            tokio::time::sleep(PAUSE).await;
            self.count().await;
        }
    }

    /// Counts what was lost since the last time.
    pub(crate) async fn count(&mut self) {
        let tables = self.tables.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let lost = |(table, port): (&str, u16)| {
                lost_at(&fs::read_to_string(table).unwrap_or_default(), port)
            };
            tables.into_iter().map(lost).sum::<u64>()
        });
        let lost = reading.await.unwrap_or(self.counted);
        self.counter.inc_by(lost.saturating_sub(self.counted));
        self.counted = self.counted.max(lost);
    }
}

/// Adds up the last column of the rows whose local port is `port`.
fn lost_at(table: &str, port: u16) -> u64 {
    let lost = |row: &str| {
        let mut columns = row.split_whitespace();
        let (_, local_port) = columns.nth(1)?.rsplit_once(':')?;
        if u16::from_str_radix(local_port, 16) != Ok(port) {
            return None;
        }
        columns.next_back()?.parse::<u64>().ok()
    };
    table.lines().skip(1).filter_map(lost).sum()
}

const PAUSE: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up_what_was_lost_at_a_port() {
        let table = "\
   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  201: 0100007F:1AAF 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 28154 2 0000000000000000 7
  202: 0200007F:1AAF 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 28155 2 0000000000000000 2
  203: 0100007F:1AB0 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 28156 2 0000000000000000 9
";
        assert_eq!(lost_at(table, 6831), 9);
        assert_eq!(lost_at(table, 6832), 9);
        assert_eq!(lost_at(table, 6833), 0);
        assert_eq!(lost_at("", 6831), 0);
        assert_eq!(lost_at("head\n1: x\n2: a:zz 1\n", 6831), 0);
    }
}
