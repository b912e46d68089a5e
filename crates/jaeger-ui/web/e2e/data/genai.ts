// Conversations with models: an agent that calls two tools, one of them another agent, and one that says hostile things.

import { HOSTILE } from './hostile';
import { TraceWriter } from './otlp';
import type { Attributes } from './otlp';
import { random } from './random';

const MS = 1_000_000;

export const TRIP = {
  question: 'Plan one day in Lisbon for two people.',
  model: 'orion-large-2026-01',
  smallModel: 'orion-small',
  agent: 'trip planner',
  helper: 'museum guide',
  failure: 'the forecast service did not answer in time',
} as const;

const json = (value: unknown) => JSON.stringify(value);
const text = (content: string) => ({ type: 'text', content });

const SYSTEM = json([text('You plan trips. Answer in *Markdown*, briefly.')]);
const ASKED = { role: 'user', parts: [text(TRIP.question)] };
const CALLS = {
  role: 'assistant',
  parts: [
    { type: 'reasoning', content: 'The weather decides what comes first.' },
    { type: 'tool_call', id: 'call_1', name: 'forecast', arguments: { city: 'Lisbon', days: 1 } },
    { type: 'tool_call', id: 'call_2', name: 'museums', arguments: { city: 'Lisbon', people: 2 } },
  ],
};
const RESULTS = [
  { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: 'error: no answer' }] },
  { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_2', response: 'The tile museum opens at ten.' }] },
];
const PLAN = `## One day in Lisbon

1. **Morning**: the [tile museum](https://museum.example/tiles), opens at \`10:00\`
2. **Afternoon**: tram 28
   - get in at the terminus
   - keep your tickets

| When | Where |
|------|-------|
| 10   | tiles |
| 14   | tram  |

> No forecast could be had.`;

const call = (model: string, given: Attributes): Attributes => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'orion',
  'gen_ai.request.model': model,
  ...given,
});

/** An agent, two tools of which one fails, and an agent within the other. */
export function tripTrace(start: bigint): TraceWriter {
  const trace = new TraceWriter(random(2026), start);
  const service = 'concierge';
  const page = trace.add({ service, name: 'POST /plan', kind: 'server', start: 0, duration: 6_400 * MS, attributes: { 'http.request.method': 'POST', 'http.response.status_code': 200 } });
  const agent = trace.add({
    service, name: `invoke_agent ${TRIP.agent}`, parent: page, start: 20 * MS, duration: 6_300 * MS,
    attributes: {
      'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': TRIP.agent, 'gen_ai.provider.name': 'orion',
      'gen_ai.usage.input_tokens': 1_910, 'gen_ai.usage.output_tokens': 310,
    },
  });
  trace.add({
    service, name: `chat ${TRIP.model}`, kind: 'client', parent: agent, start: 30 * MS, duration: 1_200 * MS,
    attributes: call(TRIP.model, {
      'gen_ai.system_instructions': SYSTEM, 'gen_ai.input.messages': json([ASKED]), 'gen_ai.output.messages': json([{ ...CALLS, finish_reason: 'tool_calls' }]),
      'gen_ai.usage.input_tokens': 420, 'gen_ai.usage.output_tokens': 96, 'gen_ai.usage.reasoning.output_tokens': 40,
    }),
  });
  trace.add({
    service, name: 'execute_tool forecast', parent: agent, start: 1_250 * MS, duration: 900 * MS, error: TRIP.failure,
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'forecast', 'gen_ai.tool.call.id': 'call_1' },
  });
  const tool = trace.add({
    service, name: 'execute_tool museums', parent: agent, start: 2_160 * MS, duration: 2_000 * MS,
    attributes: {
      'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'museums', 'gen_ai.tool.call.id': 'call_2', 'gen_ai.tool.description': 'Finds museums that are open',
      'gen_ai.tool.call.arguments': json({ city: 'Lisbon', people: 2 }), 'gen_ai.tool.call.result': 'The tile museum opens at ten.',
    },
  });
  const helper = trace.add({
    service: 'guide', name: `invoke_agent ${TRIP.helper}`, kind: 'server', parent: tool, start: 2_180 * MS, duration: 1_960 * MS,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': TRIP.helper, 'gen_ai.system': 'orion' },
  });
  // An older library: each member of each message is an attribute.
  trace.add({
    service: 'guide', name: 'orion.chat', kind: 'client', parent: helper, start: 2_200 * MS, duration: 1_900 * MS,
    attributes: {
      'gen_ai.system': 'orion', 'gen_ai.request.model': TRIP.smallModel,
      'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': 'Which museum in Lisbon is open today?',
      'gen_ai.completion.0.role': 'assistant', 'gen_ai.completion.0.content': 'The tile museum opens at ten.', 'gen_ai.completion.0.finish_reason': 'stop',
      'gen_ai.usage.prompt_tokens': 80, 'gen_ai.usage.completion_tokens': 14,
    },
  });
  trace.add({
    service, name: `chat ${TRIP.model}`, kind: 'client', parent: agent, start: 4_200 * MS, duration: 2_100 * MS,
    attributes: call(TRIP.model, {
      'gen_ai.system_instructions': SYSTEM, 'gen_ai.input.messages': json([ASKED, CALLS, ...RESULTS]),
      'gen_ai.output.messages': json([{ role: 'assistant', parts: [text(PLAN)], finish_reason: 'stop' }]),
      'gen_ai.usage.input_tokens': 1_490, 'gen_ai.usage.output_tokens': 214, 'gen_ai.usage.cache_read.input_tokens': 400,
    }),
  });
  return trace;
}

/** Texts that a careless page would run or follow, in every place that takes text. */
export function hostileConversation(trace: TraceWriter): void {
  const service = 'hostile-talk';
  const root = trace.add({ service, name: 'talk', start: 0, duration: 900 * MS, attributes: { 'gen_ai.agent.name': HOSTILE.html } });
  for (const [at, [kind, hostile]] of Object.entries(HOSTILE).entries()) {
    const markdown = `${hostile}\n\n[press](javascript:window.owned=1) ![x](data:text/html,a) <img src=x onerror=window.owned=1>\n\n# ${hostile.slice(0, 500)}`;
    trace.add({
      service, name: kind, kind: 'client', parent: root, start: (10 + at * 50) * MS, duration: 40 * MS, error: hostile.slice(0, 20_000),
      attributes: call(hostile.slice(0, 20_000), {
        'gen_ai.input.messages': json([{ role: hostile.slice(0, 1_000), parts: [text(markdown)] }, { role: 'user', content: [{ type: hostile.slice(0, 100) }] }]),
        'gen_ai.output.messages': `[{"role":"assistant","parts":[${json(hostile.slice(0, 50_000))}`,
        'gen_ai.usage.input_tokens': 'many',
      }),
    });
  }
  let deep = '1';
  for (let level = 0; level < 2_000; level++) deep = `[${deep}]`;
  trace.add({
    service, name: 'deep', parent: root, start: 800 * MS, duration: 10 * MS,
    attributes: { 'gen_ai.tool.name': '__proto__', 'gen_ai.tool.call.arguments': deep, 'gen_ai.tool.call.result': `${'*_`[['.repeat(4_000)}${'> '.repeat(4_000)}` },
  });
}
