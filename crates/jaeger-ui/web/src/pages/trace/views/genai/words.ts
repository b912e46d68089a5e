// Numbers of a conversation in words.

import { count, counted, figures } from '../../../../model/format';
import type { Step, StepKind } from '../../../../model/genai/step';
import type { Totals } from '../../../../model/genai/totals';
import type { Usage } from '../../../../model/genai/usage';
import type { IconName } from '../../../../ui/Icon';

export const KIND_WORDS: { [Kind in StepKind]: string } = { agent: 'Agent', model: 'Model', tool: 'Tool', other: 'Step' };
export const KIND_ICONS: { [Kind in StepKind]: IconName } = { agent: 'user', model: 'spark', tool: 'settings', other: 'event' };

/** `1,204 in`, `88 out`, and what else is known. */
export function usageWords({ input, output, cacheRead, cacheWrite, reasoning, cost }: Usage): string[] {
  const words: [number, string][] = [
    [input, 'in'], [output, 'out'], [cacheRead, 'from cache'], [cacheWrite, 'to cache'], [reasoning, 'reasoning'],
  ];
  const said = words.filter(([tokens]) => tokens > 0).map(([tokens, word]) => `${count(tokens)} ${word}`);
  return cost === undefined ? said : [...said, `cost ${figures(cost)}`];
}

/** The answer to what a reader asks first. */
export function summaryWords({ models, tools, agents, usage }: Totals): string {
  const sum = (list: readonly { calls: number }[]) => list.reduce((total, { calls }) => total + calls, 0);
  const parts = [
    some(sum(models), 'model call'),
    some(sum(tools), 'tool call'),
    some(agents.length, 'agent'),
  ].filter((part) => part !== '');
  const tokens = usageWords({ ...usage, cost: undefined });
  if (tokens.length > 0) parts.push(`tokens: ${tokens.join(', ')}`);
  if (usage.cost !== undefined) parts.push(`cost ${figures(usage.cost)}`);
  return parts.join(' · ');
}

/** Nothing of what there is none of. */
function some(number: number, word: string): string {
  return number === 0 ? '' : counted(number, word);
}

/** What a step is called to those who hear it. */
export function stepName({ kind, title }: Step): string {
  return `${KIND_WORDS[kind].toLowerCase()} ${title.slice(0, 100)}`;
}
