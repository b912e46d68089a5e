import { describe, expect, it, test } from 'vitest';

import { toModel } from '../derive';
import type { DocumentSpan } from '../document';
import { buildTrace } from '../build';
import type { Value } from '../span';
import { spanOf, TRACE_ID } from '../testTraces';
import type { SpanText } from '../testTraces';
import { converse } from './conversation';
import { pretty } from './json';
import { isGenAi, mayBeGenAi, tellingKeys } from './keys';
import { messageOf, partsOf } from './message';
import { readMessages } from './messages';
import { readStep } from './readStep';
import type { Message } from './step';
import { totalsOf } from './totals';
import { readUsage } from './usage';

type Given = { [key: string]: Value };
const list = (attributes: Given) => Object.entries(attributes).map(([key, value]) => ({ key, value }));

/** A span with attributes and events of any kind. */
function span(attributes: Given, events: { name: string; attributes: Given }[] = [], text: Partial<SpanText> = {}): DocumentSpan {
  const plain = spanOf({ id: '1', start: 0, duration: 10, ...text });
  return {
    ...plain,
    attributes: list(attributes),
    events: events.map((event) => ({ name: event.name, timeUnixNano: 0n, attributes: list(event.attributes) })),
  };
}

const said = (messages: Message[]) => messages.map(({ role, parts }) => [role, ...parts.map((part) => `${part.kind} ${part.text}`)]);

const QUESTION = [
  ['system', 'text Be brief.'],
  ['user', 'text Weather in Rome?'],
  ['assistant', 'call {"city":"Rome"}'],
  ['tool', 'result 21 °C'],
];
const ANSWER = [['assistant', 'text Mild.']];

