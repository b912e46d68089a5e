import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the SDK handed to its exporter: one JSON object per ended span.
 *
 * <p>This is the truth a test compares the stored spans with, so it is taken from the SDK's span and never from the
 * exporter's encoding of it.
 */
final class SentLog implements SpanProcessor {
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

  private final StringBuffer lines = new StringBuffer();

  String lines() {
    return lines.toString();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    lines.append(Json.of(record(span.toSpanData()))).append('\n');
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  private static Map<String, Object> record(SpanData span) {
    Map<String, Object> record = new LinkedHashMap<>();
    boolean isRoot = !span.getParentSpanContext().isValid();
    record.put("trace_id", span.getTraceId());
    record.put("span_id", span.getSpanId());
    record.put("parent_span_id", isRoot ? "" : span.getParentSpanId());
    record.put("service", span.getResource().getAttribute(SERVICE));
    record.put("name", span.getName());
    record.put("kind", span.getKind().name().toLowerCase(Locale.ROOT));
    record.put("start_ns", span.getStartEpochNanos());
    record.put("end_ns", span.getEndEpochNanos());
    record.put("status", span.getStatus().getStatusCode().name().toLowerCase(Locale.ROOT));
    record.put("status_message", span.getStatus().getDescription());
    String version = span.getInstrumentationScopeInfo().getVersion();
    String scope = span.getInstrumentationScopeInfo().getName();
    record.put("scope", Map.of("name", scope, "version", version == null ? "" : version));
    record.put("attributes", typed(span.getAttributes()));
    record.put("events", span.getEvents().stream().map(event -> {
      Map<String, Object> events = new LinkedHashMap<>();
      events.put("name", event.getName());
      events.put("time_ns", event.getEpochNanos());
      events.put("attributes", typed(event.getAttributes()));
      return events;
    }).toList());
    record.put("links", span.getLinks().stream().map(link -> Map.of(
        "trace_id", link.getSpanContext().getTraceId(),
        "span_id", link.getSpanContext().getSpanId())).toList());
    record.put("resource", typed(span.getResource().getAttributes()));
    return record;
  }

  private static Map<String, Object> typed(Attributes attributes) {
    Map<String, Object> typed = new LinkedHashMap<>();
    attributes.forEach((key, value) ->
        typed.put(key.getKey(), Map.of("type", typeName(key), "value", value)));
    return typed;
  }

  private static String typeName(AttributeKey<?> key) {
    return switch (key.getType()) {
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case LONG -> "int64";
      case DOUBLE -> "float64";
      case STRING_ARRAY -> "string[]";
      case BOOLEAN_ARRAY -> "bool[]";
      case LONG_ARRAY -> "int64[]";
      case DOUBLE_ARRAY -> "float64[]";
      default -> throw new IllegalArgumentException("no such attribute is set: " + key);
    };
  }
}
