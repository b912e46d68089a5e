// The traces of the list as one file, which every Jaeger UI can open: Jaeger's JSON, or OTLP's JSON as soon as one
// of them is from a file, since those stay in this browser and are kept as OTLP has them.

import { getText, isRecord } from '../../api/client';
import { openTrace } from '../../api/trace';
import { saveText } from '../../ui/saveText';

const AT_ONCE = 6;

export async function downloadTraces(
  traceIds: readonly string[],
  uploaded: ReadonlySet<string>,
  onProgress: (done: number) => void,
): Promise<void> {
  const isOtlp = traceIds.some((traceId) => uploaded.has(traceId));
  const parts: string[] = new Array(traceIds.length).fill('');
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < traceIds.length) {
      const at = next++;
      const traceId = traceIds[at];
      parts[at] = !isOtlp ? await jaegerOf(traceId) : uploaded.has(traceId) ? await uploadOf(traceId) : await otlpOf(traceId);
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, traceIds.length) }, work));
  const traces = parts.filter((part) => part !== '').join(',');
  const member = isOtlp ? 'resourceSpans' : 'data';
  saveText(`traces-${traceIds.length}.json`, 'application/json', [`{"${member}":[`, traces, ']}']);
}

/** The answer holds a list of one trace. */
async function jaegerOf(traceId: string): Promise<string> {
  return itemsOf(member(JSON.parse(await getText(`api/traces/${encodeURIComponent(traceId)}`)), 'data'));
}

async function otlpOf(traceId: string): Promise<string> {
  const answer: unknown = JSON.parse(await getText(`api/v3/traces/${encodeURIComponent(traceId)}`));
  return itemsOf(member(member(answer, 'result'), 'resourceSpans'));
}

async function uploadOf(traceId: string): Promise<string> {
  const source = await openTrace(traceId);
  return itemsOf(member(JSON.parse(await source.document(false)), 'resourceSpans'));
}

function member(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

/** The items of a list, without its brackets. */
function itemsOf(list: unknown): string {
  return Array.isArray(list) ? list.map((item) => JSON.stringify(item)).join(',') : '';
}
