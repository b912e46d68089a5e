/**
 * The Express application: an ok, a failing and a slow checkout.
 *
 * Its manual spans carry every attribute type JavaScript has, an event, an
 * exception, a link and the kinds that no HTTP instrumentation makes.
 */
"use strict";

const { setTimeout: sleep } = require("node:timers/promises");

const { SpanKind, SpanStatusCode, trace } = require("@opentelemetry/api");
const express = require("express");

const tracer = trace.getTracer("shop.checkout", "1.4.2");
// No version, to have a scope without one.
const ledger = trace.getTracer("payment.ledger");

const SLOW_MS = 320;

let lastReceipt;

const OUTCOMES = { ok: chargeValidCard, error: chargeEmptyCard, slow: settle };

function newApp() {
  const app = express();
  app.get("/checkout/:outcome", async (request, response) => {
    const answer = await inSpan(tracer, "checkout", {}, (span) => {
      span.setAttribute("request.id", request.get("x-request-id"));
      return OUTCOMES[request.params.outcome]();
    });
    response.send(answer);
  });
  return app;
}

async function chargeValidCard() {
  return inSpan(ledger, "charge-card", {}, async (span) => {
    span.setAttributes({
      "card.holder": 'Zoë Ångström 💳 <"quoted">\n二行目',
      "card.stored": true,
      "charge.id": 42,
      "charge.balance_cents": -1999,
      "charge.amount": 19.99,
      "charge.rate": 3.0,
      "charge.items": ["green tea", "naïve café"],
      "charge.quantities": [2, 3],
      "charge.prices": [4.5, 3.0],
      "charge.taxed": [true, false],
    });
    span.addEvent("card-authorized", {
      "authorization.code": "Å-17",
      "authorization.attempt": 2,
      "authorization.seconds": 0.25,
      "authorization.final": true,
    });
    span.setStatus({ code: SpanStatusCode.OK });
    await inSpan(ledger, "publish-receipt", { kind: SpanKind.PRODUCER }, (receipt) => {
      lastReceipt = receipt.spanContext();
    });
    return "charged";
  });
}

async function chargeEmptyCard() {
  return inSpan(ledger, "charge-card", {}, (span) => {
    const declined = new Error("insufficient funds for Zoë");
    span.recordException(declined);
    span.setStatus({ code: SpanStatusCode.ERROR, message: `card declined: ${declined.message}` });
    throw declined;
  });
}

async function settle() {
  const options = { kind: SpanKind.CONSUMER, links: [{ context: lastReceipt }] };
  return inSpan(ledger, "settle-receipts", options, async () => {
    await sleep(SLOW_MS);
    return "settled";
  });
}

/** Runs `work` with a new active span, which ends with it. */
async function inSpan(spanTracer, name, options, work) {
  return spanTracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work(span);
    } finally {
      span.end();
    }
  });
}

module.exports = { newApp };
