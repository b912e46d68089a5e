import { describe, expect, it } from 'vitest';
import { Flag, Kind } from './columns';
import { type Finding, type FindingKind, findings, sentence } from './findings';
import { modelOf, type SpanText } from './testTraces';

const MS = 1_000_000;

function ms(spans: SpanText[]): SpanText[] {
  return spans.map((span) => ({ ...span, start: span.start * MS, duration: span.duration * MS }));
}

function found(spans: SpanText[]): Finding[] {
  return findings(modelOf(ms(spans)));
}

function of(spans: SpanText[], kind: FindingKind): Finding | undefined {
  return found(spans).find((finding) => finding.kind === kind);
}

/** The same numbers for the same seed, from 0 to 1. */
function numbers(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
}

/** Collects spans with ids of their own. */
class Healthy {
  readonly spans: SpanText[] = [];
  add(span: Omit<SpanText, 'id'>): string {
    const id = (this.spans.length + 1).toString(16);
    this.spans.push({ id, ...span });
    return id;
  }

  /** A call and the span that answers it, a little within. */
  call(parent: string, name: string, start: number, duration: number): string {
    const id = this.add({ parent, service: 'web', name, start, duration, kind: Kind.client });
    return this.add({ parent: id, service: name, name, start: start + 0.5, duration: duration - 1, kind: Kind.server });
  }
}

/** Requests as they should be: what can overlap does, few calls, little of each, nothing fails. */
const SHAPES: ((trace: Healthy, between: (low: number, high: number) => number) => void)[] = [
  // Two others are asked at once.
  (trace, between) => {
    const root = trace.add({ service: 'web', name: 'GET /', start: 0, duration: 100, kind: Kind.server });
    trace.call(root, 'session', 5, between(8, 16));
    const stock = trace.call(root, 'stock', 30, between(28, 34));
    trace.add({ parent: stock, service: 'db', name: 'SELECT', start: 34, duration: between(8, 16), kind: Kind.client });
    trace.call(root, 'price', 32, between(20, 30));
    trace.add({ parent: root, service: 'web', name: 'render', start: 75, duration: between(10, 16) });
  },
  // Three queries with work on each answer before the next.
  (trace, between) => {
    const root = trace.add({ service: 'web', name: 'report', start: 0, duration: 100, kind: Kind.server });
    for (const [at, name] of ['orders', 'customers', 'prices'].entries()) {
      trace.call(root, name, 5 + at * 30, between(16, 22));
      trace.add({ parent: root, service: 'web', name: `fold ${name}`, start: 28 + at * 30, duration: between(4, 6) });
    }
  },
  // What is consumed later is nobody's wait, however often.
  (trace, between) => {
    const root = trace.add({ service: 'shop', name: 'order', start: 0, duration: 40, kind: Kind.server });
    trace.call(root, 'ledger', 4, between(10, 14));
    const sent = trace.add({ parent: root, service: 'shop', name: 'publish', start: 30, duration: 2, kind: Kind.producer });
    for (let at = 0; at < 6; at++) {
      trace.add({
        parent: sent, service: 'mail', name: 'receive', start: 35 + at * 10, duration: between(6, 9), kind: Kind.consumer,
        attributes: { 'messaging.system': 'kafka' },
      });
    }
  },
  // A loop that takes next to nothing, and one of too few.
  (trace, between) => {
    const root = trace.add({ service: 'web', name: 'GET /shelf', start: 0, duration: 100, kind: Kind.server });
    for (let at = 0; at < 20; at++) {
      trace.add({ parent: root, service: 'cache', name: 'GET', start: 2 + at * 0.5, duration: between(0.1, 0.2), kind: Kind.client });
    }
    const page = trace.add({ parent: root, service: 'web', name: 'build', start: 20, duration: between(34, 44) });
    for (let at = 0; at < 4; at++) {
      trace.add({ parent: page, service: 'db', name: 'SELECT', start: 22 + at * 9, duration: between(1, 4), kind: Kind.client });
    }
    trace.call(root, 'ads', 66, between(20, 28));
  },
];

function healthy(seed: number): SpanText[] {
  const number = numbers(seed);
  const trace = new Healthy();
  SHAPES[seed % SHAPES.length](trace, (low, high) => low + number() * (high - low));
  return trace.spans;
}

describe('healthy traces', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))('say nothing (%i)', (seed) => {
    const spans = healthy(seed);
    expect(spans.length).toBeGreaterThan(5);
    expect(found(spans).map(sentence)).toEqual([]);
  });
});

