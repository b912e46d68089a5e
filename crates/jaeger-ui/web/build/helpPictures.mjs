// Makes the pictures of the help from those that the browser tests keep in `shots/`: smaller, and as WebP.
// Run it after the tests have made new ones.
//
//     node build/helpPictures.mjs

import { readFileSync, writeFileSync } from 'node:fs';

import { chromium } from '@playwright/test';

const PICTURES = {
  search: 'search-light-desk',
  trace: 'trace-span-light-desk',
  compare: 'compare-light-desk',
  dependencies: 'dependencies-light-desk',
  paths: 'paths-light-desk',
  monitor: 'monitor-service-light-desk',
  quality: 'quality-light-desk',
};
const WIDTH = 960;
/** Bytes of one picture; they are compiled into the program. */
const MOST = 60_000;

const file = (path) => new URL(`../${path}`, import.meta.url);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  for (const [name, shot] of Object.entries(PICTURES)) {
    const png = readFileSync(file(`shots/${shot}.png`)).toString('base64');
    const webp = await page.evaluate(shrink, { source: `data:image/png;base64,${png}`, width: WIDTH, most: MOST });
    const bytes = Buffer.from(webp.split(',')[1], 'base64');
    writeFileSync(file(`src/app/help/${name}.webp`), bytes);
    console.log(`${name}: ${bytes.length} bytes`);
  }
} finally {
  await browser.close();
}

/** Runs in the page: as good as fits. */
async function shrink({ source, width, most }) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.round((image.naturalHeight / image.naturalWidth) * width);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  for (let quality = 0.8; quality > 0.3; quality -= 0.1) {
    const made = canvas.toDataURL('image/webp', quality);
    if ((made.length * 3) / 4 < most) return made;
  }
  throw new Error('the picture does not get small enough');
}
