// `https://logs.example/?trace=#{traceID}&from=#{startTime | add -60000000 | epoch_micros_to_date_iso}`

/** The text with all values in place; undefined when one of them is not known. */
export type Template = (lookup: (name: string) => string | undefined) => string | undefined;

type Pipe = (value: string) => string | undefined;

interface Slot {
  name: string;
  pipes: Pipe[];
}

export function compileTemplate(text: string, encode: (value: string) => string = (value) => value): Template {
  const parts: (string | Slot)[] = [];
  let end = 0;
  for (const match of text.matchAll(/#\{([^{}]*)\}/g)) {
    parts.push(text.slice(end, match.index));
    parts.push(slotOf(match[1]));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return (lookup) => {
    let result = '';
    for (const part of parts) {
      const value = typeof part === 'string' ? part : fill(part, lookup);
      if (value === undefined) return undefined;
      result += typeof part === 'string' ? value : encode(value.replace(/\p{Surrogate}/gu, '\uFFFD'));
    }
    return result;
  };
}

function slotOf(text: string): Slot {
  const [name, ...pipes] = text.split('|').map((part) => part.trim());
  return { name, pipes: pipes.map(pipeOf) };
}

function fill(slot: Slot, lookup: (name: string) => string | undefined): string | undefined {
  let value = lookup(slot.name);
  for (const pipe of slot.pipes) {
    if (value === undefined) return undefined;
    value = pipe(value);
  }
  return value;
}

function pipeOf(text: string): Pipe {
  const [name, ...args] = text.split(/\s+/);
  switch (name) {
    case 'epoch_micros_to_date_iso':
      return dateOfMicros;
    case 'pad_start':
      return padStart(Number(args[0]), args[1] ?? ' ');
    case 'add':
      return add(args[0]);
    default:
      // A pipe that is not known must not change what a link means: no link.
      return () => undefined;
  }
}

function dateOfMicros(value: string): string | undefined {
  const date = new Date(Number(value) / 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function padStart(length: number, filling: string): Pipe {
  return (value) => (Number.isInteger(length) && length <= 1000 ? value.padStart(length, filling) : undefined);
}

/** Whole numbers of any size are added exactly. */
function add(arg: string | undefined): Pipe {
  return (value) => {
    if (arg === undefined) return undefined;
    if (/^-?\d+$/.test(value) && /^-?\d+$/.test(arg)) return (BigInt(value) + BigInt(arg)).toString();
    const sum = Number(value) + Number(arg);
    return value.trim() !== '' && Number.isFinite(sum) ? String(sum) : undefined;
  };
}
