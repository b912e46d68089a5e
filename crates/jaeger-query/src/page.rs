//! The page of the web UI, and the files it loads.
//!
//! Until this program has a web UI of its own, a plain page stands where it will be. A folder with
//! Jaeger's UI is served in its place where one is given. Both get the same configuration.

mod files;
mod template;
mod ui_config;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse as _, Response};
use jaeger_service::Context;
use jaeger_storage::Storage;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::base_path::BasePath;
use crate::config::HttpConfig;
use crate::page::files::Folder;
use crate::page::template::Told;
use crate::params::unescape;

/// The page, and the files it loads.
#[derive(Debug)]
pub(crate) struct Page {
    text: watch::Receiver<Bytes>,
    /// Absent where the plain page is served, which loads none.
    files: Option<Folder>,
}

/// Makes the text of the page.
#[derive(Debug)]
struct Maker {
    template: String,
    told: Told,
    ui_config: Option<PathBuf>,
}

impl Page {
    /// Reads what the options name. From then on a change of the UI's configuration is seen within
    /// seconds; one that cannot be read changes nothing.
    ///
    /// # Errors
    /// If a file cannot be read or the configuration is none.
    pub(crate) async fn open(
        config: &HttpConfig,
        storage: &Storage,
        context: &Context,
    ) -> anyhow::Result<Self> {
        let folder = config.static_files.clone();
        let maker = Maker {
            template: match &folder {
                Some(folder) => index(folder.join("index.html")).await?,
                None => String::from(PLAIN),
            },
            told: Told {
                base: BasePath::new(&config.base_path)?,
                version: context.version.to_json(),
                has_archive: storage.archive.is_some(),
                has_metrics: storage.metrics.is_some(),
            },
            ui_config: config.ui_config.clone(),
        };
        let (sender, text) = watch::channel(maker.make().await?);
        if maker.ui_config.is_some() {
            let followed = follow(maker, sender, context.shutdown.clone());
            context.tasks.spawn("ui-config", followed);
        }
        Ok(Self {
            text,
            files: folder.map(|folder| Folder::new(folder.join("static"))),
        })
    }

    /// Returns the reply that carries the page.
    pub(crate) fn reply(&self) -> Response {
        let headers = [(CONTENT_TYPE, "text/html; charset=utf-8")];
        (headers, self.text.borrow().clone()).into_response()
    }

    /// Returns the reply for a file, whose path below `/static/` is given as it was sent.
    pub(crate) async fn file(&self, path: &str) -> Response {
        // A plus is a blank only in a query.
        let path = unescape(&path.replace('+', "%2B"));
        let found = match (&self.files, path) {
            (Some(files), Some(path)) => files.file(&path).await,
            _ => None,
        };
        let Some((bytes, media_type)) = found else {
            return missing_file();
        };
        let headers = [
            (CONTENT_TYPE, media_type),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (CACHE_CONTROL, "max-age=3600"),
        ];
        (headers, bytes).into_response()
    }
}

impl Maker {
    async fn make(&self) -> anyhow::Result<Bytes> {
        let ui_config = match &self.ui_config {
            Some(path) => {
                let bytes = files::read(path.clone()).await.context(REFUSED)?;
                Some(ui_config::for_page(path, &bytes).context(REFUSED)?)
            }
            None => None,
        };
        let text = self.told.fill(&self.template, ui_config.as_deref());
        Ok(Bytes::from(text))
    }
}

async fn index(path: PathBuf) -> anyhow::Result<String> {
    let bytes = files::read(path).await;
    let bytes = bytes.context("query.static-files must be a folder with an index.html")?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Makes the page again and again, since a mounted volume changes its files without a word.
async fn follow(maker: Maker, sender: watch::Sender<Bytes>, shutdown: CancellationToken) {
    let mut last_failure = String::new();
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(READ_AGAIN_AFTER) => {}
        }
        let text = match maker.make().await {
            Ok(text) => text,
            Err(error) => {
                let failure = format!("{error:#}");
                if failure != last_failure {
                    warn!(error = failure, "the web UI keeps its configuration");
                    last_failure = failure;
                }
                continue;
            }
        };
        last_failure.clear();
        let is_new = sender.send_if_modified(|shown| {
            let is_new = *shown != text;
            *shown = text;
            is_new
        });
        if is_new {
            info!("the web UI has a new configuration");
        }
    }
}

/// Returns the reply for a file that is not there.
fn missing_file() -> Response {
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (StatusCode::NOT_FOUND, headers, "404 page not found\n").into_response()
}

/// Its links are relative to its base.
const PLAIN: &str = include_str!("page/plain.html");
const REFUSED: &str = "query.ui-config cannot be used";
const READ_AGAIN_AFTER: Duration = Duration::from_secs(10);
