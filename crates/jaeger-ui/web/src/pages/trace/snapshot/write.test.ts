import { describe, expect, test } from 'vitest';

import { spanIdOf } from '../../../model/columns';
import { toModel } from '../../../model/derive';
import { linesOf } from '../../../model/snapshot/lines';
import { visibleRows } from '../../../model/rows';
import { built } from '../../../model/testTraces';
import type { SpanText } from '../../../model/testTraces';
import { writeSnapshot } from './write';

const SPANS = Array.from({ length: 450 }, (_, at): SpanText => ({
  id: (at + 1).toString(16), parent: at === 0 ? undefined : '1', start: at, duration: 1_000 - at, attributes: { place: at },
}));
const trace = built(SPANS);
const model = toModel(trace.columns);
const rules = { collapsed: new Set<number>() };
const codes = visibleRows(model, rules);
const lines = linesOf(model, { codes, rules, gaps: [], root: -1 });
const facts = {
  model, service: 'a', name: 'work', findings: [], rows: codes.length, root: -1, carries: true, zone: 'UTC', savedAtUnixNano: 0n, tokens: '',
  words: { attributes: 'Attributes', resource: 'Resource', events: 'Events', links: 'Links' },
};

/** Answers like a server, and remembers what it was asked. */
function source(fails?: Error) {
  const asked: string[][] = [];
  return {
    asked,
    spans: async (ids: string[]) => {
      asked.push(ids);
      if (fails && asked.length > 1) throw fails;
      return ids.flatMap((id) => trace.spans.find(({ spanId }) => spanId === id) ?? []);
    },
  };
}

describe('writeSnapshot', () => {
  test('reads spans window by window and says how far it is', async () => {
    const { asked, spans } = source();
    const done: number[] = [];
    const html = (await writeSnapshot({ spans }, facts, lines, { onRows: (rows) => done.push(rows) })).join('');
    expect(asked.map(({ length }) => length)).toEqual([200, 200, 50]);
    expect(asked[0][0]).toBe(spanIdOf(model.columns, 0));
    expect(done).toEqual([200, 400, 450]);
    expect(html.match(/<dt><bdi>place<\/bdi><\/dt>/g)).toHaveLength(450);
    expect(html).toContain('</html>');
  });

  test('asks for nothing that is not wanted', async () => {
    const { asked, spans } = source();
    await writeSnapshot({ spans }, { ...facts, carries: false }, lines);
    expect(asked).toEqual([]);
  });

  test('says what the server does not have any more', async () => {
    const html = (await writeSnapshot({ spans: async () => [] }, facts, lines)).join('');
    expect(html).toContain('of 450 spans were not on the server any more');
  });

  test('ends when it is told to, and when the server fails', async () => {
    const job = new AbortController();
    const { asked, spans } = source();
    const ended = writeSnapshot({ spans }, facts, lines, { signal: job.signal, onRows: () => job.abort() });
    await expect(ended).rejects.toThrow(/abort/i);
    expect(asked).toHaveLength(2);
    await expect(writeSnapshot(source(new Error('gone')), facts, lines)).rejects.toThrow('gone');
  });
});
