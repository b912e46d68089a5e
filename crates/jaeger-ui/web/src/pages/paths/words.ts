// What is said of nodes and ways.

import { clip, counted } from '../../model/format';
import type { PathNode } from '../../model/paths/graph';

/** `cart GetCart`, or the service alone. */
export function nodeName({ service, name }: PathNode): string {
  const known = service === '' ? '(no service name)' : service;
  return name === '' ? clip(known, 100) : `${clip(known, 100)} ${clip(name, 150)}`;
}

/** `12 traces, 2 calls before it, taken 40 times`. */
export function factsOf({ level, traces, taken, failed }: PathNode): string {
  const place = level === 0 ? '' : `, ${counted(Math.abs(level), 'call')} ${level < 0 ? 'before' : 'behind'} it`;
  return `${counted(traces, 'trace')}${place}, taken ${counted(taken, 'time')}${failed > 0 ? `, failed ${counted(failed, 'time')}` : ''}`;
}
