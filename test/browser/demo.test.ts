import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { botMessages, type ChatName, type DemoPage, missingBrowser, openDemoPage, patience } from './demo-page.ts';

describe.skipIf(missingBrowser !== '')(`the demo page in a browser${missingBrowser}`, { timeout: 60_000 }, () => {
  let demo: DemoPage;
  let page: Page;

  beforeAll(async () => {
    demo = await openDemoPage(6);
    page = demo.page;
  }, 30_000);
  afterAll(() => demo?.close());

  const pane = (name: ChatName) => demo.pane(name);
  const open = (name: ChatName, place: string) => demo.open(name, place);
  const write = (name: ChatName, text: string) => demo.write(name, text);
  const expectAnswer: DemoPage['expectAnswer'] = (message) => demo.expectAnswer(message);

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

  it.each(['slack', 'discord'] as const)(
    'finishes an answer on %s in the same message when somebody kills the bot meanwhile',
    async (name) => {
      await open(name, 'Footnote');
      const before = await botMessages(pane(name)).count();
      await write(name, 'How does UTF-8 work, and why?');
      const answer = botMessages(pane(name)).nth(before);
      await expect.poll(() => answer.textContent(), { ...patience, interval: 20 }).toContain('Text looks simple');
      await page.getByRole('button', { name: 'Kill the bot' }).click();
      await expect.poll(() => page.locator('#bot').textContent()).toContain('It starts again');
      await expect.poll(() => pane(name).textContent(), patience).toContain('The bot was interrupted');
      expect(await answer.textContent()).toContain('Text looks simple');
      expect(await page.locator('#bot').textContent()).toContain('has started again');
      // A press that comes before the bot has noted the end is answered by a sentence: one presses again.
      const retry = pane(name).getByRole('button', { name: 'Retry' }).last();
      await expect
        .poll(
          async () => {
            if (await retry.isVisible()) await retry.click({ timeout: 1000 }).catch(() => undefined);
            return pane(name).textContent();
          },
          { ...patience, interval: 1000 },
        )
        .not.toContain('The bot was interrupted');
      await expect.poll(() => answer.textContent(), patience).toContain('Text looks simple');
      await expect.poll(() => pane(name).getByRole('button', { name: 'Stop' }).count(), patience).toBe(0);
      await demo.expectAnswer(botMessages(pane(name)).last());
      expect(await pane(name).locator('.text').filter({ hasText: 'Text looks simple' }).count()).toBe(1);
    },
  );

  it('asks with the fields of a command on Discord', async () => {
    await open('discord', 'general');
    const before = await pane('discord').locator('.thread').count();
    const foot = pane('discord').locator('.foot');
    await foot.locator('textarea').fill('/research What does the EU AI Act prohibit?');
    await foot.getByLabel('depth').selectOption('deep');
    await foot.getByLabel('searches').fill('3');
    await foot.locator('textarea').press('Enter');
    await expect
      .poll(() => pane('discord').textContent(), patience)
      .toContain('asked: depth:deep searches:3 What does the EU AI Act prohibit?');
    await expect.poll(() => pane('discord').locator('.thread').count(), patience).toBeGreaterThan(before);
    await expectAnswer(botMessages(pane('discord').locator('.thread').last()).last());
    expect(await foot.locator('fieldset').isVisible()).toBe(false);
  });

  it('shows the files of a structured answer', async () => {
    await open('slack', 'general');
    await write('slack', '/research template:compare the telescopes Webb and Hubble');
    const file = pane('slack').locator('.file').filter({ hasText: 'answer.csv' });
    await file.waitFor();
    await file.locator('summary').click();
    expect(await file.locator('pre').textContent()).toContain('Webb');
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
    expect(demo.problems).toEqual([]);
  });
});
