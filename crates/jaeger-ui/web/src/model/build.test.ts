import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildTrace } from './build';
import { type Columns, Flag, spanIdOf } from './columns';
import { readDocument } from './document';
import { DocumentSource } from './documentSource';
import { built, modelOf, randomSpans, spanOf, START, TRACE_ID } from './testTraces';

const FIXTURES = new URL('../../../../jaeger-query/testdata/ui/columns/', import.meta.url);

function ids(columns: Columns): string[] {
  return Array.from({ length: columns.count }, (_, row) => spanIdOf(columns, row).replace(/^0+/, ''));
}

describe('order of rows', () => {
  it('puts children below their span by start, then by id', () => {
    const { columns } = built([
      { id: 'd', parent: 'a', start: 20, duration: 1 },
      { id: 'c', parent: 'a', start: 20, duration: 1 },
      { id: 'b', parent: 'd', start: 30, duration: 1 },
      { id: 'a', start: 0, duration: 100 },
      { id: 'e', parent: 'a', start: 10, duration: 1 },
    ]);
    expect(ids(columns)).toEqual(['a', 'e', 'c', 'd', 'b']);
    expect(Array.from(columns.parent)).toEqual([-1, 0, 0, 0, 3]);
    expect(columns.startUnixNano).toBe(START);
    expect(columns.durationNano).toBe(100);
  });

  it('makes spans without their parent roots', () => {
    const { columns } = built([
      { id: 'a', start: 5, duration: 10 },
      { id: 'b', parent: 'ff', start: 0, duration: 10 },
    ]);
    expect(ids(columns)).toEqual(['b', 'a']);
    expect(Array.from(columns.flags)).toEqual([Flag.missingParent, 0]);
  });

  it('cuts a cycle at its first span', () => {
    const { columns } = built([
      { id: 'b', parent: 'a', start: 7, duration: 1 },
      { id: 'a', parent: 'c', start: 5, duration: 1 },
      { id: 'c', parent: 'b', start: 9, duration: 1 },
      { id: 'd', parent: 'c', start: 1, duration: 1 },
      { id: 'e', parent: 'e', start: 20, duration: 1 },
    ]);
    expect(ids(columns)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(Array.from(columns.parent)).toEqual([-1, 0, 1, 2, -1]);
    expect(Array.from(columns.flags)).toEqual([Flag.cycle, 0, 0, 0, Flag.cycle]);
  });

  it('marks all spans of one id and gives children to the first', () => {
    const { columns } = built([
      { id: 'a', start: 0, duration: 9, name: 'first' },
      { id: 'a', start: 1, duration: 5, name: 'second' },
      { id: 'b', parent: 'a', start: 2, duration: 1 },
    ]);
    expect(Array.from(columns.flags)).toEqual([Flag.duplicateId, 0, Flag.duplicateId]);
    expect(Array.from(columns.parent)).toEqual([-1, 0, -1]);
  });

  it('takes a chain of a hundred thousand spans', () => {
    const spans = Array.from({ length: 100_000 }, (_, index) => ({
      ...spanOf({ id: '0', start: 0, duration: 1 }),
      spanId: (index + 1).toString(16).padStart(16, '0'),
      parentSpanId: index === 0 ? '' : index.toString(16).padStart(16, '0'),
    }));
    const { columns } = buildTrace(TRACE_ID, spans.reverse());
    expect(columns.parent[99_999]).toBe(99_998);
  });

  it('has every span once, below its parent, whatever the parents are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 60 }), (numbers) => {
        const { columns, derived } = modelOf(randomSpans(numbers));
        expect(new Set(ids(columns)).size).toBe(numbers.length);
        for (let row = 0; row < columns.count; row++) {
          const parent = columns.parent[row];
          if (parent < 0) continue;
          expect(parent).toBeLessThan(row);
          expect(row).toBeLessThan(parent + derived.subtree[parent]);
        }
      }),
    );
  });
});

describe('flags', () => {
  it.each([
    ["This span's timestamps were adjusted by 5ms", Flag.warnings | Flag.skewAdjusted],
    ['clock skew adjustment disabled; not applying calculated delta of 5ms', Flag.warnings],
    ['duplicate span IDs; skipping clock skew adjustment', Flag.warnings],
  ])('tell of %s', (warning, flags) => {
    expect(built([{ id: 'a', start: 0, duration: 1, warnings: [warning] }]).columns.flags[0]).toBe(flags);
  });
});

describe('times', () => {
  it('gives a span without a start that of its nearest ancestor', () => {
    const spans = [
      { ...spanOf({ id: 'a', start: 0, duration: 50 }) },
      { ...spanOf({ id: 'b', parent: 'a', start: 20, duration: 5 }) },
      { ...spanOf({ id: 'c', parent: 'b', start: 0, duration: 1 }), startUnixNano: 0n },
      { ...spanOf({ id: 'd', parent: 'c', start: 0, duration: 1 }), startUnixNano: 0n },
    ];
    const { columns } = buildTrace(TRACE_ID, spans);
    expect(Array.from(columns.start)).toEqual([0, 20, 20, 20]);
    expect(columns.startUnixNano).toBe(START);
  });

  it('is empty for no spans', () => {
    const { columns } = buildTrace(TRACE_ID, []);
    expect(columns.count).toBe(0);
    expect(columns.durationNano).toBe(0);
  });
});

describe('the same columns as the server', () => {
  const names = existsSync(FIXTURES) ? readdirSync(FIXTURES).filter((name) => name.endsWith('.json')) : [];
  it.skipIf(names.length === 0)('for every trace of its fixtures', () => {
    for (const name of names) compareWithFixture(name);
  });
});

function compareWithFixture(name: string): void {
  const fixture = JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8'));
  const [trace] = readDocument(JSON.stringify(fixture.otlp));
  const builtTrace = buildTrace(trace.traceId, trace.spans);
  const { columns } = builtTrace;
  for (const [member, wanted] of Object.entries(fixture.columns)) {
    const value = columns[member as keyof Columns];
    const plain = ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;
    expect(typeof plain === 'bigint' ? String(plain) : plain, `${name}: ${member}`).toEqual(wanted);
  }
  const source = new DocumentSource(builtTrace);
  for (const { text, rows } of fixture.find ?? []) {
    expect(Array.from(source.find(text)), `${name}: find ${text}`).toEqual(rows);
  }
}
