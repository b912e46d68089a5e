import { useEffect, useMemo, useState } from 'react';

import { useSettings } from '../../app/settings';
import type { Clock } from './startText';

const RENEW_MS = 15_000;

/** How start times are shown. What says how long ago something was grows old, and is told anew with other traces. */
export function useClock(traces: readonly unknown[]): Clock {
  const zone = useSettings((state) => state.zone);
  const isRelative = useSettings((state) => state.startTimes === 'relative');
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!isRelative) return;
    const timer = setInterval(() => setRound((before) => before + 1), RENEW_MS);
    return () => clearInterval(timer);
  }, [isRelative]);
  const since = useMemo(() => (isRelative ? BigInt(Date.now()) * 1_000_000n : undefined), [isRelative, traces, round]);
  return useMemo(() => ({ zone, since }), [zone, since]);
}
