// The address as a link for others.

import { flush } from '../../app/address';
import { copyText } from '../../ui/clipboard';
import { toast } from '../../ui/toast';
import { isExact } from '../../url/trace';
import type { TraceState } from '../../url/trace';

export async function copyLink(state: TraceState): Promise<void> {
  flush();
  const done = await copyText(window.location.href);
  if (!done) toast('The browser did not allow copying');
  else if (isExact(state)) toast('Link copied');
  else toast('Link copied. It leaves out some of the folded rows, which were too many.');
}
