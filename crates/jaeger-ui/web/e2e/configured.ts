// A page with another configuration, written into it in the places where the server writes it.

import type { Page } from '@playwright/test';

export interface Told {
  /** What a file of JSON would hold. */
  config?: object;
  /** A configuration in JavaScript, which defines `UIConfig()`. */
  script?: string;
  /** What the server is to say of itself instead. */
  capabilities?: Record<string, boolean>;
}

export async function configure(page: Page, { config, script, capabilities = {} }: Told): Promise<void> {
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.fallback();
    const response = await route.fetch();
    let body = await response.text();
    if (config !== undefined) body = body.replace('= DEFAULT_CONFIG;', () => `= ${JSON.stringify(config)};`);
    if (script !== undefined) body = body.replace(/^.*\/\/ JAEGER_CONFIG_JS.*\n.*$/m, () => script);
    for (const [name, can] of Object.entries(capabilities)) {
      body = body.replaceAll(new RegExp(`("${name}":\\s*)(true|false)`, 'g'), `$1${can}`);
    }
    return route.fulfill({ response, body });
  });
}