describe('bottleneck', () => {
  const spans = (own: number): SpanText[] => [
    { id: '1', service: 'web', name: 'GET /', start: 0, duration: 100 },
    { id: '2', parent: '1', service: 'web', name: 'a', start: 0, duration: 60 },
    { id: '3', parent: '2', service: 'pay', name: 'charge', start: 5, duration: own },
  ];

  it('is who takes most of the wait', () => {
    const finding = of(spans(55), 'bottleneck');
    expect(finding?.rows).toEqual(Uint32Array.of(2));
    expect(finding?.share).toBeCloseTo(0.55);
    expect(finding && sentence(finding)).toContain('pay charge');
  });

  it('is nobody when the time is spread', () => {
    expect(of(spans(45).concat({ id: '4', parent: '1', name: 'b', start: 62, duration: 30 }), 'bottleneck')).toBeUndefined();
  });

  it('is nobody off the critical path', () => {
    const aside: SpanText[] = [
      { id: '1', name: 'GET', start: 0, duration: 100 },
      { id: '2', parent: '1', name: 'aside', start: 1, duration: 90 },
      ...[0, 1, 2, 3].map((step) => ({ id: `${step + 3}`, parent: '1', name: `s${step}`, start: step * 25, duration: 25 })),
    ];
    expect(of(aside, 'bottleneck')).toBeUndefined();
  });

  it('is found at half of the time, not below', () => {
    const half = (own: number): SpanText[] => [
      { id: '1', name: 'GET', start: 0, duration: 100 },
      { id: '2', parent: '1', name: 'a', start: 0, duration: own },
      { id: '3', parent: '1', name: 'b', start: own, duration: (100 - own) / 2 },
    ];
    expect(of(half(50), 'bottleneck')?.rows).toEqual(Uint32Array.of(1));
    expect(of(half(49), 'bottleneck')).toBeUndefined();
  });

  it('may be the work of a span between its calls', () => {
    const finding = of(
      [
        { id: '1', service: 'web', name: 'GET', start: 0, duration: 100 },
        { id: '2', parent: '1', name: 'a', start: 0, duration: 20 },
        { id: '3', parent: '1', name: 'b', start: 80, duration: 20 },
      ],
      'bottleneck',
    );
    expect(finding && sentence(finding)).toBe('60 % of the time is web GET: 60 ms in its own code.');
  });

  it('is not looked for in a trace of one span', () => {
    expect(found([{ id: '1', start: 0, duration: 100 }])).toEqual([]);
  });
});

describe('repeated calls', () => {
  const calls = (count: number, length: number, step: number, name = (_: number) => 'SELECT item'): SpanText[] => [
    { id: '1', service: 'shop', name: 'list', start: 0, duration: 1000 },
    ...Array.from({ length: count }, (_, index) => ({
      id: (index + 16).toString(16), parent: '1', service: 'db', name: name(index),
      kind: Kind.client, start: 10 + index * step, duration: length,
    })),
  ];

  it('are found one after another', () => {
    const finding = of(calls(31, 9, 10), 'repeated-calls');
    expect(finding?.rows).toHaveLength(31);
    expect(finding?.share).toBeCloseTo(0.279);
    expect(finding && sentence(finding)).toContain('31 calls of db SELECT item one after another below shop list');
  });

  it('are found by what is below them too, and not twice', () => {
    const loop = calls(6, 90, 91);
    const answers = loop.slice(1).map((span, index) => ({
      ...span, id: (index + 64).toString(16), parent: span.id, service: 'stock', start: span.start + 1, duration: 80, kind: Kind.server,
    }));
    const all = found(loop.concat(answers));
    expect(all.map(({ kind }) => kind)).toEqual(['repeated-calls']);
    expect(all[0].rows).toHaveLength(6);
  });

  it('are found among other calls', () => {
    const loop = calls(6, 30, 100).concat(
      [0, 1, 2, 3, 4, 5].map((at) => ({
        id: (at + 64).toString(16), parent: '1', service: 'cache', name: `SET ${at}`, kind: Kind.client, start: 45 + at * 100, duration: 30,
      })),
    );
    expect(of(loop, 'repeated-calls')?.rows).toHaveLength(6);
  });

  it('are found where times were rounded', () => {
    const loop = calls(6, 100.0004, 100);
    expect(of(loop, 'repeated-calls')?.rows).toHaveLength(6);
    expect(of(calls(6, 100.01, 100), 'repeated-calls')).toBeUndefined();
  });

  it('are found from a twentieth of the time', () => {
    expect(of(calls(10, 5, 10), 'repeated-calls')?.share).toBeCloseTo(0.05);
    expect(of(calls(10, 4.9, 10), 'repeated-calls')).toBeUndefined();
  });

  it.each([
    ['four', calls(4, 90, 100)],
    ['at once', calls(31, 25, 10)],
    ['hardly any time', calls(20, 2, 10)],
    ['consumed', calls(31, 9, 10).map((span) => ({ ...span, kind: Kind.consumer, attributes: { 'messaging.system': 'kafka' } }))],
    ['below different spans', calls(31, 9, 10).flatMap((span, index) =>
      index === 0
        ? [span]
        : [{ ...span, id: (index + 256).toString(16), name: `step ${index}`, kind: Kind.internal }, { ...span, parent: (index + 256).toString(16) }],
    )],
    ['different', calls(31, 9, 10, (index) => `SELECT ${index}`)],
    ['no calls', calls(31, 9, 10).map((span) => ({ ...span, kind: Kind.internal }))],
  ])('are not: %s', (_, spans) => {
    expect(of(spans, 'repeated-calls')).toBeUndefined();
  });
});

