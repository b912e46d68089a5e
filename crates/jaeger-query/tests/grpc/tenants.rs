//! Whose traces a call is about. Nothing is answered without a tenant, health included.

use jaeger_model::SpanKind;
use jaeger_proto::{api_v2, api_v3};
use tonic::metadata::MetadataValue;
use tonic::{Code, Request};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

use crate::harness::{Served, Sketch, ended};

#[tokio::test]
async fn every_call_needs_a_tenant() {
    let served = Served::with(|config| {
        config.tenancy.enabled = true;
        config.tenancy.tenants = vec!["acme".to_owned(), "megacorp".to_owned()];
    })
    .await;
    let sketch = Sketch {
        trace: 1,
        id: 1,
        parent: 0,
        service: "web",
        name: "GET /",
        kind: SpanKind::Server,
    };
    served.write("acme", &[sketch]).await;
    let (mut v2, mut v3) = (served.v2().await, served.v3().await);
    let mut health = HealthClient::new(served.channel().await);
    let cases: [(&[&str], Code, &str, usize); 6] = [
        (&["acme"], Code::Ok, "", 1),
        (&["megacorp"], Code::Ok, "", 0),
        (&[], Code::Unauthenticated, "missing tenant header", 0),
        (&[""], Code::PermissionDenied, "unknown tenant", 0),
        (&["other"], Code::PermissionDenied, "unknown tenant", 0),
        (
            &["acme", "acme"],
            Code::PermissionDenied,
            "extra tenant header",
            0,
        ),
    ];
    for (tenants, code, message, services) in cases {
        let expected = (code, message.to_owned());
        let answer = v2
            .get_services(of(tenants, api_v2::GetServicesRequest {}))
            .await;
        let found = answer.as_ref().map_or(0, |it| it.get_ref().services.len());
        assert_eq!(found, services, "{tenants:?}");
        assert_eq!(ended(answer), expected, "{tenants:?}");
        let answer = v3
            .get_services(of(tenants, api_v3::GetServicesRequest {}))
            .await;
        assert_eq!(ended(answer), expected, "{tenants:?}");
        let answer = health
            .check(of(tenants, HealthCheckRequest::default()))
            .await;
        assert_eq!(ended(answer), expected, "{tenants:?}");
    }
}

fn of<T>(tenants: &[&str], message: T) -> Request<T> {
    let mut request = Request::new(message);
    for tenant in tenants {
        let value = MetadataValue::try_from(*tenant).expect("a value");
        request.metadata_mut().append("x-tenant", value);
    }
    request
}
