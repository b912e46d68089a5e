// What stands on a side of a comparison.

import type { Operand } from './comparison';
import { Fault, notSupported, shortened } from './fault';
import { goDuration } from './goDuration';
import { readInt } from './typed';
import { attributeOf, fieldOf, isRefused, valueOf } from './words';

type Side = Operand['side'];

export function attributeSide(scope: string, key: string, at: number): Side {
  if (scope === 'parent') throw notSupported('parent.', at);
  const reference = attributeOf(scope, key);
  if (reference) return { is: 'subject', subject: { of: 'span', reference } };
  const name = shortened(scope);
  const known = 'span. resource. event. link. instrumentation.';
  throw new Fault(
    at,
    `\`${name}.\` is none of ${known}; an attribute at any level begins with a point, as in \`.${name}\``,
  );
}

export function wordSide(word: string, at: number): Side {
  if (isRefused(word)) throw notSupported(word, at);
  const subject = fieldOf(word);
  if (subject) return { is: 'subject', subject };
  const value = valueOf(word);
  if (value) return { is: 'value', value };
  const name = shortened(word);
  const nothing = `there is no field \`${name}\``;
  throw new Fault(at, word.includes(':') ? nothing : `${nothing}; the attribute is \`.${name}\`, the text \`"${name}"\``);
}

/** Whole unless it has a fraction or an exponent. */
export function numberSide(digits: string, at: number): Side {
  if (/[.eE]/.test(digits)) {
    const value = Number(digits);
    if (Number.isFinite(value)) return { is: 'value', value: { type: 'double', value } };
  } else {
    const value = readInt(digits);
    if (value !== undefined) return { is: 'value', value: { type: 'int', value } };
  }
  throw new Fault(at, `${shortened(digits)} does not fit into 64 bits`);
}

export function durationSide(text: string, at: number): Side {
  const value = goDuration(text);
  if (value !== undefined) return { is: 'value', value: { type: 'duration', value } };
  throw new Fault(at, `expected a number, or a duration in ns, us, ms, s, m or h, found \`${shortened(text)}\``);
}
