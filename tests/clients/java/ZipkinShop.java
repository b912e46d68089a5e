import brave.Span;
import brave.Tracer;
import brave.Tracing;
import brave.propagation.B3SingleFormat;
import brave.sampler.Sampler;
import java.util.List;
import zipkin2.reporter.Encoding;
import zipkin2.reporter.brave.AsyncZipkinSpanHandler;
import zipkin2.reporter.brave.MutableSpanBytesEncoder;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/**
 * Makes an ok, a failing and a slow checkout with Brave and prints the sent log.
 *
 * <p>The first two call the payment service, which joins the span of its caller. Nothing of the wire format is written
 * in this program; requests are compressed, as they are unless told otherwise.
 */
final class ZipkinShop {
  private static final String PAYMENT = "payment-zipkin-java";
  private static final long SLOW_MS = 320;

  private final Tracer shop;
  private final Tracer payment;

  private ZipkinShop(Tracer shop, Tracer payment) {
    this.shop = shop;
    this.payment = payment;
  }

  /** Returns the sent log when all spans were sent. */
  static String run(String transport, String endpoint, String requestId) throws InterruptedException {
    Encoding encoding = switch (transport) {
      case "zipkin-v2-json" -> Encoding.JSON;
      case "zipkin-v2-proto" -> Encoding.PROTO3;
      default -> throw new IllegalArgumentException("unknown transport " + transport);
    };
    ZipkinSentLog log = new ZipkinSentLog();
    URLConnectionSender sender = URLConnectionSender.newBuilder()
        .endpoint("http://" + endpoint + "/api/v2/spans")
        .encoding(encoding)
        .build();
    AsyncZipkinSpanHandler reporter =
        AsyncZipkinSpanHandler.newBuilder(sender).build(MutableSpanBytesEncoder.forEncoding(encoding));
    Tracing shop = tracing("shop-zipkin-java", log, reporter);
    Tracing payment = tracing(PAYMENT, log, reporter);
    ZipkinShop made = new ZipkinShop(shop.tracer(), payment.tracer());
    for (String outcome : List.of("ok", "error", "slow")) {
      made.checkout(outcome, requestId + "-" + outcome);
    }
    reporter.flush();
    payment.close();
    shop.close();
    reporter.close();
    return log.lines();
  }

  private static Tracing tracing(String service, ZipkinSentLog log, AsyncZipkinSpanHandler reporter) {
    return Tracing.newBuilder()
        .localServiceName(service)
        .localIp("10.20.30.40")
        .localPort(8080)
        .traceId128Bit(true)
        .sampler(Sampler.ALWAYS_SAMPLE)
        .addSpanHandler(log)
        .addSpanHandler(reporter)
        .build();
  }

  private void checkout(String outcome, String requestId) throws InterruptedException {
    Span span = shop.newTrace().name("checkout").kind(Span.Kind.SERVER).start();
    span.tag("request.id", requestId);
    switch (outcome) {
      case "ok" -> {
        loadCart(span);
        call(span, null);
        child(span, "send-receipt").kind(Span.Kind.PRODUCER).start().finish();
      }
      case "error" -> call(span, new IllegalStateException("insufficient funds for Zoë"));
      default -> settle(span);
    }
    span.tag("http.status_code", outcome.equals("error") ? "500" : "200");
    span.finish();
  }

  private void loadCart(Span parent) {
    Span span = child(parent, "load-cart").start();
    span.tag("card.holder", "Zoë Ångström 💳 <\"quoted\">\n二行目");
    span.annotate("cart-loaded");
    span.annotate("naïve café");
    span.finish();
  }

  /** Sends the context over the wire's only header, so that the other side joins it. */
  private void call(Span parent, Throwable error) {
    Span span = child(parent, "charge-card").kind(Span.Kind.CLIENT).start();
    span.remoteServiceName(PAYMENT);
    span.remoteIpAndPort("10.20.30.41", 8443);
    String header = B3SingleFormat.writeB3SingleFormat(span.context());
    charge(header, error);
    if (error != null) {
      span.error(error);
    }
    span.finish();
  }

  private void charge(String header, Throwable error) {
    Span span = payment.joinSpan(B3SingleFormat.parseB3SingleFormat(header).context());
    span.name("charge").kind(Span.Kind.SERVER).start();
    span.tag("http.status_code", error == null ? "200" : "402");
    span.annotate("ledger-written");
    span.finish();
  }

  private void settle(Span parent) throws InterruptedException {
    Span span = child(parent, "settle-receipts").kind(Span.Kind.CONSUMER).start();
    Thread.sleep(SLOW_MS);
    span.finish();
  }

  private Span child(Span parent, String name) {
    return shop.newChild(parent.context()).name(name);
  }
}
