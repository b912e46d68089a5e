// The tracer provider: resource, exporter, sent log, W3C propagation. Nothing of
// the wire format is written in this program; it is all the published exporter's.

package main

import (
	"context"
	"fmt"
	"net"
	"os"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/jaeger"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
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

// newExporter returns the exporter for endpoint, which is HOST:PORT. Those of OTLP compress.
func newExporter(transport, endpoint string) (sdktrace.SpanExporter, error) {
	switch transport {
	case "thrift-udp":
		host, port, err := net.SplitHostPort(endpoint)
		if err != nil {
			return nil, err
		}
		return jaeger.New(jaeger.WithAgentEndpoint(jaeger.WithAgentHost(host), jaeger.WithAgentPort(port)))
	case "thrift-http":
		return jaeger.New(jaeger.WithCollectorEndpoint(jaeger.WithEndpoint("http://" + endpoint + "/api/traces")))
	case "otlp-grpc":
		return otlptracegrpc.New(context.Background(),
			otlptracegrpc.WithEndpoint(endpoint),
			otlptracegrpc.WithInsecure(),
			otlptracegrpc.WithCompressor("gzip"))
	case "otlp-http":
		return otlptracehttp.New(context.Background(),
			otlptracehttp.WithEndpoint(endpoint),
			otlptracehttp.WithInsecure(),
			otlptracehttp.WithCompression(otlptracehttp.GzipCompression))
	}
	return nil, fmt.Errorf("unknown transport %q, use thrift-udp, thrift-http, otlp-grpc or otlp-http", transport)
}
