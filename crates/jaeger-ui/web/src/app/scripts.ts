import { config } from './config';

/**
 * Runs the scripts of the UI configuration, `scripts: [{type: 'inline', text}]`. They carry the nonce of
 * the page, so the content security policy lets them pass as the operator's own.
 */
export function runScripts(): void {
  const { scripts } = config();
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  for (const given of scripts) {
    if (given?.type !== 'inline' || typeof given.text !== 'string') continue;
    const script = document.createElement('script');
    if (nonce) script.nonce = nonce;
    script.textContent = given.text;
    document.body.append(script);
  }
}
