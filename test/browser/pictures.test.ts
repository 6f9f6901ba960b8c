import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { botMessages, type ChatName, type DemoPage, missingBrowser, openDemoPage, patience } from './demo-page.ts';

/** The pictures in README; taken anew with `npm run picture`. */
const wanted = process.env['PICTURE'] === 'true' && missingBrowser === '';
const file = (name: string) => join(import.meta.dirname, `../../docs/${name}.png`);
/** What stands around a part of the page, in pixels. */
const margin = { x: 12, y: 3 } as const;
const scale = 1.5;
const both = { width: 1280, height: 760 } as const;
/** So narrow that one chat is shown alone, and so high that nothing has to be scrolled. */
const single = { width: 960, height: 2600 } as const;

describe.skipIf(!wanted)('the pictures of README (taken with npm run picture)', { timeout: 90_000 }, () => {
  let demo: DemoPage;

  beforeAll(async () => {
    demo = await openDemoPage(1, scale);
  }, 30_000);
  afterAll(() => demo?.close());

  const suggest = (name: ChatName, label: string) =>
    demo.pane(name).locator('.suggestions').getByRole('button', { name: label, exact: true }).click();
  const send = (name: ChatName) => demo.pane(name).getByRole('button', { name: 'Send', exact: true }).last().click();
  const entries = (name: ChatName) => demo.pane(name).locator('.messages > .entry');

  async function showAlone(name: ChatName): Promise<void> {
    await demo.page.setViewportSize(single);
    await demo.page.locator(`.switch [data-pane=${name}]`).click();
  }

  /** Asks what a suggestion says, and waits for the entry of the answer. */
  async function ask(name: ChatName, label: string): Promise<Locator> {
    const before = await entries(name).count();
    await suggest(name, label);
    await send(name);
    await expect.poll(() => entries(name).count(), patience).toBeGreaterThan(before);
    return entries(name).nth(before);
  }

  /** Takes what is from the top of one element to the bottom of another, as wide as the second. */
  async function take(name: string, from: Locator, to: Locator): Promise<void> {
    await demo.page.mouse.move(0, 0);
    const [first, last] = [await from.boundingBox(), await to.boundingBox()];
    if (!first || !last) throw new Error('There is nothing to take.');
    const clip = {
      x: last.x - margin.x,
      y: first.y - margin.y,
      width: last.width + 2 * margin.x,
      height: last.y + last.height - first.y + 2 * margin.y,
    };
    await demo.page.screenshot({ path: file(name), clip });
  }

  it('options: as words and as fields, and the time that deep thinking has taken', async () => {
    await demo.page.setViewportSize({ width: both.width, height: 640 });
    for (const name of ['slack', 'discord'] as const) {
      await suggest(name, 'Options');
      await send(name);
    }
    for (const name of ['slack', 'discord'] as const) {
      await suggest(name, 'Options');
      await expect
        .poll(() => demo.pane(name).locator('.messages').textContent(), patience)
        .toMatch(/Thinking in parallel… \d+ s/);
    }
    await demo.page.mouse.move(0, 0);
    await demo.page.screenshot({ path: file('options') });
    for (const name of ['slack', 'discord'] as const) {
      await demo.pane(name).locator('.foot textarea').fill('');
      await demo.expectAnswer(botMessages(demo.pane(name)).last());
    }
  });

  it('structured: a comparison as a table, with its files', async () => {
    await showAlone('slack');
    const entry = await ask('slack', 'Template');
    await expect.poll(() => entry.textContent(), patience).toContain('answer.csv');
    await take('structured', entry, entry);
  });

  it('reigent: a Reigent has a question researched and cites the sources', async () => {
    await showAlone('discord');
    const entry = await ask('discord', 'Reigent with Research');
    await demo.expectAnswer(botMessages(entry).last());
    await take('reigent', entry, entry);
  });

  it('details: Sources and Steps, shown to whoever presses them', async () => {
    const thread = entries('discord').last().locator('.thread');
    for (const label of ['Sources', 'Steps']) {
      const before = await thread.locator('.ephemeral').count();
      await thread.getByRole('button', { name: label, exact: true }).last().click();
      await expect.poll(() => thread.locator('.ephemeral').count(), patience).toBeGreaterThan(before);
    }
    await take('details', thread.locator('.buttons').filter({ hasText: 'Steps' }), thread.locator('.replies'));
  });

  it('demo: the whole page', async () => {
    await demo.close();
    demo = await openDemoPage(1, scale);
    await demo.page.setViewportSize(both);
    for (const name of ['slack', 'discord'] as const) {
      await demo.write(name, '@footnote How does HTTP caching work?');
      const answer = botMessages(demo.pane(name));
      await answer.first().waitFor();
      await demo.expectAnswer(answer.last());
    }
    await demo.page.mouse.move(0, 0);
    await demo.page.evaluate("document.querySelectorAll('.pane *').forEach((element) => element.scrollTo(0, 0))");
    await demo.page.screenshot({ path: file('demo') });
  });
});
