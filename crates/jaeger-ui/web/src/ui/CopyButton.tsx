import { copyText } from './clipboard';
import { IconButton } from './IconButton';
import { toast } from './toast';

/** Copies a text and says so. */
export function CopyButton({ text, label }: { text: string | (() => string); label: string }) {
  async function copy() {
    const done = await copyText(typeof text === 'string' ? text : text());
    toast(done ? 'Copied' : 'The browser did not allow copying');
  }
  return <IconButton icon="copy" label={label} onClick={() => void copy()} />;
}
