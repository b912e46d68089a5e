// The worker's entry: its messages go to `serve`.

import type { Reply, Request } from './messages';
import { serve } from './serve';

const handle = serve((reply: Reply, transfer: Transferable[]) => self.postMessage(reply, { transfer }));

self.addEventListener('message', (event: MessageEvent<Request>) => handle(event.data));
