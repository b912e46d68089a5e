"""Spans of py_zipkin that are reported over HTTP and noted in the sent log.

The sent log is the truth a test compares the stored spans with: it is taken from
the library's span at the door of its encoder. Zipkin counts in microseconds, so the
times are cut to them as every encoder of the library cuts them.
"""

import json
from typing import Optional

from py_zipkin import Encoding, Kind, get_default_tracer
from py_zipkin.encoding._encoders import IEncoder, get_encoder
from py_zipkin.encoding._helpers import Endpoint
from py_zipkin.encoding._helpers import Span as SentSpan
from py_zipkin.transport import SimpleHTTPTransport
from py_zipkin.zipkin import zipkin_span

current_tracer = get_default_tracer


class Reporter(SimpleHTTPTransport):
    """Sends what the library encoded, and keeps the sent log."""

    def __init__(self, endpoint: str, encoding: Encoding):
        host, port = endpoint.rsplit(":", 1)
        super().__init__(host, int(port))
        self.encoding = encoding
        self.failures = []
        self.records = []

    def send(self, payload) -> None:
        # The library makes text of JSON and takes only bytes to send.
        payload = payload.encode() if isinstance(payload, str) else payload
        try:
            super().send(payload)
        except Exception as error:
            self.failures.append(repr(error))

    def sent_log(self) -> str:
        return "".join(json.dumps(record) + "\n" for record in self.records)


class NotingEncoder(IEncoder):
    """The encoder of the library, with an eye on what goes in."""

    def __init__(self, reporter: Reporter):
        self._inner = get_encoder(reporter.encoding)
        self._reporter = reporter

    def fits(self, *arguments, **named) -> bool:
        return self._inner.fits(*arguments, **named)

    def encode_span(self, span: SentSpan):
        self._reporter.records.append(span_record(span))
        return self._inner.encode_span(span)

    def encode_queue(self, queue):
        return self._inner.encode_queue(queue)


class Span(zipkin_span):
    """A span that ends with its block; the outermost one of a thread sends all."""

    def __init__(self, reporter: Reporter, service: str, name: str, kind: Kind = Kind.LOCAL, **more):
        is_first = "sample_rate" in more or "zipkin_attrs" in more
        self._reporter = reporter
        super().__init__(
            service,
            name,
            kind=kind,
            transport_handler=reporter if is_first else None,
            encoding=reporter.encoding,
            **more,
        )

    def start(self):
        super().start()
        if self.logging_context:
            self.logging_context.encoder = NotingEncoder(self._reporter)
        return self


def span_record(span: SentSpan) -> dict:
    start = int(span.timestamp * 1_000_000)
    has_failed = "error" in span.tags
    return {
        "trace_id": span.trace_id,
        "span_id": span.span_id,
        "parent_span_id": span.parent_id or "",
        "service": span.local_endpoint.service_name,
        "name": span.name,
        "kind": (span.kind.value or "").lower(),
        "start_ns": start * 1_000,
        "end_ns": (start + int(span.duration * 1_000_000)) * 1_000,
        "status": "error" if has_failed else "unset",
        "status_message": span.tags.get("error", ""),
        "scope": {"name": "", "version": ""},
        "attributes": {key: {"type": "string", "value": value} for key, value in span.tags.items() if key != "error"},
        "events": [
            {"name": value, "time_ns": int(time * 1_000_000) * 1_000, "attributes": {}}
            for value, time in span.annotations.items()
        ],
        "links": [],
        "resource": {"service.name": {"type": "string", "value": span.local_endpoint.service_name}},
        "local": address(span.local_endpoint),
        "remote": address(span.remote_endpoint),
        "shared": span.shared,
    }


def address(endpoint: Optional[Endpoint]) -> Optional[dict]:
    if endpoint is None:
        return None
    return {"service": endpoint.service_name, "ipv4": endpoint.ipv4, "port": endpoint.port or None}
