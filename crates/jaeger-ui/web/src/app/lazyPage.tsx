import { useEffect, useReducer, useState } from 'react';
import type { ComponentType, ReactNode } from 'react';

import { Skeleton } from '../ui/Skeleton';

type Load = () => Promise<{ default: ComponentType }>;

/** A page or dialog that is loaded when it is first shown, or before, when there is nothing else to do. */
export interface LazyPage {
  (): ReactNode;
  preload(): void;
}

/**
 * Not React's `lazy`: Suspense keeps what it shows meanwhile for at least 300 ms, and a page of ours
 * arrives in less.
 */
export function lazyPage(load: Load, meanwhile: ReactNode = <Skeleton rows={12} />): LazyPage {
  let Loaded: ComponentType | undefined;
  let loading: Promise<void> | undefined;

  function start(): Promise<void> {
    loading ??= load().then(
      (module) => {
        Loaded = module.default;
      },
      (error: unknown) => {
        // The next visit tries again.
        loading = undefined;
        throw error;
      },
    );
    return loading;
  }

  function Page() {
    const [, arrived] = useReducer((n: number) => n + 1, 0);
    const [error, setError] = useState<unknown>();
    useEffect(() => {
      let here = true;
      if (!Loaded) start().then(() => here && arrived(), (reason: unknown) => here && setError(reason));
      return () => {
        here = false;
      };
    }, []);
    if (error !== undefined) throw error;
    return Loaded ? <Loaded /> : meanwhile;
  }
  Page.preload = () => {
    // A failure shows when the page is visited.
    start().catch(() => undefined);
  };
  return Page;
}
