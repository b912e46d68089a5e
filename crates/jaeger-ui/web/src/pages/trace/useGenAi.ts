import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';

import { isGenAi, mayBeGenAi } from '../../model/genai/keys';
import type { Work } from './work';

/** By then the trace itself is drawn. */
const ASKED_AFTER_MS = 300;

/**
 * Whether the trace has conversations with models to show. An address that asks for them is believed until the
 * trace's keys say otherwise, so that the page does not show something else first.
 */
export function useGenAi({ trace, key, model, state }: Work): boolean {
  const isAsked = state.view === 'genai';
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDrawn(true), ASKED_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const mayBe = useMemo(() => mayBeGenAi(model.columns), [model]);
  const { data: keys, isError } = useQuery({
    queryKey: ['trace-keys', key],
    queryFn: ({ signal }) => trace.keys(signal),
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    // Whoever asks holds the trace.
    gcTime: 30_000,
    enabled: isAsked || (isDrawn && mayBe),
  });
  const has = useMemo(() => keys && isGenAi(keys.map((entry) => entry.key)), [keys]);
  return has ?? (isAsked && !isError);
}
