//! Which path asks what.
//!
//! Paths are compared as they were sent, escapes and case included. What is no path of the API is
//! the page of the web UI, under any method, because the UI has paths of its own.

use axum::http::Method;
use jaeger_service::path::shortest;

use crate::base_path::BasePath;
use crate::ui::UiRoute;

/// What a request asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route<'p> {
    Services,
    Operations,
    OperationsOf {
        service: &'p str,
    },
    Search,
    Trace {
        id: &'p str,
    },
    Archive {
        id: &'p str,
    },
    Dependencies,
    Transform,
    Metrics(Metric),
    /// Routes on which Jaeger answers made-up data.
    MadeUp,
    V3(V3Route<'p>),
    Ui(UiRoute<'p>),
    Page,
    /// A file of the web UI, by its path below `/static/`.
    Asset {
        path: &'p str,
    },
    MethodNotAllowed,
}

/// What a request to `/api/v3` asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum V3Route<'p> {
    Services,
    Operations,
    Search,
    Summaries,
    Trace { id: &'p str },
}

/// A figure of the Monitor page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Metric {
    Latencies,
    Calls,
    Errors,
    MinStep,
}

impl<'p> Route<'p> {
    /// Returns what a request asks. Its path must be [clean](cleaned).
    ///
    /// Jaeger refuses a wrong method only while it is served from the root; below a base path its
    /// router goes on to the page.
    pub(crate) fn of(method: &Method, path: &'p str, base: &BasePath) -> Self {
        let Some(path) = base.strip(path) else {
            return Self::Page;
        };
        if let Some(path) = path.strip_prefix("/static/") {
            return Self::Asset { path };
        }
        let Some(route) = Self::of_api(path) else {
            return Self::Page;
        };
        if *method == route.method() {
            route
        } else if base.is_root() {
            Self::MethodNotAllowed
        } else {
            Self::Page
        }
    }

    fn of_api(path: &'p str) -> Option<Self> {
        let path = path.strip_prefix("/api/")?;
        let steps: Vec<&'p str> = path.splitn(5, '/').collect();
        if steps.contains(&"") {
            return None;
        }
        // Grafana does not escape the slashes of a name.
        let tail = path.strip_prefix("services/");
        if let Some(service) = tail.and_then(|tail| tail.strip_suffix("/operations")) {
            return Some(Self::OperationsOf { service });
        }
        Some(match *steps.as_slice() {
            ["services"] => Self::Services,
            ["operations"] => Self::Operations,
            ["traces"] => Self::Search,
            ["traces", id] => Self::Trace { id },
            ["archive", id] => Self::Archive { id },
            ["dependencies"] => Self::Dependencies,
            ["transform"] => Self::Transform,
            ["deep-dependencies" | "quality-metrics"] => Self::MadeUp,
            ["metrics", name] => Self::Metrics(Metric::from_word(name)?),
            ["v3", "services"] => Self::V3(V3Route::Services),
            ["v3", "operations"] => Self::V3(V3Route::Operations),
            ["v3", "traces"] => Self::V3(V3Route::Search),
            ["v3", "traces", id] => Self::V3(V3Route::Trace { id }),
            ["v3", "trace-summaries"] => Self::V3(V3Route::Summaries),
            ["ui", "v1", ref rest @ ..] => Self::Ui(UiRoute::of(rest)?),
            _ => return None,
        })
    }

    fn method(self) -> Method {
        match self {
            Self::Archive { .. } | Self::Transform => Method::POST,
            Self::Ui(route) => route.method(),
            _ => Method::GET,
        }
    }
}

impl Metric {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "latencies" => Self::Latencies,
            "calls" => Self::Calls,
            "errors" => Self::Errors,
            "minstep" => Self::MinStep,
            _ => return None,
        })
    }
}

