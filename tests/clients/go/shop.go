// The traced net/http server: an ok, a failing and a slow checkout.
//
// Its manual spans carry every attribute type, an event, an exception, a link
// and the kinds that no HTTP instrumentation makes.

package main

import (
	"context"
	"errors"
	"net/http"
	"path"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

const slowWait = 320 * time.Millisecond

// shop answers the checkouts, which come one by one.
type shop struct {
	tracer trace.Tracer
	// ledger has no version, to have a scope without one.
	ledger trace.Tracer
	// lastReceipt is what the slow checkout links to.
	lastReceipt trace.SpanContext
}

// newHandler returns the shop behind the instrumentation of net/http.
func newHandler() http.Handler {
	s := &shop{
		tracer: otel.Tracer("shop.checkout", trace.WithInstrumentationVersion("1.4.2")),
		ledger: otel.Tracer("payment.ledger"),
	}
	return otelhttp.NewHandler(http.HandlerFunc(s.checkout), "/checkout")
}

func (s *shop) checkout(w http.ResponseWriter, r *http.Request) {
	ctx, span := s.tracer.Start(r.Context(), "checkout")
	defer span.End()
	span.SetAttributes(attribute.String("request.id", r.Header.Get("x-request-id")))

	var err error
	switch path.Base(r.URL.Path) {
	case "ok":
		s.chargeValidCard(ctx)
	case "error":
		err = s.chargeEmptyCard(ctx)
	case "slow":
		s.settle(ctx)
	default:
		http.NotFound(w, r)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (s *shop) chargeValidCard(ctx context.Context) {
	ctx, span := s.ledger.Start(ctx, "charge-card")
	defer span.End()
	span.SetAttributes(
		attribute.String("card.holder", "Zoë Ångström 💳 <\"quoted\">\n二行目"),
		attribute.Bool("card.stored", true),
		attribute.Int64("charge.id", 1<<53+1),
		attribute.Int64("charge.balance_cents", -1999),
		attribute.Float64("charge.amount", 19.99),
		attribute.Float64("charge.rate", 3.0),
		attribute.StringSlice("charge.items", []string{"green tea", "naïve café"}),
		attribute.Int64Slice("charge.quantities", []int64{2, 1<<53 + 1}),
		attribute.Float64Slice("charge.prices", []float64{4.5, 3.0}),
		attribute.BoolSlice("charge.taxed", []bool{true, false}),
	)
	span.AddEvent("card-authorized", trace.WithAttributes(
		attribute.String("authorization.code", "Å-17"),
		attribute.Int("authorization.attempt", 2),
		attribute.Float64("authorization.seconds", 0.25),
		attribute.Bool("authorization.final", true),
	))
	span.SetStatus(codes.Ok, "")

	_, receipt := s.ledger.Start(ctx, "publish-receipt", trace.WithSpanKind(trace.SpanKindProducer))
	s.lastReceipt = receipt.SpanContext()
	receipt.End()
}

func (s *shop) chargeEmptyCard(ctx context.Context) error {
	_, span := s.ledger.Start(ctx, "charge-card")
	defer span.End()
	err := errors.New("insufficient funds for Zoë")
	span.RecordError(err, trace.WithStackTrace(true))
	span.SetStatus(codes.Error, "card declined: "+err.Error())
	return err
}

func (s *shop) settle(ctx context.Context) {
	_, span := s.ledger.Start(ctx, "settle-receipts",
		trace.WithSpanKind(trace.SpanKindConsumer),
		trace.WithLinks(trace.Link{SpanContext: s.lastReceipt}),
	)
	defer span.End()
	time.Sleep(slowWait)
}
