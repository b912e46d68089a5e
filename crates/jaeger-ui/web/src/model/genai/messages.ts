// What a model was told and what it said. Where it is written has changed with the years: as JSON in an attribute,
// as events of the span, or as an attribute for each message.

import type { Attributes, SpanDetail, Value } from '../span';
import { isJson, unpacked } from './json';
import { messageOf, partsOf } from './message';
import type { Message } from './step';

export interface Messages {
  input: Message[];
  output: Message[];
}

/** A conversation of more messages has its latest shown. */
const MOST_MESSAGES = 500;

/** By the newest convention that the span follows, the system's instructions first. */
export function readMessages(span: SpanDetail): Messages {
  const inEvent = span.events.find(({ name }) => name === 'gen_ai.client.inference.operation.details')?.attributes ?? [];
  const recorded = [...span.attributes, ...inEvent];
  const ways = [fromAttributes(recorded), fromEvents(span), fromIndexed(span.attributes), fromPlain(span)];
  const first = (side: keyof Messages) => ways.find((way) => way[side].length > 0)?.[side].slice(-MOST_MESSAGES) ?? [];
  return { input: [...instructions(recorded), ...first('input')], output: first('output') };
}

const valueOf = (attributes: Attributes, key: string): Value | undefined =>
  attributes.find((attribute) => attribute.key === key)?.value;

function instructions(attributes: Attributes): Message[] {
  const value = valueOf(attributes, 'gen_ai.system_instructions');
  if (value === undefined) return [];
  const source = unpacked(value);
  const parts = partsOf(source);
  return parts.length === 0 ? [] : [{ role: 'system', parts, finish: '', source }];
}

function fromAttributes(attributes: Attributes): Messages {
  return {
    input: listed(valueOf(attributes, 'gen_ai.input.messages'), 'user'),
    output: listed(valueOf(attributes, 'gen_ai.output.messages'), 'assistant'),
  };
}

/** A list of messages; one that is broken is a message by itself, so that it can be read. */
function listed(value: Value | undefined, role: string): Message[] {
  if (value === undefined || value === null || value === '') return [];
  const source = unpacked(value);
  return (Array.isArray(source) ? source : [source]).map((message) => messageOf(message, role));
}

const ROLES: { [event: string]: string } = {
  'gen_ai.system.message': 'system',
  'gen_ai.user.message': 'user',
  'gen_ai.assistant.message': 'assistant',
  'gen_ai.tool.message': 'tool',
};

function fromEvents({ events }: SpanDetail): Messages {
  const messages: Messages = { input: [], output: [] };
  for (const { name, attributes } of events) {
    const isChoice = name === 'gen_ai.choice';
    const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
    if (!isChoice && role === undefined) continue;
    const members = Object.fromEntries(attributes.map(({ key, value }) => [key, key === 'content' ? value : unpacked(value)]));
    const body = members['gen_ai.event.content'] ?? members.body ?? members;
    const inner = isJson(body) && isJson(body.message) ? { ...body.message, finish_reason: body.finish_reason ?? null } : body;
    messages[isChoice ? 'output' : 'input'].push(messageOf(inner, role ?? 'assistant'));
  }
  return messages;
}

const INDEXED = /^gen_ai\.(prompt|completion)\.(\d{1,4})\.(.{1,100})$/;
const TOOL_CALL = /^tool_calls\.(\d{1,3})\.(id|name|arguments)$/;

/** `gen_ai.prompt.0.role`, `gen_ai.completion.0.tool_calls.0.name`: each member of each message is an attribute. */
function fromIndexed(attributes: Attributes): Messages {
  const found = { prompt: new Map<number, Indexed>(), completion: new Map<number, Indexed>() };
  for (const { key, value } of attributes) {
    const match = INDEXED.exec(key);
    if (!match) continue;
    const side = found[match[1] as keyof typeof found];
    const place = Number(match[2]);
    const message: Indexed = side.get(place) ?? { members: {}, calls: new Map() };
    side.set(place, message);
    const call = TOOL_CALL.exec(match[3]);
    if (!call) message.members[match[3]] = value;
    else message.calls.set(Number(call[1]), { ...message.calls.get(Number(call[1])), [call[2]]: value });
  }
  return { input: inOrder(found.prompt, 'user'), output: inOrder(found.completion, 'assistant') };
}

interface Indexed {
  members: { [member: string]: Value };
  calls: Map<number, { [member: string]: Value }>;
}

function byPlace<T>(map: Map<number, T>): T[] {
  return [...map].sort(([a], [b]) => a - b).map(([, item]) => item);
}

function inOrder(found: Map<number, Indexed>, role: string): Message[] {
  return byPlace(found).map(({ members, calls }) =>
    messageOf(calls.size === 0 ? members : { ...members, tool_calls: byPlace(calls) }, role),
  );
}

/** The oldest: one text for all, in an attribute of the span or of an event. */
function fromPlain(span: SpanDetail): Messages {
  const texts = (key: string) => [span.attributes, ...span.events.map(({ attributes }) => attributes)]
    .map((attributes) => valueOf(attributes, key))
    .find((value) => value !== undefined);
  return { input: listed(texts('gen_ai.prompt'), 'user'), output: listed(texts('gen_ai.completion'), 'assistant') };
}