/// Returns the path without empty and dot steps, if that is another: a client is sent there. A
/// slash at the end stays. Backslashes are escaped: at the start of a path browsers take one for a
/// slash, and what follows two slashes for a host.
pub(crate) fn cleaned(path: &str) -> Option<String> {
    let clean = shortest(path);
    (clean != path).then(|| clean.replace('\\', "%5C"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::TracePart;

    #[test]
    fn finds_the_route_of_a_path() {
        let cases = [
            ("/api/services", Route::Services),
            ("/api/services/", Route::Page),
            ("/api/SERVICES", Route::Page),
            ("/api/%73ervices", Route::Page),
            (
                "/api/services/a%2Fb/operations",
                Route::OperationsOf { service: "a%2Fb" },
            ),
            (
                "/api/services/a/b/operations",
                Route::OperationsOf { service: "a/b" },
            ),
            ("/api/services/operations", Route::Page),
            ("/api/traces", Route::Search),
            ("/api/traces/", Route::Page),
            ("/api/traces/1", Route::Trace { id: "1" }),
            ("/api/traces/1/spans", Route::Page),
            ("/api/transform", Route::MethodNotAllowed),
            ("/api/archive/1", Route::MethodNotAllowed),
            ("/api/archive/", Route::Page),
            ("/api/metrics/minstep", Route::Metrics(Metric::MinStep)),
            ("/api/metrics/none", Route::Page),
            ("/api/v3/traces/1", Route::V3(V3Route::Trace { id: "1" })),
            ("/api/v3/trace-summaries", Route::V3(V3Route::Summaries)),
            ("/api/v3/nothing", Route::Page),
            (
                "/api/ui/v1/traces/1/columns",
                Route::Ui(UiRoute::Trace {
                    id: "1",
                    part: TracePart::Columns,
                }),
            ),
            ("/api/ui/v1/traces/1/columns/x", Route::Page),
            ("/api/ui/v1/traces/1", Route::Page),
            ("/api/ui/v1/overview", Route::Ui(UiRoute::Overview)),
            ("/api/ui/v1/in-common", Route::MethodNotAllowed),
            ("/api/ui/v2/overview", Route::Page),
            ("/api/ui/v1", Route::Page),
            ("/api", Route::Page),
            ("/", Route::Page),
            ("/static", Route::Page),
            ("/static/", Route::Asset { path: "" }),
            ("/static/a/b.js", Route::Asset { path: "a/b.js" }),
        ];
        let root = BasePath::new("/").unwrap();
        for (path, route) in cases {
            assert_eq!(Route::of(&Method::GET, path, &root), route, "{path}");
        }
    }

    #[test]
    fn below_a_base_path_a_wrong_method_brings_the_page() {
        let base = BasePath::new("/jaeger").unwrap();
        let cases = [
            (Method::GET, "/jaeger/api/services", Route::Services),
            (Method::POST, "/jaeger/api/services", Route::Page),
            (Method::POST, "/jaeger/api/transform", Route::Transform),
            (Method::GET, "/api/services", Route::Page),
            (Method::GET, "/static/x", Route::Page),
            (Method::GET, "/jaeger/static/x", Route::Asset { path: "x" }),
            (Method::GET, "/jaeger", Route::Page),
        ];
        for (method, path, route) in cases {
            assert_eq!(Route::of(&method, path, &base), route, "{method} {path}");
        }
    }

    #[test]
    fn cleans_paths_as_go_does() {
        let cases = [
            ("/", None),
            ("/a/", None),
            ("/a/b", None),
            ("//", Some("/")),
            ("//a", Some("/a")),
            ("/a//", Some("/a/")),
            ("/a/./b", Some("/a/b")),
            ("/a/x/../b", Some("/a/b")),
            ("/../../a", Some("/a")),
            ("//evil.example/", Some("/evil.example/")),
            ("/.//\\evil.example/", Some("/%5Cevil.example/")),
            ("/\\a", None),
        ];
        for (path, clean) in cases {
            assert_eq!(cleaned(path).as_deref(), clean, "{path}");
        }
    }
}
