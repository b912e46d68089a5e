"""The service `payment`: charges a card, declines one, settles slowly.

Its manual spans carry every attribute type, an event, an exception, a link and
the kinds that no HTTP instrumentation makes.
"""

import time
from typing import Optional

from flask import Flask
from opentelemetry import trace
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode

from service_process import serve

SLOW_SECONDS = 0.32

app = Flask("payment")
# No version, to have a scope without one.
tracer = trace.get_tracer("payment.ledger")
last_receipt: Optional[SpanContext] = None


class CardDeclined(Exception):
    """The card has no money."""


@app.get("/charge/valid-card")
def charge_valid_card():
    global last_receipt
    with tracer.start_as_current_span("charge-card") as span:
        span.set_attributes(
            {
                "card.holder": "Zoë Ångström 💳 <\"quoted\">\n二行目",
                "card.stored": True,
                "charge.id": 2**53 + 1,
                "charge.balance_cents": -1999,
                "charge.amount": 19.99,
                "charge.rate": 3.0,
                "charge.items": ["green tea", "naïve café"],
                "charge.quantities": [2, 2**53 + 1],
                "charge.prices": [4.5, 3.0],
                "charge.taxed": [True, False],
            }
        )
        span.add_event(
            "card-authorized",
            {
                "authorization.code": "Å-17",
                "authorization.attempt": 2,
                "authorization.seconds": 0.25,
                "authorization.final": True,
            },
        )
        span.set_status(Status(StatusCode.OK))
        with tracer.start_as_current_span("publish-receipt", kind=SpanKind.PRODUCER) as receipt:
            last_receipt = receipt.get_span_context()
    return "charged"


@app.get("/charge/empty-card")
def charge_empty_card():
    # The SDK records the exception and sets the status as it leaves the span.
    with tracer.start_as_current_span("charge-card"):
        raise CardDeclined("insufficient funds for Zoë")


@app.get("/settle")
def settle():
    with tracer.start_as_current_span(
        "settle-receipts", kind=SpanKind.CONSUMER, links=[Link(last_receipt)]
    ):
        time.sleep(SLOW_SECONDS)
    return "settled"


if __name__ == "__main__":
    serve(app, "payment")
