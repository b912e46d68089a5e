// What the colour of a bar stands for.

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { Kind, Status } from '../../../model/columns';
import type { Columns } from '../../../model/columns';
import type { ServicePaint } from '../../../ui/palette';
import type { Palette } from '../../../ui/useCanvas';
import type { OpenTrace } from '../view';

export interface ColorBy {
  /** What is said of the row in words; empty for services, whose name stands in the row anyway. */
  text(row: number): string;
  paint(palette: Palette): (row: number) => ServicePaint;
}

export const KIND_WORDS = Object.keys(Kind);
export const STATUS_WORDS = Object.keys(Status);
const ATTRIBUTE = 'attr:';

export function attributeOf(color: string | undefined): string | undefined {
  return color?.startsWith(ATTRIBUTE) ? color.slice(ATTRIBUTE.length) : undefined;
}

export function useColorBy(trace: OpenTrace, traceKey: string, color: string | undefined): ColorBy {
  const { columns } = trace.model;
  const key = attributeOf(color);
  const { data: values } = useQuery({
    queryKey: ['trace-attribute', traceKey, key],
    queryFn: ({ signal }) => trace.attribute(key ?? '', signal),
    enabled: key !== undefined,
    structuralSharing: false,
    gcTime: 30_000,
  });
  return useMemo(() => {
    if (color === 'kind') return byWord((row) => KIND_WORDS[columns.kind[row]]);
    if (color === 'status') return byStatus(columns);
    if (values !== undefined) return byWord((row) => values.values[values.index[row]] ?? '');
    return byService(columns);
  }, [columns, color, values]);
}

function byService({ services, service }: Columns): ColorBy {
  return {
    text: () => '',
    paint(palette) {
      const paints = services.map((name) => palette.service(name));
      return (row) => paints[service[row]];
    },
  };
}

function byWord(word: (row: number) => string): ColorBy {
  return {
    text: word,
    paint(palette) {
      const none: ServicePaint = { color: palette.lineStrong, fill: 'plain' };
      return (row) => {
        const text = word(row);
        return text === '' ? none : palette.service(text);
      };
    },
  };
}

/** Red is for errors only, so the status has colours of its own. */
function byStatus({ status }: Columns): ColorBy {
  return {
    text: (row) => STATUS_WORDS[status[row]],
    paint(palette) {
      const paints = [palette.lineStrong, palette.good, palette.error].map((color): ServicePaint => ({ color, fill: 'plain' }));
      return (row) => paints[status[row]];
    },
  };
}
