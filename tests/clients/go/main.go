// Command client drives a traced net/http server once and prints the sent log.
//
//	client --transport T --endpoint HOST:PORT --request-id ID
//
// It serves on an ephemeral port, sends an ok, a failing and a slow checkout,
// shuts the tracer provider down so that it flushes, and writes the sent log to
// stdout. It fails when an answer is not as expected.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

var checkouts = []struct {
	outcome  string
	expected int
}{
	{"ok", http.StatusOK},
	{"error", http.StatusInternalServerError},
	{"slow", http.StatusOK},
}

func main() {
	transport := flag.String("transport", "", "thrift-udp, thrift-http, otlp-grpc or otlp-http")
	endpoint := flag.String("endpoint", "", "HOST:PORT of the agent or the collector")
	requestID := flag.String("request-id", "", "prefix of the request.id attributes")
	flag.Parse()
	if err := run(*transport, *endpoint, *requestID); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(transport, endpoint, requestID string) error {
	log := &sentLog{}
	provider, err := startTracing(transport, endpoint, log)
	if err != nil {
		return err
	}
	if err := serveAndDrive(requestID); err != nil {
		return err
	}
	if err := provider.Shutdown(context.Background()); err != nil {
		return err
	}
	return log.write(os.Stdout)
}

// serveAndDrive returns when every request is answered and the server has ended.
func serveAndDrive(requestID string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: newHandler()}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()

	// No keep-alive, and no proxy from the environment.
	client := &http.Client{Transport: otelhttp.NewTransport(&http.Transport{DisableKeepAlives: true})}
	for _, checkout := range checkouts {
		url := fmt.Sprintf("http://%s/checkout/%s", listener.Addr(), checkout.outcome)
		status, err := get(client, url, requestID+"-"+checkout.outcome)
		if err != nil {
			return err
		}
		if status != checkout.expected {
			return fmt.Errorf("checkout %s answered %d, not %d", checkout.outcome, status, checkout.expected)
		}
	}
	if err := server.Shutdown(context.Background()); err != nil {
		return err
	}
	if err := <-served; err != http.ErrServerClosed {
		return err
	}
	return nil
}

func get(client *http.Client, url, requestID string) (int, error) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("x-request-id", requestID)
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, err
}
