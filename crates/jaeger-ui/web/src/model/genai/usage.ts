// Tokens of a call, under the names that they have had over the years.

import type { Attributes } from '../span';
import { valueText } from '../value';

export interface Usage {
  input: number;
  output: number;
  /** Of the input: read from a cache, and written to one. */
  cacheRead: number;
  cacheWrite: number;
  /** Of the output. */
  reasoning: number;
  /** In whatever currency the sender counts; undefined when it says nothing of it. */
  cost: number | undefined;
}

export const NO_USAGE: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0, cost: undefined };

const KEYS: { [Member in keyof Usage]: readonly string[] } = {
  input: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
  output: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
  cacheRead: ['gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens', 'gen_ai.usage.input_tokens.cached'],
  cacheWrite: [
    'gen_ai.usage.cache_creation.input_tokens', 'gen_ai.usage.cache_creation_input_tokens', 'gen_ai.usage.input_tokens.cache_write',
  ],
  reasoning: ['gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens', 'gen_ai.usage.output_tokens.reasoning'],
  cost: ['gen_ai.usage.cost', 'gen_ai.usage.total_cost'],
};

/** More is a mistake, and would make sums inexact. */
const MOST = 1e12;

export function readUsage(attributes: Attributes): Usage {
  const read = (member: keyof Usage) => {
    for (const key of KEYS[member]) {
      const found = attributes.find((attribute) => attribute.key === key);
      const text = found === undefined ? '' : valueText(found.value);
      if (/^\d[\d.eE+-]{0,30}$/.test(text) && Number(text) <= MOST) return Number(text);
    }
    return undefined;
  };
  return {
    input: read('input') ?? 0,
    output: read('output') ?? 0,
    cacheRead: read('cacheRead') ?? 0,
    cacheWrite: read('cacheWrite') ?? 0,
    reasoning: read('reasoning') ?? 0,
    cost: read('cost'),
  };
}

export function hasUsage({ input, output, cost }: Usage): boolean {
  return input > 0 || output > 0 || cost !== undefined;
}

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    reasoning: a.reasoning + b.reasoning,
    cost: a.cost === undefined ? b.cost : a.cost + (b.cost ?? 0),
  };
}
