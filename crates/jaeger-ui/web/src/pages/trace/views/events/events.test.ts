import { describe, expect, it } from 'vitest';

import { modelOf } from '../../../../model/testTraces';
import { attributeLine, eventFilter, eventText } from './text';

const exception = {
  row: 1,
  name: 'exception',
  time: 5,
  attributes: [
    { key: 'exception.type', value: 'IOError' },
    { key: 'exception.message', value: 'disk full' },
    { key: 'exception.stacktrace', value: 'at a\nat b' },
    { key: 'retry', value: '2' },
  ],
};
const cache = { row: 0, name: 'cache miss', time: 1, attributes: [{ key: 'key', value: 'User:7' }] };

describe('events', () => {
  it('say what was thrown', () => {
    expect(eventText(exception)).toEqual({
      title: 'IOError: disk full', isException: true, stack: 'at a\nat b', rest: [{ key: 'retry', value: '2' }],
    });
    expect(eventText({ ...exception, attributes: [] }).title).toBe('exception');
    expect(eventText(cache)).toMatchObject({ title: 'cache miss', isException: false, rest: cache.attributes });
  });

  it('have a line that fits a cell', () => {
    expect(attributeLine(exception.attributes.slice(0, 2))).toBe('exception.type=IOError  exception.message=disk full');
    expect(attributeLine([{ key: 'k', value: 'x'.repeat(1e6) }, cache.attributes[0]]).length).toBeLessThanOrEqual(300);
  });

  it('are found by any of their words', () => {
    const { columns } = modelOf([{ id: '1', service: 'web', name: 'GET', start: 0, duration: 9 }, { id: '2', parent: '1', service: 'db', start: 1, duration: 2 }]);
    const found = (text: string) => [cache, exception].filter(eventFilter(columns, text)).map(({ row }) => row);
    expect(found('')).toEqual([0, 1]);
    expect(found('key=user')).toEqual([0]);
    expect(found('DB full')).toEqual([1]);
    expect(found('db miss')).toEqual([]);
  });
});
