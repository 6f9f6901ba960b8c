import { describe, expect, it } from 'vitest';
import { research } from '../core/known-agents.ts';
import { asked, hears, type SetPlatform, started } from './platform-scene.ts';

/** What the core and the app rely on in every platform. */
export function describePlatformAdapter(name: string, set: SetPlatform): void {
  describe(`the connection to ${name}`, () => {
    it('is there from the start to the stop, and can tell when it heard of the platform', async () => {
      const { adapter } = await set();
      expect(adapter.connected()).toBe(false);
      await adapter.start();
      expect(adapter.connected()).toBe(true);
      expect(adapter.heardAt()).toBeGreaterThan(0);
      await adapter.stop();
      expect(adapter.connected()).toBe(false);
    });

    it('can be made anew, and nothing is missed', async () => {
      const scene = await started(set);
      await scene.adapter.reconnect();
      expect((await asked(scene, 'can you hear me?')).text).toBe('can you hear me?');
      await expect.poll(() => scene.adapter.connected()).toBe(true);
    });

    it('takes in nothing new once it is paused, but writes', async () => {
      const scene = await started(set);
      const { reply } = await (await asked(scene)).open('Why?');
      await scene.adapter.pause();
      // It may be waited for until the bot is there again.
      scene.mention('and how?').catch(() => {});
      await reply.write(0, scene.part('Because'));
      expect(scene.shown(reply.address())).toEqual(['Because']);
      expect(scene.heard).toHaveLength(1);
    });
  });

  describe(`what ${name} hands over`, () => {
    it('is the same for every delivery', async () => {
      const scene = await started(set);
      const { redeliver } = await scene.mention('why?');
      await hears(scene, 1);
      redeliver();
      const [first, second] = await hears(scene, 2);
      expect(first).toMatchObject({ platform: scene.adapter.platform, origin: 'mention', text: 'why?' });
      expect([second?.id, second?.line, second?.said]).toEqual([first?.id, first?.line, first?.said]);
    });

    it('names the agent of a command', async () => {
      const scene = await started(set);
      await scene.command('how?');
      expect((await hears(scene, 1))[0]).toMatchObject({ origin: 'command', agent: research, text: 'how?' });
    });

    it('is the same when another process takes it up', async () => {
      const scene = await started(set);
      await asked(scene);
      await scene.command('how?');
      for (const incoming of await hears(scene, 2)) {
        const { id, platform, origin, asker, text, agent, channelKey, line, said } = incoming;
        const restored = scene.adapter.restore(said);
        expect(restored).toMatchObject({ id, platform, origin, text, channelKey, line, asker: { id: asker.id } });
        expect(restored?.agent).toBe(agent);
      }
    });

    it('is nothing when the record of it cannot be read', async () => {
      const { adapter } = await started(set);
      for (const said of ['', '{', '{}', '{"type":"message","said":{"id":"1","channel":"C1"}}'])
        expect(adapter.restore(said)).toBeUndefined();
    });
  });

  describe(`a reply on ${name} that another process began`, () => {
    it('goes on in its messages', async () => {
      const scene = await started(set);
      const incoming = await asked(scene);
      const { reply } = await incoming.open('Why?');
      await reply.write(0, scene.part('Because'));
      const after = scene.adapter.restore(incoming.said)?.resume(reply.address());
      await after?.reply.write(0, scene.part('Because of that'));
      await after?.reply.write(1, scene.part('the sky is blue'));
      expect(scene.shown(reply.address())).toEqual(['Because of that', 'the sky is blue']);
    });

    it('finds the message that it did not come to know of', async () => {
      const scene = await started(set);
      const incoming = await asked(scene);
      const { reply } = await incoming.open('Why?');
      const before = reply.address();
      await reply.write(0, scene.part('Because'));
      const after = scene.adapter.restore(incoming.said)?.resume(before);
      await after?.reply.write(0, scene.part('Because the sky is blue'));
      expect(scene.shown(reply.address())).toEqual(['Because the sky is blue']);
    });

    it('goes on when only the id of its question is left', async () => {
      const scene = await started(set);
      const { id, open } = await asked(scene);
      const { reply } = await open('Why?');
      await reply.write(0, scene.part('Because'));
      await scene.adapter.resume(reply.address(), id)?.reply.write(0, scene.part('Interrupted'));
      expect(scene.shown(reply.address())).toEqual(['Interrupted']);
    });
  });
}
