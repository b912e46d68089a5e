"""The service `shop`: takes a checkout and has `payment` do the work."""

import os

import requests
from flask import Flask, request
from opentelemetry import trace

from service_process import serve

PAYMENT_PATHS = {
    "ok": "/charge/valid-card",
    "error": "/charge/empty-card",
    "slow": "/settle",
}

app = Flask("shop")
tracer = trace.get_tracer("shop.checkout", "1.4.2")


@app.get("/checkout/<outcome>")
def checkout(outcome: str):
    with tracer.start_as_current_span("checkout") as span:
        span.set_attribute("request.id", request.headers["x-request-id"])
        answer = requests.get(os.environ["PAYMENT_URL"] + PAYMENT_PATHS[outcome], timeout=10)
        return answer.text, answer.status_code


if __name__ == "__main__":
    serve(app, "shop")
