// What one span did, by the conventions of OpenTelemetry and those of libraries that came before them.

import { Status } from '../columns';
import type { SpanDetail } from '../span';
import { attributeText } from '../value';
import { readMessages } from './messages';
import type { Step, StepKind, Tool } from './step';
import { hasUsage, readUsage } from './usage';

/** `gen_ai.operation.name`, and OpenLLMetry's kinds of spans. */
const KINDS: ReadonlyMap<string, StepKind> = new Map([
  ['chat', 'model'], ['text_completion', 'model'], ['completion', 'model'], ['generate_content', 'model'], ['embeddings', 'model'],
  ['create_agent', 'agent'], ['invoke_agent', 'agent'], ['invoke_workflow', 'agent'], ['agent', 'agent'], ['workflow', 'agent'],
  ['execute_tool', 'tool'], ['tool', 'tool'],
]);

const MOST_NAME = 300;

export function readStep(span: SpanDetail): Step {
  const text = (...keys: string[]) => attributeText(span.attributes, ...keys).slice(0, MOST_NAME);
  const operation = text('gen_ai.operation.name');
  const model = text('gen_ai.response.model', 'gen_ai.request.model');
  const agent = text('gen_ai.agent.name');
  const toolName = text('gen_ai.tool.name');
  const usage = readUsage(span.attributes);
  const messages = readMessages(span);
  const entity = text('traceloop.entity.name');
  const kind =
    KINDS.get(operation.toLowerCase()) ??
    KINDS.get(text('traceloop.span.kind').toLowerCase()) ??
    guessed({ model: model !== '' || hasUsage(usage), tool: toolName !== '', agent: agent !== '' });
  const titles: { [Kind in StepKind]: string } = { agent: agent || entity, model, tool: toolName || entity, other: '' };
  return {
    spanId: span.spanId,
    kind,
    title: titles[kind] || span.name.slice(0, MOST_NAME),
    operation,
    provider: text('gen_ai.provider.name', 'gen_ai.system'),
    model,
    agent,
    tool: kind === 'tool' ? toolOf(span, toolName || entity) : undefined,
    ...messages,
    usage,
    error: span.status.code === Status.error ? failureOf(span) : undefined,
  };
}

function guessed(has: { model: boolean; tool: boolean; agent: boolean }): StepKind {
  if (has.model) return 'model';
  if (has.tool) return 'tool';
  return has.agent ? 'agent' : 'other';
}

function toolOf({ attributes }: SpanDetail, name: string): Tool {
  return {
    name,
    callId: attributeText(attributes, 'gen_ai.tool.call.id').slice(0, MOST_NAME),
    description: attributeText(attributes, 'gen_ai.tool.description'),
    args: attributeText(attributes, 'gen_ai.tool.call.arguments', 'traceloop.entity.input'),
    result: attributeText(attributes, 'gen_ai.tool.call.result', 'traceloop.entity.output'),
  };
}

function failureOf({ status, events, attributes }: SpanDetail): string {
  const exception = events.find(({ name }) => name === 'exception')?.attributes ?? [];
  return status.message || attributeText(exception, 'exception.message', 'exception.type') || attributeText(attributes, 'error.type');
}
