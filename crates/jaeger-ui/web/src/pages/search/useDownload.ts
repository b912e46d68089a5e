import { useState } from 'react';

import { count } from '../../model/format';
import { toast } from '../../ui/toast';
import { downloadTraces } from './download';
import { useUploads } from './uploads';

/** Saves traces as a file, and says how far it has come; undefined while nothing is saved. */
export function useDownload(): [progress: string | undefined, download: (traceIds: readonly string[]) => Promise<void>] {
  const [progress, setProgress] = useState<string>();
  const download = async (traceIds: readonly string[]) => {
    try {
      setProgress('Downloading');
      const uploaded = new Set(useUploads.getState().traces.map(({ traceId }) => traceId));
      const gone = await downloadTraces(traceIds, uploaded, (done) => setProgress(`Downloading: ${done} of ${traceIds.length}`));
      if (gone > 0) toast(`${count(gone)} of ${count(traceIds.length)} traces are gone from the server`);
    } catch (error) {
      toast(error instanceof Error ? error.message : 'The traces could not be downloaded');
    } finally {
      setProgress(undefined);
    }
  };
  return [progress, download];
}
