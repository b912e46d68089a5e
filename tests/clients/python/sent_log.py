"""Writes what the SDK handed to its exporter: one JSON object per ended span.

This is the truth a test compares the stored spans with, so it is taken from the
SDK's span and never from the exporter's encoding of it.
"""

import json
from typing import Any, Mapping, Optional

from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor

ELEMENT_TYPES = ((bool, "bool"), (str, "string"), (int, "int64"), (float, "float64"))


class SentLog(SpanProcessor):
    """Appends a line to a file for every span that ends."""

    def __init__(self, path: str):
        self._file = open(path, "a", encoding="utf-8")

    def on_end(self, span: ReadableSpan) -> None:
        self._file.write(json.dumps(span_record(span)) + "\n")

    def shutdown(self) -> None:
        self._file.close()


def span_record(span: ReadableSpan) -> dict:
    context = span.get_span_context()
    return {
        "trace_id": f"{context.trace_id:032x}",
        "span_id": f"{context.span_id:016x}",
        "parent_span_id": f"{span.parent.span_id:016x}" if span.parent else "",
        "service": span.resource.attributes["service.name"],
        "name": span.name,
        "kind": span.kind.name.lower(),
        "start_ns": span.start_time,
        "end_ns": span.end_time,
        "status": span.status.status_code.name.lower(),
        "status_message": span.status.description or "",
        "scope": {
            "name": span.instrumentation_scope.name,
            "version": span.instrumentation_scope.version or "",
        },
        "attributes": typed_attributes(span.attributes),
        "events": [
            {
                "name": event.name,
                "time_ns": event.timestamp,
                "attributes": typed_attributes(event.attributes),
            }
            for event in span.events
        ],
        "links": [
            {
                "trace_id": f"{link.context.trace_id:032x}",
                "span_id": f"{link.context.span_id:016x}",
            }
            for link in span.links
        ],
        "resource": typed_attributes(span.resource.attributes),
    }


def typed_attributes(attributes: Optional[Mapping[str, Any]]) -> dict:
    return {key: typed_value(value) for key, value in (attributes or {}).items()}


def typed_value(value: Any) -> dict:
    if isinstance(value, tuple):
        return {"type": element_type(value[0]) + "[]", "value": list(value)}
    return {"type": element_type(value), "value": value}


def element_type(value: Any) -> str:
    # The order of ELEMENT_TYPES matters: a Python bool is an int too.
    return next(name for python_type, name in ELEMENT_TYPES if isinstance(value, python_type))
