// Text as HTML. Whatever it says, it stays text: in an element, and in an attribute between quotation marks.

import { clip } from '../format';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** What a document may not hold, but for tabs and ends of lines, and halves of surrogate pairs. */
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/gu;

export function escape(text: string): string {
  return text.replace(FORBIDDEN, '\uFFFD').replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
}

/** Text from spans: cut, and without an effect on the direction of what stands around it. */
export function data(text: string, limit = 300, none = ''): string {
  return text === '' ? none : `<bdi>${escape(clip(text, limit))}</bdi>`;
}
