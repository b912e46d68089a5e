import type { Analytics } from './tracking';

/**
 * Google Analytics by its own script. The script carries the nonce of the page, and the content security
 * policy of the server lets it send to the hosts that it asks for.
 */
export function googleAnalytics(id: string): Analytics {
  const queue: unknown[] = [];
  // The script takes the arguments of each call as they are, so it must be `arguments` and no list.
  function tell(..._: unknown[]): void {
    queue.push(arguments);
  }
  return {
    init() {
      Object.assign(window, { dataLayer: queue });
      const script = document.createElement('script');
      const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
      if (nonce) script.nonce = nonce;
      script.async = true;
      script.src = `https://www.googletagmanager.com/gtag/js?id=${encodeURIComponent(id)}`;
      document.head.append(script);
      tell('js', new Date());
      tell('config', id, { send_page_view: false });
    },
    // The query says what was searched for: that stays here.
    trackPageView: (path) => tell('event', 'page_view', { page_path: path }),
    trackError: (description) => tell('event', 'exception', { description, fatal: false }),
  };
}
