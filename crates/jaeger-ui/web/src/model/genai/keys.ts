// By what a trace is known to hold calls of models, agents and tools: the `gen_ai` attributes of OpenTelemetry's
// semantic conventions.

import type { Columns } from '../columns';

const PREFIX = 'gen_ai.';

/** Of these every span that takes part has one, by the conventions of one year or another; all have short values. */
const TELLING = [
  'gen_ai.operation.name', 'gen_ai.provider.name', 'gen_ai.system', 'gen_ai.request.model', 'gen_ai.response.model',
  'gen_ai.agent.name', 'gen_ai.tool.name', 'traceloop.span.kind',
];
/** Where a trace has none of them. */
const MOST_OTHERS = 3;
/** Others that hold whole conversations. */
const CONTENT = /(?:messages|instructions|definitions|content|arguments|result)$|\.(?:prompt|completion)\b/;

export function isGenAi(keys: readonly string[]): boolean {
  return keys.some((key) => key.startsWith(PREFIX));
}

/** Keys that together name the spans which take part; none for a trace that has no such spans. */
export function tellingKeys(keys: readonly string[]): string[] {
  if (!isGenAi(keys)) return [];
  const telling = TELLING.filter((key) => keys.includes(key));
  if (telling.length > 0) return telling;
  const others = keys.filter((key) => key.startsWith(PREFIX));
  const short = others.filter((key) => !CONTENT.test(key));
  return (short.length > 0 ? short : others).slice(0, MOST_OTHERS);
}

/** Up to here it costs nothing worth saving to ask which keys a trace has. */
const ASKED_ANYWAY = 5_000;
/** Names by the conventions, of providers, and of the libraries that speak to them. */
const LIKELY =
  /^(?:chat|generate_content|text_completion|embeddings|create_agent|invoke_agent|invoke_workflow|execute_tool)\b|agent|openai|anthropic|bedrock|gemini|mistral|ollama|langchain|langgraph|llama|llm|gpt|claude/i;
const MOST_READ = 80;

/** Whether it may be worth asking; what it passes over can still be opened by its address. */
export function mayBeGenAi({ count, names, badges }: Columns): boolean {
  const isLikely = (text: string) => LIKELY.test(text.slice(0, MOST_READ));
  return count <= ASKED_ANYWAY || badges.some(isLikely) || names.some(isLikely);
}