describe('messages', () => {
  const call = { type: 'tool_call', id: 'c1', name: 'weather', arguments: { city: 'Rome' } };
  const input = [
    { role: 'user', parts: [{ type: 'text', content: 'Weather in Rome?' }] },
    { role: 'assistant', parts: [call] },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: '21 °C' }] },
  ];
  const output = [{ role: 'assistant', parts: [{ type: 'text', content: 'Mild.' }], finish_reason: 'stop' }];
  const system = [{ type: 'text', content: 'Be brief.' }];
  const attributes = { 'gen_ai.system_instructions': system, 'gen_ai.input.messages': input, 'gen_ai.output.messages': output };
  const asText = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, JSON.stringify(value)]));
  const openAiCall = { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } };

  const spellings: [string, DocumentSpan][] = [
    ['attributes of structured values', span(attributes)],
    ['attributes of JSON', span(asText)],
    ['an event with all of them', span({}, [{ name: 'gen_ai.client.inference.operation.details', attributes: asText }])],
    ['an event for each', span({}, [
      { name: 'gen_ai.system.message', attributes: { content: 'Be brief.' } },
      { name: 'gen_ai.user.message', attributes: { content: 'Weather in Rome?' } },
      { name: 'gen_ai.assistant.message', attributes: { tool_calls: JSON.stringify([openAiCall]) } },
      { name: 'gen_ai.tool.message', attributes: { content: '21 °C', id: 'c1' } },
      { name: 'gen_ai.choice', attributes: { index: 0, finish_reason: 'stop', message: JSON.stringify({ content: 'Mild.' }) } },
    ])],
    ['an event for each, its content in one attribute', span({}, [
      { name: 'gen_ai.system.message', attributes: { 'gen_ai.event.content': '{"content":"Be brief."}' } },
      { name: 'gen_ai.user.message', attributes: { 'gen_ai.event.content': '{"content":"Weather in Rome?"}' } },
      { name: 'gen_ai.assistant.message', attributes: { 'gen_ai.event.content': JSON.stringify({ tool_calls: [openAiCall] }) } },
      { name: 'gen_ai.tool.message', attributes: { 'gen_ai.event.content': '{"content":"21 °C","id":"c1"}' } },
      { name: 'gen_ai.choice', attributes: { 'gen_ai.event.content': '{"finish_reason":"stop","message":{"role":"assistant","content":"Mild."}}' } },
    ])],
    ['an attribute for each member', span({
      'gen_ai.prompt.10.role': 'tool', 'gen_ai.prompt.10.content': '21 °C', 'gen_ai.prompt.10.tool_call_id': 'c1',
      'gen_ai.prompt.0.role': 'system', 'gen_ai.prompt.0.content': 'Be brief.',
      'gen_ai.prompt.1.role': 'user', 'gen_ai.prompt.1.content': '[{"type":"text","text":"Weather in Rome?"}]',
      'gen_ai.prompt.2.role': 'assistant', 'gen_ai.prompt.2.tool_calls.0.id': 'c1', 'gen_ai.prompt.2.tool_calls.0.name': 'weather',
      'gen_ai.prompt.2.tool_calls.0.arguments': '{"city":"Rome"}',
      'gen_ai.completion.0.content': 'Mild.', 'gen_ai.completion.0.finish_reason': 'stop',
    })],
    ["a provider's own words", span({
      'gen_ai.prompt': JSON.stringify([
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'input_text', text: 'Weather in Rome?' }] },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Rome' } }] },
        { role: 'tool', content: '21 °C', tool_call_id: 'c1' },
      ]),
      'gen_ai.completion': '[{"role":"assistant","content":"Mild.","finish_reason":"stop"}]',
    })],
  ];
  test.each(spellings)('as %s', (_, given) => {
    const messages = readMessages(given);
    expect(said(messages.input)).toEqual(QUESTION);
    expect(said(messages.output)).toEqual(ANSWER);
    expect(messages.output[0].finish).toBe('stop');
    expect(messages.input[2].parts[0]).toMatchObject({ id: 'c1', name: 'weather' });
    expect(messages.input[3].parts[0]).toMatchObject({ id: 'c1' });
  });

  test.each([
    ['[{"role":"user","parts":[{"type":"text","content":"cut off he', [['user', 'text [{"role":"user","parts":[{"type":"text","content":"cut off he']]],
    ['just words', [['user', 'text just words']]],
    ['[1, null, "a", []]', [['user', 'text 1'], ['user'], ['user', 'text a'], ['user']]],
    ['{}', [['user']]],
    ['', []],
  ])('%s is shown as far as it can be', (text, messages) =>
    expect(said(readMessages(span({ 'gen_ai.input.messages': text })).input)).toEqual(messages));

  it('talk of JSON without being it', () => {
    expect(partsOf('[1, 2]')).toEqual([{ kind: 'text', text: '[1, 2]' }]);
    expect(said(readMessages(span({}, [{ name: 'gen_ai.user.message', attributes: { content: '[1, 2]' } }])).input)).toEqual([['user', 'text [1, 2]']]);
  });

  it('name what is not text', () => {
    expect(partsOf([
      { type: 'thinking', thinking: 'Hm.' }, { type: 'uri', modality: 'image', uri: 'https://a.example/b.png' }, { type: 'new', x: 1 },
    ])).toEqual([
      { kind: 'reasoning', text: 'Hm.' },
      { kind: 'other', name: 'uri image', text: 'https://a.example/b.png' },
      { kind: 'other', name: 'new', text: '{"type":"new","x":1}' },
    ]);
  });

  it('have bounds', () => {
    let deep: Value = 'x';
    for (let level = 0; level < 50_000; level++) deep = [deep];
    expect(partsOf([{ type: 'tool_call', arguments: deep }])).toHaveLength(1);
    expect(pretty(deep)).toBe('…');
    expect(partsOf('['.repeat(1_000_000))).toHaveLength(1);
    expect(partsOf(Array.from({ length: 1000 }, () => 'a'))).toHaveLength(100);
    expect(readMessages(span({ 'gen_ai.input.messages': JSON.stringify(Array(2000).fill({ role: 'user' })) })).input).toHaveLength(500);
    const indexed = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`gen_ai.prompt.${at}.content`, 'a']));
    expect(readMessages(span(indexed)).input).toHaveLength(500);
    expect(messageOf({ role: 'x'.repeat(1e6), __proto__: null, constructor: 'y' }, 'user').role).toHaveLength(200);
  });
});

