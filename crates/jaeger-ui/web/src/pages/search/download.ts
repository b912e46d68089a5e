// The traces of the list as one file of Jaeger's JSON, which every Jaeger UI can open.

import { getText } from '../../api/client';

const AT_ONCE = 6;

export async function downloadTraces(traceIds: readonly string[], onProgress: (done: number) => void): Promise<void> {
  const parts: string[] = new Array(traceIds.length).fill('');
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < traceIds.length) {
      const at = next++;
      parts[at] = traceOf(await getText(`api/traces/${encodeURIComponent(traceIds[at])}`));
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, traceIds.length) }, work));
  save([`{"data":[`, parts.filter((part) => part !== '').join(','), ']}'], `traces-${traceIds.length}.json`);
}

/** The answer holds a list of one trace. */
function traceOf(answer: string): string {
  const { data }: { data?: unknown[] } = JSON.parse(answer);
  return (data ?? []).map((trace) => JSON.stringify(trace)).join(',');
}

function save(parts: string[], name: string): void {
  const url = URL.createObjectURL(new Blob(parts, { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
