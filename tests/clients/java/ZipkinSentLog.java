import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What Brave handed to its reporter: one JSON object per ended span, taken before the encoder. Zipkin counts in
 * microseconds.
 */
final class ZipkinSentLog extends SpanHandler {
  private final StringBuffer lines = new StringBuffer();

  String lines() {
    return lines.toString();
  }

  @Override
  public boolean end(TraceContext context, MutableSpan span, Cause cause) {
    lines.append(Json.of(record(span))).append('\n');
    return true;
  }

  private static Map<String, Object> record(MutableSpan span) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("trace_id", span.traceId());
    record.put("span_id", span.id());
    record.put("parent_span_id", span.parentId() == null ? "" : span.parentId());
    record.put("service", span.localServiceName());
    record.put("name", span.name());
    record.put("kind", span.kind() == null ? "" : span.kind().name().toLowerCase(Locale.ROOT));
    record.put("start_ns", span.startTimestamp() * 1_000);
    record.put("end_ns", span.finishTimestamp() * 1_000);
    record.put("status", span.error() == null ? "unset" : "error");
    record.put("status_message", span.error() == null ? "" : span.error().getMessage());
    record.put("scope", Map.of("name", "", "version", ""));
    Map<String, Object> attributes = new LinkedHashMap<>();
    span.tags().forEach((key, value) -> attributes.put(key, text(value)));
    record.put("attributes", attributes);
    record.put("events", span.annotations().stream().map(annotation -> Map.of(
        "name", annotation.getValue(),
        "time_ns", annotation.getKey() * 1_000,
        "attributes", Map.of())).toList());
    record.put("links", List.of());
    record.put("resource", Map.of("service.name", text(span.localServiceName())));
    record.put("local", endpoint(span.localServiceName(), span.localIp(), span.localPort()));
    boolean hasRemote = span.remoteServiceName() != null;
    record.put("remote", hasRemote
        ? endpoint(span.remoteServiceName(), span.remoteIp(), span.remotePort())
        : null);
    record.put("shared", span.shared());
    return record;
  }

  private static Map<String, Object> endpoint(String service, String ip, int port) {
    return Map.of("service", service, "ipv4", ip, "port", port);
  }

  private static Map<String, Object> text(String text) {
    return Map.of("type", "string", "value", text);
  }
}
