// One message: in the words of OpenTelemetry's conventions, or in those of the providers' own interfaces.

import type { Value } from '../span';
import { isJson, textOf, unpacked } from './json';
import type { Json } from './json';
import type { Message, Part } from './step';

/** What is more than this in one message is left out. */
const MOST_PARTS = 100;
const MOST_NAME = 200;

const name = (value: Value | undefined) => textOf(value).slice(0, MOST_NAME);

/** A message of whatever form; `role` is for those that do not say theirs. */
export function messageOf(source: Value, role: string): Message {
  if (!isJson(source)) return { role, parts: partsOf(source), finish: '', source };
  const said = name(source.role).toLowerCase() || role;
  const calls = unpacked(source.tool_calls ?? null);
  const parts = partsOf(source.parts ?? source.content);
  if (Array.isArray(calls)) parts.push(...calls.slice(0, MOST_PARTS).map(callOf));
  const isAnswer = said === 'tool' || said === 'function';
  return {
    role: said,
    parts: (isAnswer ? parts.map((part) => answerOf(part, source)) : parts).slice(0, MOST_PARTS),
    finish: name(source.finish_reason),
    source,
  };
}

/** What a message consists of: a text, a part, or a list of parts. */
export function partsOf(content: Value | undefined): Part[] {
  if (content === undefined || content === null || content === '') return [];
  const list = typeof content === 'string' ? listOfParts(content) : Array.isArray(content) ? content : [content];
  return list?.slice(0, MOST_PARTS).map(partOf) ?? [{ kind: 'text', text: textOf(content) }];
}

/** Somebody may well talk of JSON: a text is a list of parts only when each of them says of what type it is. */
function listOfParts(text: string): Value[] | undefined {
  const list = unpacked(text);
  const isList = Array.isArray(list) && list.length > 0 && list.every((part) => isJson(part) && typeof part.type === 'string');
  return isList ? list : undefined;
}

function partOf(source: Value): Part {
  if (!isJson(source)) return { kind: 'text', text: textOf(source) };
  switch (source.type) {
    case 'reasoning':
    case 'thinking':
      return { kind: 'reasoning', text: textOf(source.content ?? source.thinking ?? source.text) };
    case 'tool_call':
    case 'tool_use':
    case 'function':
    case 'function_call':
      return callOf(source);
    case 'tool_call_response':
    case 'tool_result':
    case 'function_call_output':
      return resultOf(source);
    case 'text':
    case 'input_text':
    case 'output_text':
    case undefined:
      return textPart(source);
    default:
      return otherOf(source);
  }
}

function textPart(source: Json): Part {
  const text = source.content ?? source.text;
  return text === undefined ? otherOf(source) : { kind: 'text', text: textOf(text) };
}

function callOf(source: Value): Part {
  if (!isJson(source)) return { kind: 'call', id: '', name: '', text: textOf(source) };
  const called = isJson(source.function) ? source.function : source;
  return {
    kind: 'call',
    id: name(source.id ?? source.call_id),
    name: name(called.name),
    text: textOf(called.arguments ?? called.input),
  };
}

function resultOf(source: Json): Part {
  return {
    kind: 'result',
    id: name(source.id ?? source.tool_use_id ?? source.tool_call_id ?? source.call_id),
    name: name(source.name),
    text: textOf(source.response ?? source.result ?? source.content ?? source.output),
  };
}

/** What stands in a tool's own message is its answer, whatever it is called. */
function answerOf(part: Part, message: Json): Part {
  if (part.kind !== 'text') return part;
  return { kind: 'result', id: name(message.tool_call_id ?? message.id), name: name(message.name), text: part.text };
}

/** Content that is not text is named, not shown. */
function otherOf(source: Json): Part {
  const what = [source.type, source.modality, source.mime_type].filter((word) => typeof word === 'string');
  const where = source.uri ?? source.url ?? source.file_id;
  return { kind: 'other', name: name(what.join(' ')), text: textOf(where ?? source) };
}
