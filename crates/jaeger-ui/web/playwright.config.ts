import { defineConfig } from '@playwright/test';

/** Debian's own; nothing is downloaded. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/setup.ts',
  outputDir: '../../../target/ui-tests',
  workers: Number(process.env.WORKERS ?? 2),
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  // A busy machine may be late; what fails three times is broken.
  retries: process.env.CI === undefined ? 0 : 2,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  // Pictures of pages lie where the README shows them from.
  snapshotPathTemplate: 'shots/{arg}{ext}',
  use: {
    viewport: { width: 1280, height: 800 },
    timezoneId: 'UTC',
    locale: 'en-GB',
    contextOptions: { reducedMotion: 'reduce' },
    permissions: ['clipboard-read', 'clipboard-write'],
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      // Containers have no user name spaces, and no graphics card.
      args: ['--headless=new', '--no-sandbox', '--use-angle=swiftshader'],
    },
  },
});
