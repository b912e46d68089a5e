import { describe, expect, it } from 'vitest';

import { surveyAttributes } from './attributeSurvey';
import { spanOf } from './testTraces';

const span = (id: number, version: string, extra: Record<string, string> = {}) =>
  spanOf({
    id: id.toString(16),
    start: 0,
    duration: 1,
    attributes: { 'request.id': `r${id}`, route: '/cart', ...extra },
    resource: { 'service.version': version },
  });

const pairs = Array.from({ length: 6 }, (_, index) => ({ a: span(index, '1.2'), b: span(index + 100, '1.3') }));

describe('survey of attributes', () => {
  it('puts the change that all share before ids, and leaves out what is the same', () => {
    const found = surveyAttributes(pairs);
    expect(found.map(({ key }) => key)).toEqual(['service.version', 'request.id']);
    expect(found[0]).toMatchObject({ scope: 'resource', a: '1.2', b: '1.3', alike: 6, differ: 6, compared: 6 });
    expect(found[1]).toMatchObject({ scope: 'span', alike: 1, differ: 6 });
  });

  it('tells keys that one side lacks', () => {
    const [found] = surveyAttributes([
      {
        a: span(1, '1'),
        b: spanOf({
          ...{ id: '1', start: 0, duration: 1 },
          attributes: { 'request.id': 'r1', route: '/cart', flag: 'on' },
          resource: { 'service.version': '1' },
        }),
      },
    ]);
    expect(found).toMatchObject({ key: 'flag', a: undefined, b: 'on', pairs: [0] });
  });

  it('tells failures', () => {
    const failed = { ...span(1, '1'), status: { code: 2, message: 'no' } };
    const keys = surveyAttributes([{ a: span(1, '1'), b: failed }]).map(({ key }) => key);
    expect(keys).toEqual(['error', 'otel.status_code', 'otel.status_description']);
  });
});
