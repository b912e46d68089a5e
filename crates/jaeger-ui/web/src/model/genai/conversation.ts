// Steps put together: who called whom, what each call told the model that it had not been told before, and sums.

import type { Derived } from '../columns';
import type { Message, Part, Step } from './step';

export interface Turn {
  row: number;
  step: Step;
  /** How many steps it runs within. */
  depth: number;
  /** The place of the step it runs within, or -1. */
  parent: number;
  /** Whether steps run within it. */
  hasSteps: boolean;
  /** Input that no step before has shown. */
  fresh: Message[];
  /** The rest of the input: models are told the whole conversation again with each call. */
  earlier: Message[];
}

/** `rows` are in order, each with its step. */
export function converse({ subtree }: Derived, rows: readonly number[], steps: readonly Step[]): Turn[] {
  const joined = joinTools(steps);
  const answered = new Set(joined.map(({ tool }) => (tool !== undefined && tool.result !== '' ? tool.callId : '')));
  answered.delete('');
  const turns: Turn[] = [];
  const open: number[] = [];
  /** By the step that called it, what the last model call was told and said. */
  const said = new Map<number, Message[]>();
  for (const [place, row] of rows.entries()) {
    while (open.length > 0 && row >= rows[open[open.length - 1]] + subtree[rows[open[open.length - 1]]]) open.pop();
    const parent = open[open.length - 1] ?? -1;
    const step = joined[place];
    if (parent >= 0) turns[parent].hasSteps = true;
    const turn: Turn = { row, step, depth: open.length, parent, hasSteps: false, fresh: step.input, earlier: [] };
    if (step.kind === 'model') {
      const known = commonStart(said.get(parent) ?? [], step.input);
      const isFresh = (message: Message, at: number) => at >= known && !isShown(message, answered);
      turn.fresh = step.input.filter(isFresh);
      turn.earlier = step.input.filter((message, at) => !isFresh(message, at));
      said.set(parent, [...step.input, ...step.output]);
    }
    turns.push(turn);
    open.push(place);
  }
  return turns;
}

/** Whether a message only repeats what steps of tools show. */
function isShown({ parts }: Message, answered: ReadonlySet<string>): boolean {
  return parts.length > 0 && parts.every((part) => part.kind === 'result' && answered.has(part.id));
}

/** How many messages both begin with. */
function commonStart(before: readonly Message[], now: readonly Message[]): number {
  let at = 0;
  while (at < before.length && at < now.length && isSame(before[at], now[at])) at++;
  return at;
}

function isSame(a: Message, b: Message): boolean {
  return a.role === b.role && a.parts.length === b.parts.length && a.parts.every((part, at) => isSamePart(part, b.parts[at]));
}

function isSamePart(a: Part, b: Part): boolean {
  return a.kind === b.kind && a.text === b.text && ('id' in a ? a.id : '') === ('id' in b ? b.id : '');
}

/** Spans of tools often say neither arguments nor results, but the model's messages do. */
function joinTools(steps: readonly Step[]): Step[] {
  const args = new Map<string, string>();
  const results = new Map<string, string>();
  for (const { input, output } of steps) {
    for (const { parts } of [...input, ...output]) {
      for (const part of parts) {
        if (part.kind === 'call' && part.id !== '') args.set(part.id, part.text);
        if (part.kind === 'result' && part.id !== '') results.set(part.id, part.text);
      }
    }
  }
  return steps.map((step) => {
    const { tool } = step;
    if (tool === undefined || tool.callId === '') return step;
    return {
      ...step,
      tool: { ...tool, args: tool.args || (args.get(tool.callId) ?? ''), result: tool.result || (results.get(tool.callId) ?? '') },
    };
  });
}
