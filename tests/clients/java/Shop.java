import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes an ok, a failing and a slow checkout with OpenTelemetry's SDK and prints the sent log.
 *
 * <p>Its spans carry every attribute type, an event, an exception, a link and every kind but client. Nothing of the
 * wire format is written in this program; it is all the published exporter's.
 */
final class Shop {
  private static final long SLOW_MS = 320;

  private final Tracer tracer;
  // No version, to have a scope without one.
  private final Tracer ledger;
  private SpanContext lastReceipt;

  private Shop(SdkTracerProvider provider) {
    tracer = provider.get("shop.checkout", "1.4.2");
    ledger = provider.get("payment.ledger");
  }

  /** Returns the sent log when all spans were exported. */
  static String run(String transport, String endpoint, String requestId) throws InterruptedException {
    SentLog log = new SentLog();
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(resource()))
            .addSpanProcessor(log)
            .addSpanProcessor(BatchSpanProcessor.builder(exporter(transport, endpoint)).build())
            .build();
    Shop shop = new Shop(provider);
    for (String outcome : List.of("ok", "error", "slow")) {
      shop.checkout(outcome, requestId + "-" + outcome);
    }
    if (!provider.shutdown().join(60, TimeUnit.SECONDS).isSuccess()) {
      throw new IllegalStateException("the spans were not exported");
    }
    return log.lines();
  }

  private static Resource resource() {
    return Resource.create(
        Attributes.builder()
            .put("service.name", "shop-java")
            .put("service.version", "1.4.2")
            .put("deployment.environment", "tëst")
            .put("deployment.canary", false)
            .put("process.pid", ProcessHandle.current().pid())
            .put("host.load_limit", 0.75)
            .build());
  }

  private static SpanExporter exporter(String transport, String endpoint) {
    return switch (transport) {
      case "otlp-grpc" -> OtlpGrpcSpanExporter.builder().setEndpoint("http://" + endpoint).build();
      case "otlp-http" ->
          OtlpHttpSpanExporter.builder()
              .setEndpoint("http://" + endpoint + "/v1/traces")
              .setCompression("gzip")
              .build();
      default -> throw new IllegalArgumentException("unknown transport " + transport);
    };
  }

  private void checkout(String outcome, String requestId) throws InterruptedException {
    Span span = tracer.spanBuilder("checkout").setSpanKind(SpanKind.SERVER).startSpan();
    try (Scope ignored = span.makeCurrent()) {
      span.setAttribute("request.id", requestId);
      switch (outcome) {
        case "ok" -> chargeValidCard();
        case "error" -> chargeEmptyCard();
        default -> settle();
      }
      span.setAttribute("http.status_code", outcome.equals("error") ? 500 : 200);
    } finally {
      span.end();
    }
  }

  private void chargeValidCard() {
    Span span = ledger.spanBuilder("charge-card").startSpan();
    try (Scope ignored = span.makeCurrent()) {
      span.setAttribute("card.holder", "Zoë Ångström 💳 <\"quoted\">\n二行目");
      span.setAttribute("card.stored", true);
      span.setAttribute("charge.id", (1L << 53) + 1);
      span.setAttribute("charge.balance_cents", -1999);
      span.setAttribute("charge.amount", 19.99);
      span.setAttribute("charge.rate", 3.0);
      span.setAttribute(AttributeKey.stringArrayKey("charge.items"), List.of("green tea", "naïve café"));
      span.setAttribute(AttributeKey.longArrayKey("charge.quantities"), List.of(2L, (1L << 53) + 1));
      span.setAttribute(AttributeKey.doubleArrayKey("charge.prices"), List.of(4.5, 3.0));
      span.setAttribute(AttributeKey.booleanArrayKey("charge.taxed"), List.of(true, false));
      span.addEvent(
          "card-authorized",
          Attributes.builder()
              .put("authorization.code", "Å-17")
              .put("authorization.attempt", 2)
              .put("authorization.seconds", 0.25)
              .put("authorization.final", true)
              .build());
      span.setStatus(StatusCode.OK);
      Span receipt = ledger.spanBuilder("publish-receipt").setSpanKind(SpanKind.PRODUCER).startSpan();
      lastReceipt = receipt.getSpanContext();
      receipt.end();
    } finally {
      span.end();
    }
  }

  private void chargeEmptyCard() {
    Span span = ledger.spanBuilder("charge-card").startSpan();
    Exception declined = new IllegalStateException("insufficient funds for Zoë");
    span.recordException(declined);
    span.setStatus(StatusCode.ERROR, "card declined: " + declined.getMessage());
    span.end();
  }

  private void settle() throws InterruptedException {
    Span span =
        ledger.spanBuilder("settle-receipts").setSpanKind(SpanKind.CONSUMER).addLink(lastReceipt).startSpan();
    Thread.sleep(SLOW_MS);
    span.end();
  }
}
