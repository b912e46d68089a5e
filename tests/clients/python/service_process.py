"""Runs one Flask application as a traced process of its own.

The process writes its port as the first line of stdout, serves until stdin is
closed, then flushes its spans and ends. It cannot outlive the program that
started it, whose end closes stdin.
"""

import argparse
import sys
import threading

from flask import Flask
from opentelemetry.instrumentation.flask import FlaskInstrumentor
from opentelemetry.instrumentation.requests import RequestsInstrumentor
from werkzeug.serving import make_server

from tracing import TRANSPORTS, start_tracing


def serve(app: Flask, service: str) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--transport", choices=TRANSPORTS, required=True)
    parser.add_argument("--endpoint", metavar="HOST:PORT", required=True)
    parser.add_argument("--sent-log", metavar="PATH", required=True)
    arguments = parser.parse_args()

    provider = start_tracing(service, arguments.transport, arguments.endpoint, arguments.sent_log)
    FlaskInstrumentor().instrument_app(app)
    RequestsInstrumentor().instrument()

    # One request at a time: every span of a request has ended when the server stops.
    server = make_server("127.0.0.1", 0, app, threaded=False)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    print(server.server_port, flush=True)

    sys.stdin.read()
    server.shutdown()
    serving.join()
    server.server_close()
    provider.shutdown()
