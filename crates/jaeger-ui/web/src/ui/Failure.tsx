import { ApiError } from '../api/client';
import { Button } from './Button';
import { copyText } from './clipboard';
import styles from './Failure.module.css';
import { Icon } from './Icon';
import { toast } from './toast';

/** What went wrong, where, and a way on. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?(): void }) {
  const { title, lines, next } = describe(error);
  async function copy() {
    const done = await copyText([title, ...lines].join('\n'));
    toast(done ? 'Copied' : 'The browser did not allow copying');
  }
  return (
    <div role="alert" className={styles.failure}>
      <span className={styles.icon}>
        <Icon name="error" />
      </span>
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {next !== undefined && <p>{next}</p>}
        {lines.map((line, index) => (
          <pre key={index} className={styles.line} tabIndex={0} role="group" aria-label="Details">
            {line}
          </pre>
        ))}
        <div className={styles.actions}>
          {onRetry && (
            <Button icon="refresh" onClick={onRetry}>
              Try again
            </Button>
          )}
          <Button kind="quiet" icon="copy" onClick={() => void copy()}>
            Copy details
          </Button>
        </div>
      </div>
    </div>
  );
}

/** What a reader can do, where the status of an answer tells. */
function nextStep({ status, body }: ApiError): string | undefined {
  if (status === 0) return 'Check that the query service runs and that this computer can reach it.';
  if (status === 400) return 'The request was understood and refused: change what is asked for.';
  if (status === 401 || status === 403) return 'Sign in, or ask whoever runs this server for access.';
  if (status === 404) return 'It may be gone, or this server may not have what the page asks for.';
  if (status === 429 || status === 503) return 'The server is busy: wait a little, or ask for a shorter time.';
  if (status === 501) return 'This server, or the storage behind it, does not offer this.';
  if (status === 504) return 'The storage took too long: ask for a shorter time.';
  if (status >= 500) return 'The log of the query service says more.';
  if (status < 300 && body.trimStart().startsWith('<')) {
    return 'A web page came instead of data, as from a proxy that wants a sign-in: reload this page.';
  }
  return status < 300 ? 'Something between this page and the query service may have changed the answer.' : undefined;
}

function describe(error: unknown): { title: string; lines: string[]; next?: string } {
  if (error instanceof ApiError) {
    const asked = error.status === 0 ? error.url : `${error.url} answered ${error.status}`;
    const body = error.body.trim();
    const lines = [asked];
    if (body !== '' && body !== error.message) lines.push(body.slice(0, 2000));
    return { title: error.message, lines, next: nextStep(error) };
  }
  if (error instanceof Error) return { title: error.message === '' ? error.name : error.message, lines: [] };
  return { title: String(error), lines: [] };
}
