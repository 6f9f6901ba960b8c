import { describe, expect, it } from 'vitest';
import { type Answer, endAnswer, startAnswer } from '../../src/core/answer/answer.ts';
import { controls } from '../../src/core/answer/control.ts';
import { createFootnotes, noFootnotes } from '../../src/core/answer/footnotes.ts';
import type { ChannelKey } from '../../src/core/question/keys.ts';
import { research } from '../core/known-agents.ts';
import { type Answered, asked, type PlatformScene, type SetPlatform, started } from './platform-scene.ts';

const page = { url: 'https://example.org/one', title: 'Page one' };
const working = startAnswer(research, 0);
/** An answer under which stands every button but the one that stops it. */
const stopped: Answer = {
  ...endAnswer({ ...working, state: 'stopped', text: 'Blue.', citations: [page] }, 1000),
  steps: [{ id: '1', kind: 'tool', name: 'clock', state: 'done', pages: [] }],
  reworded: true,
};
const registry = createFootnotes(noFootnotes);
registry.cite(page);
const footnotes = registry.list();

/** Ada's question, with this answer. */
async function answered(scene: PlatformScene, answer: Answer): Promise<Answered & { readonly channelKey: ChannelKey }> {
  const { id, channelKey, open } = await asked(scene);
  const { reply, render } = await open('Why?');
  for (const [index, part] of render(answer, noFootnotes).parts.entries()) await reply.write(index, part);
  return { questionId: id, channelKey, address: reply.address() };
}

/** What is handed over next. */
async function next(scene: PlatformScene, count = 1) {
  await expect.poll(() => scene.pressed.length, { interval: 10 }).toBe(count);
  const pressed = scene.pressed.at(-1);
  if (!pressed) throw new Error('Nothing was pressed.');
  return pressed;
}

/** What the core relies on in the buttons of every platform. */
export function describeButtons(name: string, set: SetPlatform): void {
  describe(`a button on ${name}`, () => {
    it.each(controls)('hands over %s, with the answer that it stands under and who pressed it', async (control) => {
      const scene = await started(set);
      const at = await answered(scene, control === 'stop' ? working : stopped);
      scene.press(at, control, 'grace');
      const { questionId, userId, ...pressed } = await next(scene);
      expect([pressed.control, questionId, userId]).toEqual([control, at.questionId, scene.userId('grace')]);
      expect(pressed.channelKey.startsWith(at.channelKey.split(':', 2).join(':'))).toBe(true);
    });

    it('has what it says told to the presser alone', async () => {
      const scene = await started(set);
      const at = await answered(scene, stopped);
      const before = scene.shown(at.address);
      scene.press(at, 'sources', 'grace');
      const pressed = await next(scene);
      await pressed.tell('Nothing is kept.');
      await pressed.show({ of: 'sources', answer: stopped, footnotes });
      expect(scene.toldAlone('grace')).toEqual([
        expect.stringContaining('Nothing is kept.'),
        expect.stringContaining('Page one'),
      ]);
      expect(scene.toldAlone('ada')).toEqual([]);
      expect(scene.shown(at.address)).toEqual(before);
    });

    it('knows whether its presser may manage what others wrote', async () => {
      const scene = await started(set);
      const at = await answered(scene, working);
      scene.press(at, 'stop', 'grace');
      expect(await (await next(scene)).mayModerate()).toBe(false);
      scene.makeModerator('grace');
      scene.press(at, 'stop', 'grace');
      expect(await (await next(scene, 2)).mayModerate()).toBe(true);
    });

    it('is nothing to the core when it is none of its own', async () => {
      const scene = await started(set);
      const { id, open } = await asked(scene);
      const { reply, render } = await open('Why?');
      await reply.write(0, scene.foreignPart);
      const at = { questionId: id, address: reply.address() };
      scene.pressForeign(at, 'ada');
      const [part] = render(working, noFootnotes).parts;
      if (part) await reply.write(0, part);
      scene.press(at, 'stop', 'ada');
      await next(scene);
      expect(scene.pressed.map(({ control }) => control)).toEqual(['stop']);
    });
  });
}
