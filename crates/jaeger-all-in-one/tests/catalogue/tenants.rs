//! Tenants whose ids and names are equal.

use futures::future::join_all;
use jaeger_model::wire::Writer;
use serde_json::{Value, json};

use crate::jaeger::{ALL_TIMES, ALL_TIMES_V3, Jaeger, one_span, span};

/// Two tenants with the same trace id in one moment shared an entry of an index, as in
/// `VictoriaTraces` before v0.11.1; tenants were told apart in the API alone:
/// jaegertracing/jaeger#3427.
#[tokio::test]
async fn tenants_with_equal_ids_see_their_own_spans() {
    let jaeger = start(&[]).await;
    for path in [
        String::from("/api/services"),
        String::from("/api/services/web/operations"),
        String::from("/api/operations?service=web"),
        String::from("/api/traces/a"),
        String::from("/api/traces?traceID=a"),
        format!("/api/traces?{ALL_TIMES}"),
        format!("/api/traces?service=web&{ALL_TIMES}"),
        String::from("/api/v3/services"),
        String::from("/api/v3/operations?service=web"),
        String::from("/api/v3/traces/a"),
        format!("/api/v3/traces?{ALL_TIMES_V3}"),
        format!("/api/v3/trace-summaries?{ALL_TIMES_V3}"),
        String::from("/api/dependencies?endTs=1704067260000&lookback=86400000"),
        String::from(
            "/api/metrics/calls?service=web&groupByOperation=true&spanKind=server\
             &endTs=1704067320000&lookback=3600000&step=60000",
        ),
    ] {
        for [tenant, other] in [TENANTS, [TENANTS[1], TENANTS[0]]] {
            let shown = get(&jaeger, tenant, &path).await;
            let is_own = shown.contains(tenant) && !shown.contains(other);
            assert!(is_own, "{path} for {tenant}: {shown}");
        }
        let shown = get(&jaeger, "initech", &path).await;
        let is_empty = TENANTS.iter().all(|tenant| !shown.contains(tenant));
        assert!(is_empty, "{path}: {shown}");
    }
    jaeger.stop().await;
}

/// The same over gRPC: jaegertracing/jaeger#3427.
#[tokio::test]
async fn tenants_with_equal_ids_see_their_own_spans_over_grpc() {
    let jaeger = start(&[]).await;
    let (web, of_v3) = (asking(b"web"), asking(b"a"));
    let nothing = Vec::new();
    let of_v2 = asking(&0xa_u128.to_be_bytes());
    for (version, method, request) in [
        ("v2", "GetServices", &nothing),
        ("v2", "GetOperations", &web),
        ("v2", "GetTrace", &of_v2),
        ("v3", "GetServices", &nothing),
        ("v3", "GetOperations", &web),
        ("v3", "GetTrace", &of_v3),
    ] {
        let path = format!("/jaeger.api_{version}.QueryService/{method}");
        for [tenant, other] in [TENANTS, [TENANTS[1], TENANTS[0]]] {
            let headers = [("x-tenant", tenant)];
            let shown = jaeger.call("query-grpc", &path, &headers, request).await;
            assert_eq!(shown.code, 0, "{path}: {}", shown.message);
            let is_own = shown.text.contains(tenant) && !shown.text.contains(other);
            assert!(is_own, "{path} for {tenant}: {}", shown.text);
        }
    }
    jaeger.stop().await;
}

/// A request that has nothing but the service, or the id of a trace.
fn asking(what: &[u8]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.bytes(1, what);
    writer.into_bytes()
}

/// What equals a span of another tenant is no retry of it, and goes and stays by its own tenant's
/// rules, in the archive as well: jaegertracing/jaeger#3427.
#[tokio::test]
async fn tenants_share_neither_retries_nor_room_nor_archives() {
    let jaeger = start(&["--memory.max-traces=1"]).await;
    for tenant in TENANTS {
        let shown = get(&jaeger, tenant, "/api/traces/a").await;
        assert_eq!(shown.matches("\"same\"").count(), 1, "{tenant}: {shown}");
    }
    let [archiving, other] = TENANTS;
    let headers = [("x-tenant", archiving)];
    let archived = jaeger
        .ask("POST", "query-http", "/api/archive/a", &headers, Vec::new())
        .await;
    assert_eq!(archived.status, 200, "{}", archived.text);
    // The one trace that there is room for, of the other tenant alone.
    send(&jaeger, other, &one_span(0xb, "sell", "")).await;
    assert!(
        get(&jaeger, archiving, "/api/traces/a")
            .await
            .contains("\"same\"")
    );
    assert!(
        get(&jaeger, other, "/api/traces/a")
            .await
            .contains("trace not found")
    );
    assert!(
        get(&jaeger, archiving, "/api/traces/b")
            .await
            .contains("trace not found")
    );
    // Now only the archive has it.
    send(&jaeger, archiving, &one_span(0xb, "sell", "")).await;
    assert!(
        get(&jaeger, archiving, "/api/traces/a")
            .await
            .contains(archiving)
    );
    assert!(
        get(&jaeger, other, "/api/traces/a")
            .await
            .contains("trace not found")
    );
    jaeger.stop().await;
}

/// Starts one to which both tenants have sent a trace of the same id at once.
async fn start(arguments: &[&str]) -> Jaeger {
    let mut all = vec!["--multi-tenancy.enabled=true"];
    all.extend(arguments);
    let jaeger = Jaeger::start_with(&[("METRICS_STORAGE_TYPE", "builtin")], &all).await;
    let both = &jaeger;
    join_all(TENANTS.map(|tenant| async move {
        send(both, tenant, &trace_of(tenant)).await;
    }))
    .await;
    jaeger
}

/// Three spans of two services: the first is the same for every tenant, the others name it.
fn trace_of(tenant: &str) -> Value {
    let of_service = |service: String, spans: Vec<Value>| {
        let name = json!({"key": "service.name", "value": {"stringValue": service}});
        json!({"resource": {"attributes": [name]}, "scopeSpans": [{"spans": spans}]})
    };
    let mut asking = span(0xa, 2, 1, &format!("of {tenant}"));
    asking["kind"] = json!(2);
    json!({"resourceSpans": [
        of_service(String::from("web"), vec![span(0xa, 1, 0, "same"), asking]),
        of_service(format!("shop of {tenant}"), vec![span(0xa, 3, 2, "sell")]),
    ]})
}

async fn send(jaeger: &Jaeger, tenant: &str, request: &Value) {
    let body = request.to_string().into_bytes();
    let reply = jaeger.send(&[("x-tenant", tenant)], body).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
}

async fn get(jaeger: &Jaeger, tenant: &str, path: &str) -> String {
    let headers = [("x-tenant", tenant)];
    let reply = jaeger.ask("GET", "query-http", path, &headers, Vec::new());
    reply.await.text
}

const TENANTS: [&str; 2] = ["acme", "globex"];
