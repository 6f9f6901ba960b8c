import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Demo, startDemo } from '../../demo/demo.ts';

const executablePath = '/usr/bin/chromium';

/** Why there is no browser to test with; empty when there is one. */
export const missingBrowser = existsSync(executablePath) ? '' : ' (skipped: there is no Chromium at /usr/bin/chromium)';

/** How long an answer of the demo may take. */
export const patience = { timeout: 30_000 };

/** One of the two chats of the page. */
export type ChatName = 'slack' | 'discord';

/** The demo, opened in a browser. */
export interface DemoPage {
  readonly page: Page;
  /** Errors of the page's own, as the browser reports them. */
  readonly problems: readonly string[];
  pane(name: ChatName): Locator;
  /** Goes to a channel or to the conversation with the bot. */
  open(name: ChatName, place: string): Promise<void>;
  write(name: ChatName, text: string): Promise<void>;
  /** Waits until a message is an answer that has ended well. */
  expectAnswer(message: Locator): Promise<void>;
  close(): Promise<void>;
}

/** Starts the demo with answers that come `pace` times as fast as usual, and opens its page. */
export async function openDemoPage(pace: number, deviceScaleFactor = 1): Promise<DemoPage> {
  let demo: Demo | undefined;
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await demo?.stop();
  };
  try {
    demo = await startDemo({}, undefined, new AbortController().signal, pace);
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
    const page = await browser.newPage({
      viewport: { width: 1440, height: 1000 },
      colorScheme: 'light',
      deviceScaleFactor,
    });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(demo.url);
    await page.locator('.pane.discord .foot textarea').waitFor();
    const pane = (name: ChatName) => page.locator(`.pane.${name}`);
    return {
      page,
      problems,
      pane,
      open: (name, place) => pane(name).locator('.places button').filter({ hasText: place }).click(),
      async write(name, text) {
        const field = pane(name).locator('.foot textarea');
        await field.fill(text);
        await field.press('Enter');
      },
      expectAnswer: (message) =>
        expect.poll(() => message.textContent(), patience).toMatch(/(?:Reka Research|Reigent).{0,80} · \d+ s/),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** What the bot has said within a part of the page. */
export const botMessages = (within: Locator) => within.locator('.message[data-by=bot]');
