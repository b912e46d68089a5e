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

/** A request that spends its time in many places, and asks two others at once. */
function healthy(seed: number): SpanText[] {
  const part = (step: number) => 10 + ((seed * 7 + step * 5) % 6);
  return [
    { id: '1', service: 'web', name: 'GET /', start: 0, duration: 100, kind: Kind.server },
    { id: '2', parent: '1', service: 'web', name: 'session', start: 5, duration: part(1), kind: Kind.client },
    { id: '3', parent: '2', service: 'auth', name: 'check', start: 6, duration: part(1) - 2, kind: Kind.server },
    { id: '4', parent: '1', service: 'web', name: 'stock', start: 30, duration: 20 + part(2), kind: Kind.client },
    { id: '5', parent: '4', service: 'stock', name: 'list', start: 32, duration: 16 + part(2), kind: Kind.server },
    { id: '6', parent: '1', service: 'web', name: 'price', start: 32, duration: 15 + part(3), kind: Kind.client },
    { id: '7', parent: '6', service: 'price', name: 'quote', start: 33, duration: 13 + part(3), kind: Kind.server },
    { id: '8', parent: '5', service: 'stock', name: 'SELECT', start: 36, duration: part(4), kind: Kind.client },
    { id: '9', parent: '1', service: 'web', name: 'render', start: 75, duration: part(5) },
  ];
}

describe('healthy traces', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))('say nothing (%i)', (seed) => {
    expect(found(healthy(seed)).map(sentence)).toEqual([]);
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

  it.each([
    ['four', calls(4, 90, 100)],
    ['at once', calls(31, 25, 10)],
    ['hardly any time', calls(20, 2, 10)],
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

  it.each([
    ['two', calls([200, 200], 2)],
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

  it('is not in an exception that failed nothing', () => {
    expect(found([{ id: '1', start: 0, duration: 1, events: [{ name: 'exception', time: 0 }] }])).toEqual([]);
  });
});

describe('the data', () => {
  it('misses parents', () => {
    const spans = healthy(1).concat({ id: 'f', parent: 'ee', name: 'lost', start: 50, duration: 1 });
    expect(of(spans, 'missing-parents')?.rows).toEqual(Uint32Array.of(9));
  });

  it('shows clocks that differ', () => {
    const call = (early: number): SpanText[] => [
      { id: '1', name: 'call', start: 10, duration: 20, kind: Kind.client },
      { id: '2', parent: '1', service: 'b', name: 'serve', start: 10 - early, duration: 5, kind: Kind.server },
    ];
    const finding = of(call(5), 'clock-skew');
    expect(finding && sentence(finding)).toContain('b serve begins 5 ms before it was called');
    expect(of(call(0), 'clock-skew')).toBeUndefined();
    const adjusted = modelOf(ms(call(0)));
    adjusted.columns.flags[1] |= Flag.skewAdjusted;
    expect(findings(adjusted).map(({ kind }) => kind)).toEqual(['clock-skew']);
  });
});
