import { useEffect, useReducer, useState } from 'react';
import type { ComponentType, ReactNode } from 'react';

import { Skeleton } from '../ui/Skeleton';

interface PageModule<Props> {
  default: ComponentType<Props>;
  /** Asks for what the address names, before the page is drawn; ends when drawing need not wait any longer. */
  early?(): Promise<void>;
}

type Load<Props> = () => Promise<PageModule<Props>>;

/** A page or a part of one that is loaded when it is first shown, or before, when there is nothing else to do. */
export interface LazyPage<Props> {
  (props: Props): ReactNode;
  /** A failure shows when the page is visited. */
  preload(): Promise<PageModule<Props> | undefined>;
}

/**
 * Not React's `lazy`: Suspense keeps what it shows meanwhile for at least 300 ms, and a page of ours
 * arrives in less.
 */
export function lazyPage<Props extends object = object>(
  load: Load<Props>,
  meanwhile: ReactNode = <Skeleton rows={12} />,
): LazyPage<Props> {
  let Loaded: ComponentType<Props> | undefined;
  let loading: Promise<PageModule<Props>> | undefined;

  function start(): Promise<PageModule<Props>> {
    loading ??= load().then(
      (module) => {
        Loaded = module.default;
        return module;
      },
      (error: unknown) => {
        // The next visit tries again.
        loading = undefined;
        throw error;
      },
    );
    return loading;
  }

  function Page(props: Props) {
    const [, arrived] = useReducer((n: number) => n + 1, 0);
    const [error, setError] = useState<unknown>();
    // It may arrive between the drawing and the effect.
    const isMissing = Loaded === undefined;
    useEffect(() => {
      let here = true;
      if (isMissing) start().then(() => here && arrived(), (reason: unknown) => here && setError(reason));
      return () => {
        here = false;
      };
    }, []);
    if (error !== undefined) throw error;
    return Loaded ? <Loaded {...props} /> : meanwhile;
  }
  Page.preload = () => start().catch(() => undefined);
  return Page;
}
