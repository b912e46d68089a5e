import { useState } from 'react';
import { Link } from 'wouter';

import { useSearches } from '../../app/searches';
import type { KeptSearch } from '../../app/searches';
import { clip } from '../../model/format';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { TextField } from '../../ui/TextField';
import { toast } from '../../ui/toast';
import styles from './Kept.module.css';

/** Searches kept under a name, and those made lately. */
export function Kept({ current }: { current: KeptSearch }) {
  const { saved, recent, save, forget } = useSearches();
  const [name, setName] = useState<string>();
  const keep = () => {
    const given = name?.trim();
    if (!given) return;
    save({ name: clip(given, 120), href: current.href });
    toast('Saved in this browser');
    setName(undefined);
  };
  return (
    <div className={styles.kept}>
      <section>
        <div className={styles.head}>
          <h2 className={styles.title}>Saved</h2>
          {name === undefined && (
            <Button kind="quiet" icon="add" className={styles.save} onClick={() => setName(clip(current.name, 60))}>
              Save this search
            </Button>
          )}
        </div>
        {name !== undefined && (
          <div className={styles.naming}>
            <TextField label="Name of the search" hideLabel value={name} onChange={setName} onEnter={keep} />
            <IconButton icon="check" label="Save" onClick={keep} />
            <IconButton icon="close" label="Do not save" onClick={() => setName(undefined)} />
          </div>
        )}
        <ul role="list">
          {saved.map((search) => (
            <li key={search.name} className={styles.entry}>
              <KeptLink search={search} />
              <IconButton icon="trash" label={clip(`Forget ${search.name}`, 140)} onClick={() => forget(search.name)} />
            </li>
          ))}
        </ul>
      </section>
      {recent.length > 0 && (
        <section>
          <h2 className={styles.title}>Recent</h2>
          <ul role="list">
            {recent.slice(0, 8).map((search) => (
              <li key={search.name} className={styles.entry}>
                <KeptLink search={search} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function KeptLink({ search }: { search: KeptSearch }) {
  return (
    <Link href={search.href} className={`cut ${styles.link}`} title={clip(search.name)}>
      {clip(search.name, 120)}
    </Link>
  );
}
