// What the SDK handed to its exporter: one JSON object per ended span.
//
// This is the truth a test compares the stored spans with, so it is taken from
// the SDK's span and never from the exporter's encoding of it.

package main

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// sentLog is a span processor that keeps a record of every span that ends.
type sentLog struct {
	mu      sync.Mutex
	records []spanRecord
}

type spanRecord struct {
	TraceID       string                `json:"trace_id"`
	SpanID        string                `json:"span_id"`
	ParentSpanID  string                `json:"parent_span_id"`
	Service       string                `json:"service"`
	Name          string                `json:"name"`
	Kind          string                `json:"kind"`
	StartNs       int64                 `json:"start_ns"`
	EndNs         int64                 `json:"end_ns"`
	Status        string                `json:"status"`
	StatusMessage string                `json:"status_message"`
	Scope         scopeRecord           `json:"scope"`
	Attributes    map[string]typedValue `json:"attributes"`
	Events        []eventRecord         `json:"events"`
	Links         []linkRecord          `json:"links"`
	Resource      map[string]typedValue `json:"resource"`
}

type scopeRecord struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type eventRecord struct {
	Name       string                `json:"name"`
	TimeNs     int64                 `json:"time_ns"`
	Attributes map[string]typedValue `json:"attributes"`
}

type linkRecord struct {
	TraceID string `json:"trace_id"`
	SpanID  string `json:"span_id"`
}

type typedValue struct {
	Type  string `json:"type"`
	Value any    `json:"value"`
}

var typeNames = map[attribute.Type]string{
	attribute.STRING:       "string",
	attribute.BOOL:         "bool",
	attribute.INT64:        "int64",
	attribute.FLOAT64:      "float64",
	attribute.STRINGSLICE:  "string[]",
	attribute.BOOLSLICE:    "bool[]",
	attribute.INT64SLICE:   "int64[]",
	attribute.FLOAT64SLICE: "float64[]",
}

func (l *sentLog) OnStart(context.Context, sdktrace.ReadWriteSpan) {}

func (l *sentLog) OnEnd(span sdktrace.ReadOnlySpan) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.records = append(l.records, newSpanRecord(span))
}

func (l *sentLog) ForceFlush(context.Context) error { return nil }

func (l *sentLog) Shutdown(context.Context) error { return nil }

// write writes one JSON object per line.
func (l *sentLog) write(w io.Writer) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	encoder := json.NewEncoder(w)
	for _, record := range l.records {
		if err := encoder.Encode(record); err != nil {
			return err
		}
	}
	return nil
}

func newSpanRecord(span sdktrace.ReadOnlySpan) spanRecord {
	resource := typedAttributes(span.Resource().Attributes())
	record := spanRecord{
		TraceID:       span.SpanContext().TraceID().String(),
		SpanID:        span.SpanContext().SpanID().String(),
		Service:       resource["service.name"].Value.(string),
		Name:          span.Name(),
		Kind:          trace.ValidateSpanKind(span.SpanKind()).String(),
		StartNs:       span.StartTime().UnixNano(),
		EndNs:         span.EndTime().UnixNano(),
		Status:        strings.ToLower(span.Status().Code.String()),
		StatusMessage: span.Status().Description,
		Scope: scopeRecord{
			Name:    span.InstrumentationScope().Name,
			Version: span.InstrumentationScope().Version,
		},
		Attributes: typedAttributes(span.Attributes()),
		Events:     []eventRecord{},
		Links:      []linkRecord{},
		Resource:   resource,
	}
	if span.Parent().SpanID().IsValid() {
		record.ParentSpanID = span.Parent().SpanID().String()
	}
	for _, event := range span.Events() {
		record.Events = append(record.Events, eventRecord{
			Name:       event.Name,
			TimeNs:     event.Time.UnixNano(),
			Attributes: typedAttributes(event.Attributes),
		})
	}
	for _, link := range span.Links() {
		record.Links = append(record.Links, linkRecord{
			TraceID: link.SpanContext.TraceID().String(),
			SpanID:  link.SpanContext.SpanID().String(),
		})
	}
	return record
}

func typedAttributes(attributes []attribute.KeyValue) map[string]typedValue {
	typed := make(map[string]typedValue, len(attributes))
	for _, kv := range attributes {
		typed[string(kv.Key)] = typedValue{Type: typeNames[kv.Value.Type()], Value: kv.Value.AsInterface()}
	}
	return typed
}
