//! Where the bytes of the strategies come from: a file, or a web server over plain HTTP.

use std::error::Error as StdError;
use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::http::{StatusCode, Uri};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jaeger_service::options::ConfigError;

use crate::parse::ParseError;

/// Where the bytes of the strategies come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// Nowhere: every service has the default probability.
    Nothing,
    File(PathBuf),
    Url(Uri),
}

/// What a source has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Bytes(Bytes),
    /// The web server says 503: there may be strategies, but not now.
    NotNow,
}

/// Why strategies could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// They could not be read.
    #[error("failed to read the sampling strategies in {place}")]
    Read {
        /// The file or the URL.
        place: String,
        /// What went wrong.
        #[source]
        cause: Box<dyn StdError + Send + Sync>,
    },
    /// They were read and mean nothing.
    #[error("failed to understand the sampling strategies in {place}")]
    Parse {
        /// The file or the URL.
        place: String,
        /// What is wrong with them.
        #[source]
        cause: ParseError,
    },
}

impl Source {
    /// Reads the name of a source. A URL is what has a scheme and a host, all else is a file.
    pub(crate) fn parse(text: &str) -> Result<Self, ConfigError> {
        if text.is_empty() {
            return Ok(Self::Nothing);
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return Ok(Self::File(PathBuf::from(text)));
        };
        if !is_scheme(scheme) || rest.is_empty() || rest.starts_with('/') {
            return Ok(Self::File(PathBuf::from(text)));
        }
        // The text may hold a password, so no error shows it.
        let refuse = |what: &str| {
            let option = "sampling.strategies-file";
            Err(ConfigError::contradiction(format!("{option}: {what}")))
        };
        if !scheme.eq_ignore_ascii_case("http") {
            return refuse(
                "of URLs only http:// is served; a sidecar can fetch others into a file",
            );
        }
        match text.parse::<Uri>() {
            Ok(url)
                if url
                    .authority()
                    .is_some_and(|host| host.as_str().contains('@')) =>
            {
                refuse("a user and password in the URL are not served")
            }
            Ok(url) => Ok(Self::Url(url)),
            Err(error) => refuse(&format!("this is not a URL: {error}")),
        }
    }

    /// Reads what the source has now.
    pub(crate) async fn read(&self) -> Result<Content, LoadError> {
        let read = match self {
            Self::Nothing => Ok(Content::Bytes(Bytes::from_static(b"null"))),
            Self::File(path) => read_file(path.clone()).await,
            Self::Url(url) => fetch_in_time(url).await,
        };
        read.map_err(|cause| LoadError::Read {
            place: self.to_string(),
            cause,
        })
    }
}

/// Shows no query of a URL.
impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("no file"),
            Self::File(path) => write!(formatter, "{}", path.display()),
            Self::Url(url) => write_url(formatter, url),
        }
    }
}

/// The query may hold a token.
fn write_url(formatter: &mut fmt::Formatter<'_>, url: &Uri) -> fmt::Result {
    match url.to_string().split_once('?') {
        Some((place, _)) => write!(formatter, "{place}?***"),
        None => write!(formatter, "{url}"),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

async fn read_file(path: PathBuf) -> Result<Content, Cause> {
    let bytes = tokio::task::spawn_blocking(move || read_at_once(&path)).await??;
    Ok(Content::Bytes(bytes))
}

fn read_at_once(path: &Path) -> Result<Bytes, Cause> {
    let mut bytes = Vec::new();
    // One byte more than is taken, to tell a file that is too long.
    let mut file = File::open(path)?.take(STRATEGIES_BYTES_MAX as u64 + 1);
    file.read_to_end(&mut bytes)?;
    if bytes.len() > STRATEGIES_BYTES_MAX {
        return Err(format!("there are more than {STRATEGIES_BYTES_MAX} bytes").into());
    }
    Ok(Bytes::from(bytes))
}

async fn fetch_in_time(url: &Uri) -> Result<Content, Cause> {
    let fetched = tokio::time::timeout(FETCH_TIMEOUT, fetch(url)).await;
    fetched.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
}

/// Fetches a URL. Another place that the server names is not looked at.
async fn fetch(url: &Uri) -> Result<Content, Cause> {
    let client: Client<HttpConnector, Empty<Bytes>> =
        Client::builder(TokioExecutor::new()).build_http();
    let response = client.get(url.clone()).await?;
    let status = response.status();
    let body = Limited::new(response.into_body(), STRATEGIES_BYTES_MAX);
    let bytes = body.collect().await?.to_bytes();
    match status {
        StatusCode::OK => Ok(Content::Bytes(bytes)),
        StatusCode::SERVICE_UNAVAILABLE => Ok(Content::NotNow),
        status => {
            let said = bytes.get(..SAID_BYTES_MAX).unwrap_or(&bytes);
            let said = String::from_utf8_lossy(said);
            Err(format!("the server said {status}: {said}").into())
        }
    }
}

type Cause = Box<dyn StdError + Send + Sync>;

/// Far more than a configuration map of Kubernetes can hold.
const STRATEGIES_BYTES_MAX: usize = 4 << 20;
/// So much of an error page is repeated.
const SAID_BYTES_MAX: usize = 200;
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_files_from_urls() {
        let file = |path: &str| Source::File(PathBuf::from(path));
        let url = |text: &'static str| Source::Url(Uri::from_static(text));
        let cases = [
            ("", Ok(Source::Nothing)),
            (
                "/etc/jaeger/strategies.json",
                Ok(file("/etc/jaeger/strategies.json")),
            ),
            ("strategies", Ok(file("strategies"))),
            ("file:///etc/x", Ok(file("file:///etc/x"))),
            ("://x", Ok(file("://x"))),
            ("http://host:80/x?y", Ok(url("http://host:80/x?y"))),
            ("HTTP://host/x", Ok(url("HTTP://host/x"))),
            ("https://host/x", Err("only http:// is served")),
            ("ftp://host/x", Err("only http:// is served")),
            ("http://me:secret@host/x", Err("a user and password")),
            ("http://host name/x", Err("this is not a URL")),
        ];
        for (text, expected) in cases {
            match (Source::parse(text), expected) {
                (Ok(source), Ok(expected)) => assert_eq!(source, expected, "{text}"),
                (Err(error), Err(part)) => {
                    let error = error.to_string();
                    assert!(error.contains(part) && !error.contains("secret"), "{error}");
                }
                (parsed, expected) => panic!("{text}: {parsed:?} is not {expected:?}"),
            }
        }
    }

    #[test]
    fn the_query_of_a_url_is_not_shown() {
        for (text, expected) in [
            ("http://host/x?token=secret", "http://host/x?***"),
            ("http://host/x", "http://host/x"),
            ("/etc/x?y", "/etc/x?y"),
            ("", "no file"),
        ] {
            assert_eq!(Source::parse(text).unwrap().to_string(), expected);
        }
    }
}
