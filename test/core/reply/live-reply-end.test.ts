import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Render } from '../../../src/core/ports/place.ts';
import { renderText, roomy, type TextPart, tight } from '../fakes.ts';
import { settled } from '../manual-clock.ts';
import { complete, limited, refusedContent, setUp, unreachable, working } from './live-reply-subject.ts';

const gone = new FootnoteError('platform', 'Deleted.', { hint: 'message-gone' });
const notAllowed = new FootnoteError('platform', 'Not in the channel.', { hint: 'not-allowed' });

describe('the last state of a live reply', () => {
  it('is shown also when nothing was shown before', async () => {
    const { finish, finished, visible } = setUp();
    finish(complete('the answer'));
    await settled();
    expect(visible).toEqual(['the answer complete']);
    expect(finished()).toBe(true);
  });

  it('stands there in all its parts before finish resolves', async () => {
    const { live, clock, finish, finished, visible } = setUp({ budget: () => tight });
    live.show(working(''));
    await settled();
    finish(complete('one|two|three'));
    await clock.advance(3000);
    expect(finished()).toBe(false);
    await clock.advance(1000);
    expect(visible).toEqual(['one', 'two', 'three complete']);
    expect(finished()).toBe(true);
  });

  it('is not replaced by a state that comes too late', async () => {
    const { live, clock, finish, visible } = setUp();
    finish(complete('the answer'));
    live.show(working('the'));
    await clock.advance(5000);
    expect(visible).toEqual(['the answer complete']);
  });

  it('goes before the progress of other answers in the same place', async () => {
    const { live, clock, budget, finish, visible } = setUp({ budget: () => tight });
    live.show(working(''));
    await settled();
    for (let other = 0; other < 20; other += 1) void budget.spend(tight, 'progress', settled);
    finish(complete('the answer'));
    await clock.advance(2000);
    expect(visible).toEqual(['the answer complete']);
  });

  it('lands after any number of 429s, each waited for exactly as long as asked', async () => {
    const { live, clock, finish, refuse, visible, attempts, lost } = setUp();
    live.show(working(''));
    await clock.advance(1000);
    refuse(limited(30_000), limited(5000), limited(1000), limited(300_000));
    finish(complete('the answer'));
    for (const [index, waitMs] of [30_000, 5000, 1000, 300_000].entries()) {
      await clock.advance(waitMs - 1);
      expect(attempts()).toBe(index + 2);
      await clock.advance(1);
    }
    expect(visible).toEqual(['the answer complete']);
    expect(lost).toEqual([]);
  });

  it('does not wait out what the progress before it had to wait after a failure', async () => {
    const { live, clock, finish, refuse, visible } = setUp();
    live.show(working(''));
    await clock.advance(1000);
    refuse(unreachable, unreachable, unreachable, unreachable, unreachable);
    live.show(working('some text'));
    await clock.advance(20_000);
    finish(complete('the answer'));
    await settled();
    expect(visible).toEqual(['the answer complete']);
  });

  it('lands after transient failures, with waits that double', async () => {
    const { clock, finish, refuse, visible, attempts } = setUp({ maxFinalAttempts: 4 });
    refuse(unreachable, unreachable, unreachable);
    finish(complete('the answer'));
    for (const [index, waitMs] of [1000, 2000, 4000].entries()) {
      await clock.advance(waitMs - 1);
      expect(attempts()).toBe(index + 1);
      await clock.advance(1);
    }
    expect(visible).toEqual(['the answer complete']);
  });

  it('lands when each of its parts takes several attempts', async () => {
    const { clock, finish, refuse, visible, attempts } = setUp({ maxFinalAttempts: 3, budget: () => tight });
    refuse(unreachable, unreachable);
    finish(complete('one|two'));
    await clock.advance(4000);
    expect(visible).toEqual(['one']);
    refuse(unreachable, unreachable);
    await clock.advance(60_000);
    expect(visible).toEqual(['one', 'two complete']);
    expect(attempts()).toBe(6);
  });

  it('lands after a write that was still under way', async () => {
    const { live, clock, finish, finished, gate, writes, mostUnderway } = setUp();
    gate.shut();
    live.show(working('the'));
    await clock.advance(1000);
    finish(complete('the answer'));
    await clock.advance(60_000);
    expect(finished()).toBe(false);
    gate.open();
    await clock.advance(1000);
    expect(writes).toEqual(['0: the working', '0: the answer complete']);
    expect(mostUnderway()).toBe(1);
    expect(finished()).toBe(true);
  });

  it('is tried though the platform refused the state before it', async () => {
    const { live, clock, finish, gate, refuse, visible, lost } = setUp();
    live.show(working(''));
    await clock.advance(1000);
    gate.shut();
    refuse(refusedContent);
    live.show(working('the'));
    await settled();
    finish(complete('the answer'));
    gate.open();
    await clock.advance(60_000);
    expect(visible).toEqual(['the answer complete']);
    expect(lost).toEqual([]);
  });

  it('lands whatever happened before', async () => {
    const action = fc.oneof(
      fc.record({ show: fc.constantFrom('', 'a', 'a|b', 'a|B', 'a|b|c') }),
      fc.record({ advanceMs: fc.nat(2500) }),
      fc.record({ refuse: fc.constantFrom(limited(3000), limited(), unreachable) }),
      fc.record({ gate: fc.constantFrom('shut' as const, 'open' as const) }),
    );
    const ends = fc.constantFrom('', 'a', 'x|y', 'a|b|c|d');
    await fc.assert(
      fc.asyncProperty(fc.array(action), ends, fc.constantFrom(tight, roomy), async (actions, text, allowance) => {
        const { live, clock, finish, finished, gate, refuse, visible, mostUnderway, lost } = setUp({
          maxFinalAttempts: 100,
          budget: () => allowance,
        });
        for (const step of actions) {
          if ('show' in step) live.show(working(step.show));
          else if ('advanceMs' in step) await clock.advance(step.advanceMs);
          else if ('refuse' in step) refuse(step.refuse);
          else gate[step.gate]();
        }
        finish(complete(text));
        gate.open();
        await clock.advance(4_000_000);
        expect(finished()).toBe(true);
        expect(visible).toEqual(
          renderText(complete(text), { footnotes: [], nextNumber: 1 }).parts.map((part) => part.text),
        );
        expect(mostUnderway()).toBe(1);
        expect(lost).toEqual([]);
      }),
    );
  });
});

