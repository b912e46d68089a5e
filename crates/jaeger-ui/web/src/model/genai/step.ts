// What a span of a conversation with a model did: the contract between reading spans and showing them.

import type { Value } from '../span';
import type { Usage } from './usage';

export type Part =
  | { kind: 'text' | 'reasoning'; text: string }
  /** What a model wants a tool to do; the arguments are JSON as a rule. */
  | { kind: 'call'; id: string; name: string; text: string }
  /** What a tool answered. */
  | { kind: 'result'; id: string; name: string; text: string }
  /** A picture, a file, or what no convention names. */
  | { kind: 'other'; name: string; text: string };

export interface Message {
  /** `system`, `user`, `assistant`, `tool`, or whatever was said. */
  role: string;
  parts: Part[];
  /** Why the model stopped; empty when it is not said. */
  finish: string;
  /** As it was recorded. */
  source: Value;
}

export type StepKind = 'agent' | 'model' | 'tool' | 'other';

export interface Tool {
  name: string;
  callId: string;
  description: string;
  /** Empty when they were not recorded. */
  args: string;
  result: string;
}

export interface Step {
  spanId: string;
  kind: StepKind;
  /** The agent, the model or the tool; the span's name where none is named. */
  title: string;
  /** `chat`, `embeddings`, `invoke_agent`; empty when it is not said. */
  operation: string;
  provider: string;
  /** That which answered, else that which was asked for. */
  model: string;
  agent: string;
  tool: Tool | undefined;
  /** System instructions first. */
  input: Message[];
  output: Message[];
  usage: Usage;
  /** Why it failed; undefined when it did not. */
  error: string | undefined;
}