describe('serial calls', () => {
  const calls = (lengths: number[], gap: number, change: (span: SpanText, index: number) => SpanText = (span) => span) => {
    let start = 100;
    const spans: SpanText[] = [{ id: '1', service: 'shop', name: 'checkout', start: 0, duration: 1000 }];
    for (const [index, duration] of lengths.entries()) {
      const span = { id: `${index + 2}`, parent: '1', service: 'shop', name: `call ${index}`, kind: Kind.client, start, duration };
      spans.push(change(span, index));
      start += duration + gap;
    }
    return spans;
  };

  it('are three that follow each other', () => {
    const finding = of(calls([100, 150, 120], 2), 'serial-calls');
    expect(finding?.rows).toEqual(Uint32Array.of(1, 2, 3));
    expect(finding?.share).toBeCloseTo(0.22);
    expect(finding && sentence(finding)).toContain('3 calls below shop checkout run one after another');
  });

  it('are found from a twentieth of the time', () => {
    expect(of(calls([100, 26, 26], 0), 'serial-calls')?.share).toBeCloseTo(0.052);
    expect(of(calls([100, 24, 24], 0), 'serial-calls')).toBeUndefined();
  });

  it('name the first and the last', () => {
    const finding = of(calls([100, 150, 120], 2), 'serial-calls');
    expect(finding?.parts.filter((part) => typeof part !== 'string')).toEqual([
      { row: 0, text: 'shop checkout' }, { row: 1, text: 'shop call 0' }, { row: 3, text: 'shop call 2' },
    ]);
  });

  it.each([
    ['two', calls([200, 200], 2)],
    ['equal', calls([100, 100, 100, 100, 100], 2, (span) => ({ ...span, name: 'call' }))],
    ['at the same time as another', calls([100, 100, 100], 2).concat({ id: 'f', parent: '1', name: 'poll', start: 90, duration: 320 })],
    ['with work between', calls([100, 100, 100], 40)],
    ['overlapping', calls([100, 100, 100], -30)],
    ['of other kinds', calls([100, 100, 100], 2, (span, index) => (index === 1 ? { ...span, kind: Kind.internal } : span))],
    ['short', calls([20, 20, 20], 0)],
    ['one of them takes nearly all', calls([200, 10, 10], 0)],
  ])('are not: %s', (_, spans) => {
    expect(of(spans, 'serial-calls')).toBeUndefined();
  });

  it('are not looked for off the critical path', () => {
    const spans = calls([100, 100, 100], 1).concat({ id: 'f', parent: '1', name: 'waits', start: 0, duration: 1000 });
    expect(of(spans, 'serial-calls')).toBeUndefined();
  });
});

