// What is checked, in words.

export interface CheckText {
  name: string;
  /** What a span that fails costs the reader of a trace. */
  why: string;
  /** What to do about it. */
  remedy: string;
}

const TEXTS: Record<string, CheckText> = {
  parent: {
    name: 'Parent is there',
    why: 'The span names a parent that never arrived, so the trace falls into pieces.',
    remedy: 'Check that the caller exports its spans, that both sample alike, and that nothing is dropped on the way.',
  },
  'span-id': {
    name: 'Id is its own',
    why: 'Another span of the trace has the same id, so children may hang on the wrong one.',
    remedy: 'Look for a library that copies a context instead of starting a span, and for proxies that send twice.',
  },
  'service-name': {
    name: 'Service has a name',
    why: 'Without a service name the span cannot be found by service.',
    remedy: 'Set OTEL_SERVICE_NAME, or service.name among the resource attributes.',
  },
  duration: {
    name: 'Ends after its start',
    why: 'The span ended before it started, so its duration says nothing.',
    remedy: 'Take start and end from one monotonic clock.',
  },
  times: {
    name: 'Times are plausible',
    why: 'The span starts before its parent, in the future or in 1970, so its place in the timeline is wrong.',
    remedy: 'Keep the clocks of the hosts in step, and send times in nanoseconds since 1970.',
  },
  attributes: {
    name: 'Values are short',
    why: 'A value is longer than 64 KiB, which makes every trace with it slow to load.',
    remedy: 'Set OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT, or leave bodies out of attributes.',
  },
  'error-message': {
    name: 'Errors say why',
    why: 'The span failed without a message, an error.type or an exception event.',
    remedy: 'Record the exception, or set the description of the status.',
  },
};

/** A check of a newer server is called by its own word. */
export function checkText(check: string): CheckText {
  return TEXTS[check] ?? { name: check.replaceAll('-', ' '), why: 'This server checks it.', remedy: '' };
}

/** From `score` 0 to 1. */
export function grade(score: number): 'good' | 'fair' | 'poor' {
  if (score >= 0.99) return 'good';
  return score >= 0.9 ? 'fair' : 'poor';
}

/** A share that is 100 % only when it is all of it. */
export function scoreText(score: number): string {
  if (score === 1) return '100 %';
  return `${(Math.floor(score * 1000) / 10).toFixed(1)} %`;
}
