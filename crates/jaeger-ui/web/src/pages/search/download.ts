// The traces of the list as one file, which every Jaeger UI can open: Jaeger's JSON, or OTLP's JSON as soon as one
// of them is from a file, since those stay in this browser and are kept as OTLP has them.

import { ApiError, getText, isRecord } from '../../api/client';
import { openTrace } from '../../api/trace';
import { saveText } from '../../ui/saveText';

const AT_ONCE = 6;

/** Returns how many of the traces are gone. */
export async function downloadTraces(
  traceIds: readonly string[],
  uploaded: ReadonlySet<string>,
  onProgress: (done: number) => void,
): Promise<number> {
  const isOtlp = traceIds.some((traceId) => uploaded.has(traceId));
  const parts: string[] = new Array(traceIds.length).fill('');
  let next = 0;
  let done = 0;
  const read = (traceId: string) => {
    if (!isOtlp) return jaegerOf(traceId);
    return uploaded.has(traceId) ? uploadOf(traceId) : otlpOf(traceId);
  };
  const work = async () => {
    while (next < traceIds.length) {
      const at = next++;
      parts[at] = await read(traceIds[at]).catch(noneIfGone);
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, traceIds.length) }, work));
  const found = parts.filter((part) => part !== '');
  if (found.length === 0) throw new Error('The server no longer has any of these traces');
  const member = isOtlp ? 'resourceSpans' : 'data';
  saveText(`traces-${found.length}.json`, 'application/json', [`{"${member}":[`, found.join(','), ']}']);
  return traceIds.length - found.length;
}

/** The server may have made room since the traces were found; the others are wanted all the same. */
function noneIfGone(error: unknown): string {
  if (error instanceof ApiError && error.status === 404) return '';
  throw error;
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
