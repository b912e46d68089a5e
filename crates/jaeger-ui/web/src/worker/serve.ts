// Takes calls from the page, runs them, and sends what they answer.

import { setBasePath } from '../url/base';
import { toFailure } from './failure';
import type { CallName, Calls, Reply, Request } from './messages';
import { traceHandlers } from './traces';

/** Returns what is to be done with each message. `post` sends a reply and gives the buffers away. */
export function serve(post: (reply: Reply, transfer: Transferable[]) => void): (request: Request) => void {
  const handlers = traceHandlers();
  const running = new Map<number, AbortController>();

  async function run<Name extends CallName>(id: number, name: Name, ask: Calls[Name]['ask']): Promise<void> {
    const abort = new AbortController();
    running.set(id, abort);
    const context = {
      signal: abort.signal,
      progress: (bytes: number) => post({ type: 'progress', id, bytes }, []),
    };
    try {
      const answer = await handlers[name](ask, context);
      if (!abort.signal.aborted) post({ type: 'answer', id, answer }, name === 'spans' ? [] : buffersOf(answer));
    } catch (error) {
      post({ type: 'failure', id, failure: toFailure(error) }, []);
    } finally {
      running.delete(id);
    }
  }

  return (request) => {
    if (request.type === 'base') setBasePath(request.path);
    else if (request.type === 'abort') running.get(request.id)?.abort();
    else void run(request.id, request.name, request.ask);
  };
}

/** Buffers of the typed arrays in an answer, each once: columns are views into one buffer. */
export function buffersOf(answer: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (value: unknown, depth: number) => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < 4) {
      for (const member of Object.values(value)) visit(member, depth + 1);
    }
  };
  visit(answer, 0);
  return Array.from(buffers);
}
