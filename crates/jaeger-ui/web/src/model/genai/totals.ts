// Sums over the steps of a conversation.

import type { Columns } from '../columns';
import type { Turn } from './conversation';
import { addUsage, hasUsage, NO_USAGE } from './usage';
import type { Usage } from './usage';

export interface ModelTotal {
  model: string;
  provider: string;
  calls: number;
  failed: number;
  /** ns, of all its calls together. */
  duration: number;
  usage: Usage;
}

export interface NamedTotal {
  name: string;
  calls: number;
  failed: number;
}

export interface Totals {
  /** The one that used most first. */
  models: ModelTotal[];
  /** By how often they were called. */
  tools: NamedTotal[];
  agents: NamedTotal[];
  usage: Usage;
}

export function totalsOf(columns: Columns, turns: readonly Turn[]): Totals {
  const isSaidWithin = saidWithin(turns);
  const models = new Map<string, ModelTotal>();
  let usage = NO_USAGE;
  for (const [place, { step, row }] of turns.entries()) {
    // Agents repeat the sum of what their calls used, and one library's call may stand around another's.
    if (isSaidWithin[place] || (step.kind !== 'model' && !hasUsage(step.usage))) continue;
    usage = addUsage(usage, step.usage);
    const key = JSON.stringify([step.provider, step.model]);
    const before = models.get(key) ?? { model: step.model, provider: step.provider, calls: 0, failed: 0, duration: 0, usage: NO_USAGE };
    models.set(key, {
      ...before,
      calls: before.calls + 1,
      failed: before.failed + Number(step.error !== undefined),
      duration: before.duration + columns.duration[row],
      usage: addUsage(before.usage, step.usage),
    });
  }
  const used = ({ usage: { input, output } }: ModelTotal) => input + output;
  return {
    models: [...models.values()].sort((a, b) => used(b) - used(a) || b.calls - a.calls),
    tools: named(turns, 'tool'),
    agents: named(turns, 'agent'),
    usage,
  };
}

/** For each step whether one within it says what was used. */
function saidWithin(turns: readonly Turn[]): boolean[] {
  const isSaid = turns.map(() => false);
  for (let place = turns.length - 1; place >= 0; place--) {
    const { parent, step } = turns[place];
    if (parent >= 0 && (isSaid[place] || hasUsage(step.usage))) isSaid[parent] = true;
  }
  return isSaid;
}

function named(turns: readonly Turn[], kind: 'tool' | 'agent'): NamedTotal[] {
  const found = new Map<string, NamedTotal>();
  for (const { step } of turns) {
    if (step.kind !== kind) continue;
    const before = found.get(step.title) ?? { name: step.title, calls: 0, failed: 0 };
    found.set(step.title, { name: step.title, calls: before.calls + 1, failed: before.failed + Number(step.error !== undefined) });
  }
  return [...found.values()].sort((a, b) => b.calls - a.calls);
}
