//! What is to be said of traces without showing their spans: the list of results in the UI.

use jaeger_storage::{Page, ServiceSummary, TraceSummary};

use crate::api::{Answer, Api, Question};
use crate::v3::close;
use crate::v3::search::V3Search;
use crate::{envelope, json};

/// `GET /api/v3/trace-summaries`. Finding nothing is no error here.
pub(super) async fn find(api: &Api, question: &Question) -> Answer {
    let search = V3Search::read(&question.params, &question.tenant, api.limit_max)?;
    let page = match search.query {
        Some(query) => api.storage.reader.find_summaries(query).await?,
        None => Page {
            items: Vec::new(),
            next: None,
        },
    };
    let mut body = vec![b'{'];
    json::name(&mut body, "summaries");
    json::list(&mut body, &page.items, write);
    close(&mut body, page.next.as_ref());
    Ok(envelope::json_reply(body))
}

/// Nanoseconds are texts, as protobuf's JSON has all numbers of 64 bits that are times.
pub(crate) fn write(out: &mut Vec<u8>, trace: &TraceSummary) {
    out.push(b'{');
    json::text_member(out, "traceId", &trace.trace_id.to_hex());
    json::text_member(out, "rootServiceName", &trace.root_service);
    json::text_member(out, "rootOperationName", &trace.root_name);
    json::text_member(out, "minStartTimeUnixNano", &trace.start.0.to_string());
    json::text_member(out, "maxEndTimeUnixNano", &trace.end.0.to_string());
    json::number_member(out, "spanCount", trace.span_count);
    json::number_member(out, "errorSpanCount", trace.error_count);
    json::number_member(out, "orphanSpanCount", trace.orphan_count);
    json::name(out, "services");
    json::list(out, &trace.services, write_service);
    out.push(b'}');
}

fn write_service(out: &mut Vec<u8>, service: &ServiceSummary) {
    out.push(b'{');
    json::text_member(out, "name", &service.name);
    json::number_member(out, "spanCount", service.span_count);
    json::number_member(out, "errorSpanCount", service.error_count);
    out.push(b'}');
}

#[cfg(test)]
mod tests {
    use jaeger_model::{Timestamp, TraceId};

    use super::*;

    #[test]
    fn writes_every_member() {
        let trace = TraceSummary {
            trace_id: TraceId::from_halves(0, 0xabc),
            root_service: "web".to_owned(),
            root_name: "GET /".to_owned(),
            start: Timestamp(5),
            end: Timestamp(u64::MAX),
            span_count: 3,
            error_count: 1,
            orphan_count: 0,
            services: vec![ServiceSummary {
                name: "web".to_owned(),
                span_count: 3,
                error_count: 1,
            }],
        };
        let mut out = Vec::new();
        write(&mut out, &trace);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            concat!(
                r#"{"traceId":"00000000000000000000000000000abc","rootServiceName":"web","#,
                r#""rootOperationName":"GET /","minStartTimeUnixNano":"5","#,
                r#""maxEndTimeUnixNano":"18446744073709551615","spanCount":3,"#,
                r#""errorSpanCount":1,"orphanSpanCount":0,"#,
                r#""services":[{"name":"web","spanCount":3,"errorSpanCount":1}]}"#
            )
        );
    }
}
