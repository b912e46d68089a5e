import type { TraceSource } from '../../../../api/source';
import { tellingKeys } from '../../../../model/genai/keys';

/** Rows of the spans that take part in conversations, in order: told by a few short attributes, without their texts. */
export async function takingPart(trace: TraceSource, signal: AbortSignal): Promise<number[]> {
  const keys = await trace.keys(signal);
  const takes = new Uint8Array(trace.model.columns.count);
  for (const key of tellingKeys(keys.map((entry) => entry.key))) {
    const { index } = await trace.attribute(`span.${key}`, signal);
    for (let row = 0; row < takes.length; row++) if (index[row] >= 0) takes[row] = 1;
  }
  return Array.from(takes.keys()).filter((row) => takes[row] === 1);
}
