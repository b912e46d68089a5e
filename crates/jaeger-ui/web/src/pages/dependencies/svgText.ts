// The graph as a file that looks the same without this page.

export const GRAPH_ID = 'dependency-graph';

/** The drawing with its colours written out; undefined when there is none. */
export function svgText(drawing: Element | null): string | undefined {
  if (!(drawing instanceof SVGSVGElement)) return undefined;
  const tokens = getComputedStyle(document.documentElement);
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute('id');
  for (const part of [copy, ...copy.querySelectorAll('[class]')]) part.removeAttribute('class');
  copy.setAttribute('font-family', 'Inter, system-ui, sans-serif');
  const text = new XMLSerializer().serializeToString(copy);
  const whole = text.replace(/var\((--[\w-]+)\)/g, (_, name: string) => tokens.getPropertyValue(name).trim());
  return `<?xml version="1.0" encoding="UTF-8"?>\n${whole}\n`;
}