describe('error origin', () => {
  it('is the deepest failed span of the chain', () => {
    const finding = of([
      { id: '1', name: 'root', start: 0, duration: 100, error: true },
      { id: '2', parent: '1', name: 'early', start: 0, duration: 5, error: true },
      { id: '3', parent: '1', name: 'middle', start: 10, duration: 80, error: true },
      { id: '4', parent: '3', service: 'bank', name: 'POST', start: 20, duration: 10, error: true, events: [{ name: 'exception', time: 0 }] },
    ], 'error-origin');
    expect(finding?.rows[0]).toBe(3);
    expect(finding && sentence(finding)).toBe(
      'bank POST failed with an exception, and so did 2 spans above it, up to a root. 1 other span failed elsewhere.',
    );
  });

  it('prefers an exception, then who ended first', () => {
    const spans: SpanText[] = [
      { id: '1', name: 'root', start: 0, duration: 100 },
      { id: '2', parent: '1', name: 'b', start: 0, duration: 50, error: true },
      { id: '3', parent: '1', name: 'c', start: 10, duration: 5, error: true },
    ];
    expect(of(spans, 'error-origin')?.rows[0]).toBe(2);
    spans[1].events = [{ name: 'exception', time: 0 }];
    expect(of(spans, 'error-origin')?.rows[0]).toBe(1);
  });

  it('is told with those far above it that failed', () => {
    const spans: SpanText[] = [
      { id: '1', service: 'web', name: 'GET', start: 0, duration: 100, error: true },
      { id: '2', parent: '1', name: 'retry', start: 0, duration: 50 },
      { id: '3', parent: '2', service: 'db', name: 'SELECT', start: 10, duration: 5, error: true },
    ];
    const finding = of(spans, 'error-origin');
    expect(finding && sentence(finding)).toBe('db SELECT failed, and so did web GET above it.');
    expect(finding?.parts.filter((part) => typeof part !== 'string').map(({ row }) => row)).toEqual([2, 0]);
  });

  it('prefers a chain without a gap', () => {
    const spans: SpanText[] = [
      { id: '1', name: 'root', start: 0, duration: 100, error: true },
      { id: '2', parent: '1', name: 'fine', start: 0, duration: 20 },
      { id: '3', parent: '2', name: 'early', start: 0, duration: 5, error: true },
      { id: '4', parent: '1', name: 'late', start: 50, duration: 50, error: true },
    ];
    expect(of(spans, 'error-origin')?.rows[0]).toBe(3);
  });

  it('is said however short it was', () => {
    const finding = of(
      [{ id: '1', name: 'root', start: 0, duration: 1000 }, { id: '2', parent: '1', service: 'b', name: 'check', start: 0, duration: 1, error: true }],
      'error-origin',
    );
    expect(finding && sentence(finding)).toBe('b check failed.');
  });

  it('is not in an exception that failed nothing', () => {
    expect(found([{ id: '1', start: 0, duration: 1, events: [{ name: 'exception', time: 0 }] }])).toEqual([]);
  });
});

describe('missing parents', () => {
  it('are counted', () => {
    const lost = (id: string): SpanText => ({ id, parent: 'ee', service: 'b', name: 'lost', start: 50, duration: 1 });
    const one = of(healthy(0).concat(lost('f1')), 'missing-parents');
    expect(one && sentence(one)).toBe(
      '1 span names a parent that is not in the trace, first b lost. Its sender may not have sent it yet, or at all.',
    );
    expect(of(healthy(0).concat(lost('f1'), lost('f2')), 'missing-parents')?.rows).toHaveLength(2);
  });

  it.each([
    ['a second root', { id: 'f1', start: 0, duration: 10 }],
    ['a span that is its own parent', { id: 'f1', parent: 'f1', start: 0, duration: 10 }],
  ])('are not: %s', (_, span) => {
    expect(of(healthy(0).concat(span), 'missing-parents')).toBeUndefined();
  });
});

describe('clock skew', () => {
  const call = (start: number, change: Partial<SpanText> = {}): SpanText[] => [
    { id: '1', name: 'call', start: 50, duration: 20, kind: Kind.client },
    { id: '2', parent: '1', service: 'b', name: 'serve', start, duration: 5, kind: Kind.server, ...change },
  ];
  const said = (spans: SpanText[]) => {
    const finding = of(spans, 'clock-skew');
    return finding && sentence(finding);
  };

  it('is an answer before the question', () => {
    expect(said(call(45))).toBe('Clocks differ: b serve begins 5 ms before it was called.');
    expect(of(call(45), 'clock-skew')?.rows).toEqual(Uint32Array.of(1));
  });

  it('is an answer that begins when all is over', () => {
    expect(said(call(75))).toBe('Clocks differ: b serve begins 5 ms after its call had ended.');
  });

  it('is told by the worst', () => {
    const more = call(45).concat({ id: '3', parent: '1', service: 'c', name: 'serve', start: 40, duration: 5, kind: Kind.server });
    expect(said(more)).toBe('Clocks differ: c serve begins 10 ms before it was called; so does 1 more span, by less.');
  });

  it.each([
    ['within the call', call(50)],
    ['longer than the call', call(60, { duration: 40 })],
    ['no server', call(45, { kind: Kind.internal })],
    ['of a message', call(75, { kind: Kind.consumer })],
    ['a millisecond in a trace of a hundred', call(49).concat({ id: '9', name: 'root', start: 0, duration: 100 })],
    ['a call that was given up', call(75).map((span) => (span.id === '1' ? { ...span, error: true } : span))],
  ])('is not: %s', (_, spans) => expect(said(spans)).toBeUndefined());

  it('is what the service has moved', () => {
    const adjusted = modelOf(ms(call(50)));
    adjusted.columns.flags[1] |= Flag.skewAdjusted;
    expect(findings(adjusted).filter(({ kind }) => kind === 'clock-skew').map(sentence)).toEqual([
      'Clocks differ: the times of 1 span were moved to fit, first b serve.',
    ]);
  });
});
