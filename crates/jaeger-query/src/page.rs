//! The page of the web UI, and the files it loads.
//!
//! The UI is compiled in; a folder with another one, as Jaeger's, is served in its place where one
//! is given, and a program that was built without it has a plain page. All of them get the same
//! configuration. Our own page runs no script but its own and those of its configuration: each answer
//! has a policy that says so.

mod built_in;
mod files;
mod policy;
mod template;
mod ui_config;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use jaeger_service::Context;
use jaeger_storage::Storage;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::base_path::BasePath;
use crate::config::HttpConfig;
use crate::page::files::Folder;
use crate::page::policy::Outside;
use crate::page::template::Told;
use crate::params::unescape;

/// The page, and the files it loads.
#[derive(Debug)]
pub(crate) struct Page {
    shown: watch::Receiver<Shown>,
    files: Files,
}

/// What is shown now.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    text: Bytes,
    outside: Arc<Outside>,
}

/// Where the files come from.
#[derive(Debug)]
enum Files {
    BuiltIn,
    Folder(Folder),
}

/// Makes the page anew when the configuration of the UI has changed.
#[derive(Debug)]
struct Follower {
    maker: Maker,
    sender: watch::Sender<Shown>,
    /// What was wrong the last time, so that it is logged once.
    last_failure: String,
}

/// Makes the text of the page.
#[derive(Debug)]
struct Maker {
    template: String,
    told: Told,
    ui_config: Option<PathBuf>,
    /// Not so for a page of others, which may need anything.
    has_policy: bool,
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
                None => String::from(jaeger_ui::page().unwrap_or(PLAIN)),
            },
            told: Told {
                base: BasePath::new(&config.base_path)?,
                version: context.version.to_json(),
                has_archive: storage.archive.is_some(),
                has_metrics: storage.metrics.is_some(),
                searches_all_services: storage.reader.capabilities().search_without_service,
            },
            ui_config: config.ui_config.clone(),
            has_policy: folder.is_none(),
        };
        let made = maker.make().await?;
        made.outside.log();
        let (sender, shown) = watch::channel(made);
        if maker.ui_config.is_some() {
            let followed = Follower::new(maker, sender);
            let followed = followed.follow(READ_AGAIN_AFTER, context.shutdown.clone());
            context.tasks.spawn("ui-config", followed);
        }
        let files = match folder {
            Some(folder) => Files::Folder(Folder::new(folder.join("static"))),
            None => Files::BuiltIn,
        };
        Ok(Self { shown, files })
    }

    /// Returns the reply that carries the page.
    pub(crate) fn reply(&self) -> Response {
        let Shown { text, outside } = self.shown.borrow().clone();
        match self.files {
            Files::BuiltIn => built_in::page(&text, &outside),
            Files::Folder(_) => ([(CONTENT_TYPE, HTML)], text).into_response(),
        }
    }

    /// Returns the reply for a file, whose path below `/static/` is given as it was sent.
    pub(crate) async fn file(&self, path: &str, accepted: &HeaderMap) -> Response {
        // A plus is a blank only in a query.
        let path = unescape(&path.replace('+', "%2B"));
        let found = match (&self.files, path) {
            (Files::BuiltIn, Some(path)) => built_in::file(&path, accepted),
            (Files::Folder(folder), Some(path)) => folder.file(&path).await.map(of_folder),
            (_, None) => None,
        };
        found.unwrap_or_else(missing_file)
    }
}

/// Returns the reply that carries a file of a folder.
fn of_folder((bytes, media_type): (Bytes, &'static str)) -> Response {
    let headers = [
        (CONTENT_TYPE, media_type),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "max-age=3600"),
    ];
    (headers, bytes).into_response()
}

impl Maker {
    async fn make(&self) -> anyhow::Result<Shown> {
        let ui_config = match &self.ui_config {
            Some(path) => {
                let bytes = files::read(path.clone()).await.context(REFUSED)?;
                Some(ui_config::for_page(path, &bytes).context(REFUSED)?)
            }
            None => None,
        };
        let text = self.told.fill(&self.template, ui_config.as_ref());
        let limited = ui_config.filter(|_| self.has_policy);
        let outside = limited.as_ref().map(Outside::named_by);
        Ok(Shown {
            text: Bytes::from(text),
            outside: Arc::new(outside.unwrap_or_default()),
        })
    }
}

async fn index(path: PathBuf) -> anyhow::Result<String> {
    let bytes = files::read(path).await;
    let bytes = bytes.context("query.static-files must be a folder with an index.html")?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

impl Follower {
    fn new(maker: Maker, sender: watch::Sender<Shown>) -> Self {
        Self {
            maker,
            sender,
            last_failure: String::new(),
        }
    }

    /// Looks again and again, since a mounted volume changes its files without a word.
    async fn follow(mut self, every: Duration, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(every) => {}
            }
            self.look().await;
        }
    }

    /// Shows the page as it is made now. While none can be made, the last one stays.
    async fn look(&mut self) {
        let made = match self.maker.make().await {
            Ok(made) => made,
            Err(error) => {
                let failure = format!("{error:#}");
                if failure != self.last_failure {
                    warn!(error = failure, "the web UI keeps its configuration");
                    self.last_failure = failure;
                }
                return;
            }
        };
        self.last_failure.clear();
        let outside = Arc::clone(&made.outside);
        let mut is_other_policy = false;
        let is_new = self.sender.send_if_modified(|shown| {
            let is_new = *shown != made;
            is_other_policy = shown.outside != made.outside;
            *shown = made;
            is_new
        });
        if is_new {
            info!("the web UI has a new configuration");
        }
        if is_other_policy {
            outside.log();
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
const HTML: &str = "text/html; charset=utf-8";
const REFUSED: &str = "query.ui-config cannot be used";
const READ_AGAIN_AFTER: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests;
