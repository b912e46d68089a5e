import { Component } from 'react';
import type { ReactNode } from 'react';

import { Failure } from '../ui/Failure';
import { Page } from './Page';

interface Props {
  /** Another value, as of another address, gives the page a new try. */
  resetOn: string;
  children: ReactNode;
}

interface State {
  error?: unknown;
  failedOn?: string;
}

/** A page that fails leaves the rest of the app standing. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    if (state.error === undefined) return null;
    if (state.failedOn === undefined) return { failedOn: props.resetOn };
    return state.failedOn === props.resetOn ? null : { error: undefined, failedOn: undefined };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Page title="This page failed">
        <Failure error={explain(error)} onRetry={() => window.location.reload()} />
      </Page>
    );
  }
}

/** A part of the app that cannot be loaded is most often one of a version that the server has left behind. */
function explain(error: unknown): unknown {
  const text = error instanceof Error ? error.message : '';
  return /dynamically imported module|module script failed|preload CSS/i.test(text)
    ? new Error('A part of this page could not be loaded. The server may have been updated: reload the page.')
    : error;
}
