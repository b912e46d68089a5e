import { ApiError } from '../api/client';
import { Button } from './Button';
import { copyText } from './clipboard';
import styles from './Failure.module.css';
import { Icon } from './Icon';
import { toast } from './toast';

/** What went wrong, where, and a way on. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?(): void }) {
  const { title, lines } = describe(error);
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
        {lines.map((line, index) => (
          <pre key={index} className={styles.line}>
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

function describe(error: unknown): { title: string; lines: string[] } {
  if (error instanceof ApiError) {
    const asked = error.status === 0 ? error.url : `${error.url} answered ${error.status}`;
    const body = error.body.trim();
    const lines = [asked];
    if (body !== '' && body !== error.message) lines.push(body.slice(0, 2000));
    return { title: error.message, lines };
  }
  if (error instanceof Error) return { title: error.message === '' ? error.name : error.message, lines: [] };
  return { title: String(error), lines: [] };
}
