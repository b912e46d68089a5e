// Errors on their way from the worker to the page.

import { ApiError } from '../api/client';
import { ColumnsError } from '../model/decode';
import { DocumentError } from '../model/document';
import type { Failure } from './messages';

export function toFailure(error: unknown): Failure {
  if (error instanceof ApiError) {
    const { name, message, status, url, body } = error;
    return { name, message, status, url, body };
  }
  if (error instanceof Error || error instanceof DOMException) return { name: error.name, message: error.message };
  return { name: 'Error', message: String(error) };
}

/** The error that `toFailure` was given, of the same class. */
export function fromFailure(failure: Failure): Error {
  switch (failure.name) {
    case 'ApiError':
      return new ApiError(failure.status ?? 0, failure.message, failure.url ?? '', failure.body);
    case 'AbortError':
      return new DOMException(failure.message, 'AbortError');
    case 'ColumnsError':
      return new ColumnsError(failure.message);
    case 'DocumentError':
      return new DocumentError(failure.message);
    // Too deep or too large for this browser: the tab still stands, and should say so.
    case 'RangeError':
      return new Error('The trace is too large for this browser.');
    default:
      return new Error(failure.message);
  }
}
