import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator } from 'playwright-core';
import { ensureInstalled } from './debian.js';

const CHROMIUM = '/usr/bin/chromium';

/** A real Chromium of the system, without any connection of its own. */
export async function openBrowser(): Promise<Browser> {
  ensureInstalled(() => existsSync(CHROMIUM), 'chromium');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** What a person sees: text hidden by the page's style does not count. */
export const visibleText = (locator: Locator): Promise<string> =>
  // biome-ignore lint/performance/useDomNodeTextContent: textContent would give the hidden language as well
  locator.innerText();