describe('a live reply that cannot be shown any further', () => {
  it('ends when its message was deleted, and says so once', async () => {
    const { live, clock, finish, finished, refuse, attempts, lost } = setUp();
    live.show(working(''));
    await clock.advance(1000);
    refuse(gone);
    live.show(working('a'));
    await clock.advance(1000);
    live.show(working('ab'));
    finish(complete('abc'));
    await clock.advance(60_000);
    expect(lost).toEqual([gone]);
    expect(attempts()).toBe(2);
    expect(finished()).toBe(true);
  });

  it('ends when the bot may not write there in the first place', async () => {
    const { live, clock, finish, finished, refuse, attempts, lost } = setUp();
    refuse(notAllowed);
    live.show(working(''));
    await clock.advance(60_000);
    expect(lost).toEqual([notAllowed]);
    finish(complete('a'));
    await clock.advance(60_000);
    expect(attempts()).toBe(1);
    expect(finished()).toBe(true);
  });

  it('ends when the last state was tried as often as allowed, not counting what failed before', async () => {
    const { live, clock, finish, finished, refuse, attempts, lost } = setUp({ maxFinalAttempts: 3 });
    live.show(working(''));
    await clock.advance(1000);
    refuse(unreachable, unreachable, unreachable, unreachable, unreachable);
    live.show(working('a'));
    await clock.advance(2000);
    expect(attempts()).toBe(3);
    finish(complete('ab'));
    await clock.advance(60_000);
    // The last one only says that it cannot be shown.
    expect(attempts()).toBe(7);
    expect(lost).toEqual([unreachable]);
    expect(finished()).toBe(true);
  });

  it('ends when limits that do not say how long to wait never end', async () => {
    const { clock, finish, finished, refuse, attempts, lost } = setUp({ maxFinalAttempts: 2 });
    const limit = limited();
    refuse(limit, limit);
    finish(complete('a'));
    await clock.advance(60_000);
    expect(attempts()).toBe(3);
    expect(lost).toEqual([limit]);
    expect(finished()).toBe(true);
  });

  it('ends when the last state cannot be rendered', async () => {
    const error = new FootnoteError('bug', 'A renderer that fails.');
    const render: Render<TextPart> = () => {
      throw error;
    };
    const { finish, finished, lost } = setUp({ render });
    finish(complete('a'));
    await settled();
    expect(lost).toEqual([error]);
    expect(finished()).toBe(true);
  });
});
