// The page's side of the worker.

import { basePath } from '../url/base';
import { fromFailure } from './failure';
import type { CallName, Calls, Reply, Request } from './messages';

export interface CallOptions {
  signal?: AbortSignal;
  /** Told how many bytes have arrived. */
  onProgress?: (bytes: number) => void;
  /** Parts of what is asked that the worker takes over, instead of getting a copy. */
  transfer?: Transferable[];
}

/** What a call goes through: a `Worker`, or in tests anything that answers. */
export interface Port {
  postMessage(request: Request, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Reply>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  onProgress?: (bytes: number) => void;
}

export class WorkerClient {
  readonly #port: Port;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(port: Port, base: string) {
    this.#port = port;
    port.addEventListener('message', (event) => this.#take(event.data));
    port.addEventListener('error', (event) => this.#fail(event.message));
    port.postMessage({ type: 'base', path: base });
  }

  call<Name extends CallName>(
    name: Name,
    ask: Calls[Name]['ask'],
    { signal, onProgress, transfer = [] }: CallOptions = {},
  ): Promise<Calls[Name]['answer']> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = () => {
        this.#waiting.delete(id);
        this.#port.postMessage({ type: 'abort', id });
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#waiting.set(id, {
        resolve: (answer) => {
          signal?.removeEventListener('abort', stop);
          resolve(answer as Calls[Name]['answer']);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', stop);
          reject(error);
        },
        onProgress,
      });
      this.#port.postMessage({ type: 'call', id, name, ask } as Request, transfer);
    });
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    // Who was waiting has given up.
    if (waiting === undefined) return;
    if (reply.type === 'progress') {
      waiting.onProgress?.(reply.bytes);
      return;
    }
    this.#waiting.delete(reply.id);
    if (reply.type === 'answer') waiting.resolve(reply.answer);
    else waiting.reject(fromFailure(reply.failure));
  }

  /** The worker itself failed: nothing that was asked will be answered. */
  #fail(message: string): void {
    const error = new Error(message === '' ? 'The trace could not be read.' : message);
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

let shared: WorkerClient | undefined;

/** The one worker of the page, started when first needed. */
export function traceWorker(): WorkerClient {
  if (shared === undefined) {
    const worker = new Worker(new URL('./trace.worker.ts', import.meta.url), { type: 'module', name: 'traces' });
    shared = new WorkerClient(worker, basePath());
  }
  return shared;
}
