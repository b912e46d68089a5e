/** What is wrong at which place of a text. */
export class Fault extends Error {
  /** An index into the text. */
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.name = 'Fault';
    this.at = at;
  }
}

export function notSupported(what: string, at: number): Fault {
  return new Fault(at, `\`${shortened(what)}\` is not supported yet`);
}

/** As much of what stands in the text as a message shows. */
export function shortened(text: string): string {
  return [...text.slice(0, 80)].slice(0, 40).join('');
}
