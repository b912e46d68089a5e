import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Drives one of the two shops once and prints the sent log.
 *
 * <p>{@code java -cp 'DIR/classes:DIR/lib/*' Run --transport T --endpoint HOST:PORT --request-id ID}
 */
public final class Run {
  private Run() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    String transport = required(options, "--transport");
    String endpoint = required(options, "--endpoint");
    String requestId = required(options, "--request-id");
    String log = transport.startsWith("zipkin-")
        ? ZipkinShop.run(transport, endpoint, requestId)
        : Shop.run(transport, endpoint, requestId);
    new PrintStream(System.out, true, StandardCharsets.UTF_8).print(log);
  }

  private static String required(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("usage: Run --transport T --endpoint HOST:PORT --request-id ID");
    }
    return value;
  }
}
