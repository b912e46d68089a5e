// The tracer provider: resource, exporter, sent log, W3C propagation. Nothing of
// the wire format is written in this program; it is all the published exporter's.

package main

import (
	"fmt"
	"net"
	"os"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/jaeger"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// startTracing installs and returns the global provider. Its Shutdown flushes.
func startTracing(transport, endpoint string, log *sentLog) (*sdktrace.TracerProvider, error) {
	exporter, err := newExporter(transport, endpoint)
	if err != nil {
		return nil, err
	}
	res, err := resource.Merge(resource.Default(), resource.NewSchemaless(
		attribute.String("service.name", "shop-go"),
		attribute.String("service.version", "1.4.2"),
		attribute.String("deployment.environment", "tëst"),
		attribute.Bool("deployment.canary", false),
		attribute.Int("process.pid", os.Getpid()),
		attribute.Float64("host.load_limit", 0.75),
	))
	if err != nil {
		return nil, err
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithSampler(sdktrace.AlwaysSample()),
		sdktrace.WithResource(res),
		sdktrace.WithSpanProcessor(log),
		sdktrace.WithBatcher(exporter),
	)
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	return provider, nil
}

// newExporter returns the exporter for endpoint, which is HOST:PORT.
func newExporter(transport, endpoint string) (*jaeger.Exporter, error) {
	switch transport {
	case "thrift-udp":
		host, port, err := net.SplitHostPort(endpoint)
		if err != nil {
			return nil, err
		}
		return jaeger.New(jaeger.WithAgentEndpoint(jaeger.WithAgentHost(host), jaeger.WithAgentPort(port)))
	case "thrift-http":
		return jaeger.New(jaeger.WithCollectorEndpoint(jaeger.WithEndpoint("http://" + endpoint + "/api/traces")))
	}
	return nil, fmt.Errorf("unknown transport %q, use thrift-udp or thrift-http", transport)
}
