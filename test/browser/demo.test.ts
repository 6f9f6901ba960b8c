import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../demo/demo.ts';

const executablePath = '/usr/bin/chromium';
const missing = existsSync(executablePath) ? '' : ' (skipped: there is no Chromium at /usr/bin/chromium)';
/** The picture in README; taken anew with `npm run picture`. */
const picture = process.env['PICTURE'] === 'true' ? join(import.meta.dirname, '../../docs/demo.png') : undefined;
const patience = { timeout: 30_000 };

describe.skipIf(missing !== '')(`the demo page in a browser${missing}`, { timeout: 60_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    demo = await startDemo({}, undefined, new AbortController().signal, 6);
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, colorScheme: 'light' });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(demo.url);
    await page.locator('.pane.discord .foot textarea').waitFor();
  }, 30_000);

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const pane = (name: 'slack' | 'discord') => page.locator(`.pane.${name}`);
  const open = (name: 'slack' | 'discord', place: string) =>
    pane(name).locator('.places button').filter({ hasText: place }).click();
  const write = async (name: 'slack' | 'discord', text: string) => {
    const field = pane(name).locator('.foot textarea');
    await field.fill(text);
    await field.press('Enter');
  };
  const botMessages = (within: Locator) => within.locator('.message[data-by=bot]');
  const expectAnswer = (message: Locator) =>
    expect.poll(() => message.textContent(), patience).toMatch(/(?:Reka Research|Reigent) · \d+ s/);

  it('says plainly that the answers are examples', async () => {
    expect(await page.locator('#note').textContent()).toContain('no research was done');
  });

  it.each(['slack', 'discord'] as const)(
    'shows a mention on %s being answered live, with footnotes that lead to their pages',
    async (name) => {
      await open(name, 'general');
      await write(name, '@footnote How does HTTP caching work?');
      const answer = botMessages(pane(name)).last();
      const seen = new Set<number>();
      await expect
        .poll(
          async () => {
            seen.add((await answer.textContent())?.length ?? 0);
            return answer.textContent();
          },
          { ...patience, interval: 200 },
        )
        .toMatch(/Reka Research · \d+ s/);
      expect(seen.size).toBeGreaterThan(2);
      const markers = await answer.locator('.text .marker').evaluateAll((all) =>
        all.map((marker) => ({
          number: marker.textContent,
          url: marker.getAttribute('href'),
          rel: marker.getAttribute('rel'),
        })),
      );
      expect(markers.length).toBeGreaterThan(2);
      const byNumber = new Map<string | null, string | null>();
      for (const { number, url, rel } of markers) {
        expect(url).toMatch(/^https:\/\//);
        expect(rel).toContain('noopener');
        expect(byNumber.get(number) ?? url).toBe(url);
        byNumber.set(number, url);
      }
      expect([...byNumber.keys()].sort()).toEqual(Array.from(byNumber, (_, index) => `[${index + 1}]`).sort());
    },
  );

  it.runIf(picture !== undefined)('takes the picture of README', async () => {
    for (const name of ['slack', 'discord'] as const) await open(name, 'general');
    await page.mouse.move(0, 0);
    await page.evaluate("document.querySelectorAll('.pane *').forEach((element) => element.scrollTo(0, 0))");
    await page.screenshot({ path: picture ?? '' });
  });

  it.each(['slack', 'discord'] as const)('answers a command on %s in a thread, and a follow-up there', async (name) => {
    await open(name, 'general');
    const before = await pane(name).locator('.thread').count();
    await write(name, '/research What does the EU AI Act prohibit?');
    await expect.poll(() => pane(name).locator('.thread').count(), patience).toBeGreaterThan(before);
    const thread = pane(name).locator('.thread').last();
    await expectAnswer(botMessages(thread).last());
    const answers = await botMessages(thread).count();
    await thread.locator('.open').first().click();
    const field = thread.locator('textarea');
    await field.fill('@footnote And what makes the Webb telescope special?');
    await field.press('Enter');
    await expect.poll(() => botMessages(thread).count(), patience).toBeGreaterThan(answers);
    await expectAnswer(botMessages(thread).last());
  });

  it.each(['slack', 'discord'] as const)('answers a direct message on %s', async (name) => {
    await open(name, 'Footnote');
    await write(name, 'What makes the Webb telescope special?');
    await expectAnswer(botMessages(pane(name)).last());
  });

  it('shows a failure in words, with the text that had arrived', async () => {
    await open('slack', 'general');
    await write('slack', '@footnote What if the connection breaks while you explain HTTP caching?');
    await expect.poll(() => botMessages(pane('slack')).last().textContent(), patience).toContain('may be incomplete');
  });

  it.each(['slack', 'discord'] as const)('stops an answer on %s by its button, while it changes', async (name) => {
    await open(name, 'general');
    await write(name, '@footnote How does UTF-8 work?');
    const stop = pane(name).locator('.buttons button').filter({ hasText: 'Stop' });
    await stop.focus();
    const answer = botMessages(pane(name)).last();
    const before = await answer.textContent();
    await expect.poll(() => answer.textContent(), { ...patience, interval: 20 }).not.toBe(before);
    await page.keyboard.press('Enter');
    await expect.poll(() => answer.textContent(), patience).toContain('Stopped');
    await expect.poll(() => stop.count()).toBe(0);
  });

  it('shows help to the asker alone', async () => {
    await open('discord', 'general');
    await write('discord', '/research help');
    await expect
      .poll(() => pane('discord').locator('.message.ephemeral').last().textContent(), patience)
      .toContain('Ask me anything');
  });

  it('is the same after a reload', async () => {
    await open('slack', 'general');
    const before = await pane('slack').locator('.message').count();
    await page.reload();
    await expect.poll(() => pane('slack').locator('.message').count(), patience).toBe(before);
  });

  it('can be used by keyboard alone', async () => {
    const field = pane('slack').locator('.foot textarea');
    await field.waitFor();
    for (
      let presses = 0;
      presses < 400 && !(await field.evaluate((element) => element === element.ownerDocument.activeElement));
      presses += 1
    )
      await page.keyboard.press('Tab');
    await page.keyboard.type('@footnote');
    await page.keyboard.press('Enter');
    await expect.poll(() => pane('slack').textContent(), patience).toContain('Ask me anything');
  });

  it.each([
    ['light', 390],
    ['dark', 390],
    ['dark', 1440],
  ] as const)('fits a %s screen of %i pixels', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    const [wide, visible] = (await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]')) as [
      number,
      number,
    ];
    expect(wide).toBeLessThanOrEqual(visible);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 1000 });
  });

  it('reports no error of its own', async () => {
    expect(problems).toEqual([]);
  });
});
