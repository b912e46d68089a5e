"""Drives two services traced by py_zipkin once and prints the sent log.

    python run.py --transport T --endpoint HOST:PORT --request-id ID

The shop sends an ok, a failing and a slow checkout; the first two call the payment
service, which serves in a thread and joins the span of its caller, as Zipkin's
services do. Exits with a failure when an answer is not as expected or a batch was
not taken. Nothing of the wire format is written in this program.
"""

import argparse
import http.client
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep

from py_zipkin import Encoding, Kind
from py_zipkin.request_helpers import create_http_headers, extract_zipkin_attrs_from_headers

from tracing import Reporter, Span, current_tracer

ENCODINGS = {
    "zipkin-v1-thrift": Encoding.V1_THRIFT,
    "zipkin-v1-json": Encoding.V1_JSON,
    "zipkin-v2-json": Encoding.V2_JSON,
    "zipkin-v2-proto": Encoding.V2_PROTO3,
}
SHOP = "shop-zipkin-python"
PAYMENT = "payment-zipkin-python"
SLOW_SECONDS = 0.32
ROOT = {"sample_rate": 100.0, "use_128bit_trace_id": True, "host": "10.20.30.40", "port": 8080}


class Declined(Exception):
    """What the payment service says to a card without money."""


class Shop:
    """The one that starts each trace."""

    def __init__(self, reporter: Reporter, payment_port: int):
        self._reporter = reporter
        self._payment_port = payment_port

    def checkout(self, outcome: str, request_id: str) -> int:
        status = 200
        with Span(self._reporter, SHOP, "checkout", Kind.SERVER, **ROOT) as span:
            span.update_binary_annotations({"request.id": f"{request_id}-{outcome}"})
            try:
                self._serve(outcome)
            except Declined:
                status = 500
            span.update_binary_annotations({"http.status_code": str(status)})
        return status

    def _serve(self, outcome: str) -> None:
        if outcome == "slow":
            with Span(self._reporter, SHOP, "settle-receipts") as span:
                # A span of the first format has a host only where something is said of it.
                span.add_annotation("settling")
                sleep(SLOW_SECONDS)
            return
        if outcome == "ok":
            with Span(self._reporter, SHOP, "load-cart") as span:
                span.update_binary_annotations({"card.holder": 'Zoë Ångström 💳 <"quoted">\n二行目', "empty": ""})
                span.add_annotation("cart-loaded")
                span.add_annotation("naïve café")
        with Span(self._reporter, SHOP, "charge-card", Kind.CLIENT) as span:
            span.add_sa_binary_annotation(8443, PAYMENT, "10.20.30.41")
            self._call_payment(outcome)

    def _call_payment(self, outcome: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._payment_port, timeout=30)
        connection.request("GET", f"/{outcome}", headers=create_http_headers(tracer=current_tracer()))
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise Declined("card declined: insufficient funds for Zoë")


def payment_server(reporter: Reporter) -> ThreadingHTTPServer:
    """Returns the payment service, bound and not yet serving."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            attrs = extract_zipkin_attrs_from_headers(self.headers)
            # The caller reads the answer only after the span was sent.
            with Span(reporter, PAYMENT, "charge", Kind.SERVER, zipkin_attrs=attrs) as span:
                status = 200 if self.path == "/ok" else 402
                span.update_binary_annotations({"http.status_code": str(status)})
                span.add_annotation("ledger-written")
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def drive(reporter: Reporter, request_id: str) -> None:
    server = payment_server(reporter)
    threading.Thread(target=server.serve_forever).start()
    try:
        shop = Shop(reporter, server.server_address[1])
        for outcome, expected in {"ok": 200, "error": 500, "slow": 200}.items():
            status = shop.checkout(outcome, request_id)
            if status != expected:
                sys.exit(f"checkout {outcome} answered {status}, not {expected}")
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--transport", choices=ENCODINGS, required=True)
    parser.add_argument("--endpoint", metavar="HOST:PORT", required=True)
    parser.add_argument("--request-id", metavar="ID", required=True)
    arguments = parser.parse_args()

    reporter = Reporter(arguments.endpoint, ENCODINGS[arguments.transport])
    drive(reporter, arguments.request_id)
    if reporter.failures:
        sys.exit(f"batches not taken: {reporter.failures}")
    sys.stdout.write(reporter.sent_log())


if __name__ == "__main__":
    main()
