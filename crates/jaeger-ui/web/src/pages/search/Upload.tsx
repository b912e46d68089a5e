import { useEffect, useRef, useState } from 'react';

import { count } from '../../model/format';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import styles from './Upload.module.css';
import { useUploads } from './uploads';

/** Reads traces from files of the person's own, chosen or dropped on the page. */
export function Upload() {
  const input = useRef<HTMLInputElement>(null);
  const { traces, isReading, add, clear } = useUploads();
  const isOver = useDrop((files) => void add(files));
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept=".json,.jsonl,.ndjson,application/json"
        aria-label="Files with traces"
        tabIndex={-1}
        hidden
        onChange={(event) => {
          void add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <IconButton
        icon="upload"
        label={isReading ? 'Reading files' : 'Open files with traces'}
        title="Open files: Jaeger JSON, OTLP JSON, or one of them on each line. They stay in this browser."
        disabled={isReading}
        onClick={() => input.current?.click()}
      />
      {traces.length > 0 && (
        <Button kind="quiet" icon="close" onClick={clear}>
          {count(traces.length)} uploaded
        </Button>
      )}
      {isOver && (
        <div className={styles.over}>
          <p>Drop files with traces here</p>
        </div>
      )}
    </>
  );
}

/** Whether files are held over the page. */
function useDrop(onFiles: (files: File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!holdsFiles(event)) return;
      event.preventDefault();
      latest.current([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return isOver;
}