describe('what a span did', () => {
  test.each<[Given, string, string]>([
    [{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm', 'gen_ai.response.model': 'm-1' }, 'model', 'm-1'],
    [{ 'gen_ai.system': 'openai', 'gen_ai.request.model': 'm' }, 'model', 'm'],
    [{ 'gen_ai.usage.prompt_tokens': 4 }, 'model', 'work'],
    [{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'planner', 'gen_ai.request.model': 'm' }, 'agent', 'planner'],
    [{ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' }, 'tool', 'search'],
    [{ 'gen_ai.tool.name': 'search', 'gen_ai.agent.name': 'planner' }, 'tool', 'search'],
    [{ 'traceloop.span.kind': 'workflow', 'traceloop.entity.name': 'answer' }, 'agent', 'answer'],
    [{ 'traceloop.span.kind': 'tool', 'traceloop.entity.name': 'search', 'traceloop.entity.input': '{"q":1}' }, 'tool', 'search'],
    [{ 'gen_ai.operation.name': 'constructor' }, 'other', 'work'],
  ])('%j', (attributes, kind, title) => expect(readStep(span(attributes))).toMatchObject({ kind, title }));

  test.each<[Given, object]>([
    [{ 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': '4' }, { input: 10, output: 4, cost: undefined }],
    [{ 'gen_ai.usage.prompt_tokens': 10, 'gen_ai.usage.completion_tokens': 4 }, { input: 10, output: 4 }],
    [{ 'gen_ai.usage.cache_read.input_tokens': 7, 'gen_ai.usage.cache_creation_input_tokens': 2 }, { cacheRead: 7, cacheWrite: 2 }],
    [{ 'gen_ai.usage.reasoning.output_tokens': 3, 'gen_ai.usage.cost': 0.002 }, { reasoning: 3, cost: 0.002 }],
    [{ 'gen_ai.usage.input_tokens': 'many', 'gen_ai.usage.output_tokens': -4, 'gen_ai.usage.cost': '1e999' }, { input: 0, output: 0, cost: undefined }],
  ])('%j', (attributes, usage) => expect(readUsage(list(attributes))).toMatchObject(usage));

  it('failed with what was said of it', () => {
    const failed = span({ 'error.type': 'timeout' }, [], { error: true });
    expect(readStep(failed).error).toBe('timeout');
    expect(readStep({ ...failed, status: { code: 2, message: 'slow' } }).error).toBe('slow');
    expect(readStep(span({})).error).toBeUndefined();
  });
});

describe('a conversation', () => {
  const user = { role: 'user', content: 'Plan a day' };
  const asks = { role: 'assistant', tool_calls: [{ id: 'c1', function: { name: 'search', arguments: '{"q":"Rome"}' } }] };
  const answer = { role: 'tool', tool_call_id: 'c1', content: 'sunny' };
  const chat = (input: Value, output: Value, tokens: number): Given => ({
    'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'p', 'gen_ai.request.model': 'm',
    'gen_ai.input.messages': input, 'gen_ai.output.messages': output,
    'gen_ai.usage.input_tokens': tokens, 'gen_ai.usage.output_tokens': 1,
  });
  const agent = (name: string): Given => ({ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name });
  const spans = [
    span({ ...agent('planner'), 'gen_ai.usage.input_tokens': 60 }, [], { id: '1', duration: 100 }),
    span(chat([user], [asks], 10), [], { id: '2', parent: '1', start: 1, duration: 10 }),
    span({}, [], { id: '3', parent: '1', start: 12, duration: 40, name: 'not a step' }),
    span({ 'gen_ai.tool.name': 'search', 'gen_ai.tool.call.id': 'c1' }, [], { id: '4', parent: '3', start: 13, duration: 30, error: true }),
    span(agent('helper'), [], { id: '5', parent: '4', start: 14, duration: 20 }),
    span(chat([user], [], 20), [], { id: '6', parent: '5', start: 15, duration: 10 }),
    span(chat([user, asks, answer, { role: 'user', content: 'Shorter' }], [], 30), [], { id: '7', parent: '1', start: 60, duration: 20 }),
  ];
  const { columns, derived } = toModel(buildTrace(TRACE_ID, spans).columns);
  const rows = [0, 1, 3, 4, 5, 6];
  const turns = converse(derived, rows, rows.map((row) => readStep(spans[row])));

  it('stands in order, within those who asked', () => {
    expect(turns.map(({ step, depth, parent }) => [step.kind, step.title, depth, parent])).toEqual([
      ['agent', 'planner', 0, -1],
      ['model', 'm', 1, 0],
      ['tool', 'search', 1, 0],
      ['agent', 'helper', 2, 2],
      ['model', 'm', 3, 3],
      ['model', 'm', 1, 0],
    ]);
  });

  it('does not repeat what the model was told before, nor what a tool answered', () => {
    expect(turns.map(({ fresh }) => said(fresh))).toEqual([[], [['user', 'text Plan a day']], [], [], [['user', 'text Plan a day']], [['user', 'text Shorter']]]);
    expect(said(turns[5].earlier)).toHaveLength(3);
  });

  it("says of tools what the model's messages say of them", () => {
    expect(turns[2].step.tool).toMatchObject({ args: '{"q":"Rome"}', result: 'sunny' });
  });

  it('counts tokens once', () => {
    expect(totalsOf(columns, turns)).toEqual({
      models: [{
        model: 'm', provider: 'p', calls: 3, failed: 0, duration: 40,
        usage: { input: 60, output: 3, cacheRead: 0, cacheWrite: 0, reasoning: 0, cost: undefined },
      }],
      tools: [{ name: 'search', calls: 1, failed: 1 }],
      agents: [{ name: 'planner', calls: 1, failed: 0 }, { name: 'helper', calls: 1, failed: 0 }],
      usage: { input: 60, output: 3, cacheRead: 0, cacheWrite: 0, reasoning: 0, cost: undefined },
    });
  });

  it('sums a cost where one is said, and counts tokens of an agent whose calls say none', () => {
    const costly = [
      span({ ...agent('a'), 'gen_ai.usage.input_tokens': 5, 'gen_ai.usage.cost': 0.5 }, [], { id: '1', duration: 9 }),
      span({ 'gen_ai.operation.name': 'chat' }, [], { id: '2', parent: '1', start: 1, duration: 2 }),
      span({ 'gen_ai.operation.name': 'chat', 'gen_ai.usage.cost': 0.25 }, [], { id: '3', start: 20, duration: 2 }),
    ];
    const model = toModel(buildTrace(TRACE_ID, costly).columns);
    const { usage } = totalsOf(model.columns, converse(model.derived, [0, 1, 2], costly.map(readStep)));
    expect(usage).toMatchObject({ input: 5, cost: 0.75 });
  });
});

describe('a trace', () => {
  const columnsOf = (count: number, names: string[], badges: string[] = ['']) => ({ ...buildTrace(TRACE_ID, []).columns, count, names, badges });

  it('is told by its keys', () => {
    expect(isGenAi(['http.route', 'gen_ai.system'])).toBe(true);
    expect(isGenAi(['http.route', 'app.gen_ai.x'])).toBe(false);
    expect(tellingKeys(['gen_ai.input.messages', 'gen_ai.tool.name', 'traceloop.span.kind'])).toEqual(['gen_ai.tool.name', 'traceloop.span.kind']);
    expect(tellingKeys(['gen_ai.input.messages', 'gen_ai.token.type'])).toEqual(['gen_ai.token.type']);
    expect(tellingKeys(['traceloop.span.kind'])).toEqual([]);
  });

  it('is not asked when it is large and nothing speaks for it', () => {
    expect(mayBeGenAi(columnsOf(10, ['GET /']))).toBe(true);
    expect(mayBeGenAi(columnsOf(100_000, ['GET /']))).toBe(false);
    expect(mayBeGenAi(columnsOf(100_000, ['GET /', 'execute_tool search']))).toBe(true);
    expect(mayBeGenAi(columnsOf(100_000, ['GET /'], ['', 'claude-x']))).toBe(true);
  });
});
