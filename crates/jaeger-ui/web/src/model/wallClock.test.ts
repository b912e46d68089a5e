import { describe, expect, it } from 'vitest';

import { fromWallClock, toWallClock } from './wallClock';

describe('wall clock', () => {
  it.each(['UTC', 'Europe/Paris', 'Asia/Kolkata', 'America/New_York'])('%s', (zone) => {
    for (const text of ['2026-01-15T12:00:00', '2026-07-15T23:59:59']) {
      const micros = fromWallClock(text, zone);
      expect(micros).toBeDefined();
      expect(toWallClock(micros ?? 0, zone)).toBe(text);
    }
  });

  it('is exact and refuses what is no time', () => {
    expect(fromWallClock('2026-01-15T12:00', 'UTC')).toBe(Date.UTC(2026, 0, 15, 12) * 1000);
    expect(fromWallClock('2026-07-15T12:00:00', 'Europe/Paris')).toBe(Date.UTC(2026, 6, 15, 10) * 1000);
    expect(fromWallClock('', 'UTC')).toBeUndefined();
  });
});
