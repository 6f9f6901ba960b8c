import { describe, expect, it } from 'vitest';
import type { Render } from '../../../src/core/ports/place.ts';
import { renderText, type TextPart, tight } from '../fakes.ts';
import { settled } from '../manual-clock.ts';
import { complete, limited, refusedContent, setUp, unreachable, working } from './live-reply-subject.ts';

describe('a live reply while the answer is being worked on', () => {
  it('shows the first state at once', async () => {
    const { live, visible } = setUp();
    live.show(working(''));
    await settled();
    expect(visible).toEqual(['working']);
  });

  it('shows the newest state when its turn comes, and none of those in between', async () => {
    const { live, clock, writes } = setUp();
    for (const text of ['a', 'ab', 'abc', 'abcd']) {
      live.show(working(text));
      await clock.advance(100);
    }
    await clock.advance(1000);
    expect(writes).toEqual(['0: a working', '0: abcd working']);
  });

  it('writes one thing at a time however slow the platform is', async () => {
    const { live, clock, writes, gate, mostUnderway } = setUp();
    gate.shut();
    for (const text of ['a', 'ab', 'abc']) {
      live.show(working(text));
      await clock.advance(5000);
    }
    expect(writes).toEqual([]);
    gate.open();
    await clock.advance(5000);
    expect(writes).toEqual(['0: a working', '0: abc working']);
    expect(mostUnderway()).toBe(1);
  });

  it('does not write a state that looks the same, nor a part that has not changed', async () => {
    const { live, clock, writes } = setUp();
    live.show(working('one|two'));
    await clock.advance(5000);
    live.show(working('one|two'));
    await clock.advance(5000);
    live.show(working('one|two and more'));
    await clock.advance(5000);
    expect(writes).toEqual(['0: one', '1: two working', '1: two and more working']);
  });

  it('takes back the parts that are no longer needed, last first', async () => {
    const { live, clock, visible, removed } = setUp();
    live.show(working('one|two|three'));
    await clock.advance(5000);
    live.show(working('one'));
    await clock.advance(5000);
    expect(visible).toEqual(['one working']);
    expect(removed).toEqual([2, 1]);
  });

  it('leaves no message behind when the answer shrinks while a write waits for its turn', async () => {
    const { live, clock, visible } = setUp({ budget: () => tight });
    live.show(working('one|two|three'));
    await clock.advance(2500);
    live.show(working('one|TWO|three'));
    await settled();
    live.show(working('one'));
    await clock.advance(10_000);
    expect(visible).toEqual(['one working']);
  });

  it('takes nothing back that was never written', async () => {
    const { live, clock, writes, attempts } = setUp();
    live.show(working('one|two'));
    await settled();
    live.show(working('one'));
    await clock.advance(5000);
    expect(writes).toEqual(['0: one', '0: one working']);
    expect(attempts()).toBe(2);
  });

  it('waits exactly as long as the platform asks, then shows the newest state', async () => {
    const { live, clock, visible, refuse, outcomes, attempts } = setUp();
    refuse(limited(7000));
    live.show(working('a'));
    await clock.advance(1000);
    live.show(working('ab'));
    await clock.advance(5999);
    expect(attempts()).toBe(1);
    await clock.advance(1);
    expect(visible).toEqual(['ab working']);
    expect(outcomes).toEqual(['rate-limited', 'ab']);
  });

  it('goes on after a state that the platform refused, and after a part it could not take', async () => {
    const { live, clock, visible, refuse, lost } = setUp();
    live.show(working('a'));
    await settled();
    refuse(refusedContent, unreachable, refusedContent, unreachable);
    live.show(working('ab'));
    await clock.advance(60_000);
    expect(visible).toEqual(['ab working']);
    expect(lost).toEqual([]);
  });

  it('goes on after a state that could not be rendered', async () => {
    const render: Render<TextPart> = (answer, earlier) => {
      if (answer.text === 'bad') throw new Error('A renderer that fails.');
      return renderText(answer, earlier);
    };
    const { live, clock, visible, lost, finish, finished } = setUp({ render });
    live.show(working('bad'));
    await clock.advance(1000);
    live.show(working('good'));
    await clock.advance(1000);
    expect(visible).toEqual(['good working']);
    live.show(working('bad'));
    await clock.advance(1000);
    finish(complete('better'));
    await clock.advance(1000);
    expect(visible).toEqual(['better complete']);
    expect(finished()).toBe(true);
    expect(lost).toEqual([]);
  });
});

describe('a live reply with a limited number of writes', () => {
  it('writes once while the answer is worked on, and all parts that fit at the end', async () => {
    const { live, clock, finish, writes } = setUp({ writesLeft: 5 });
    for (const text of ['', 'a', 'a|b', 'a|b|c']) {
      live.show(working(text));
      await clock.advance(5000);
    }
    expect(writes).toEqual(['0: working']);
    finish(complete('a|b|c|d'));
    await clock.advance(60_000);
    expect(writes.slice(1)).toEqual(['0: a', '1: b', '2: c', '3: d complete']);
  });

  it('shows the beginning and the end with a notice where there are too few', async () => {
    const { live, clock, finish, visible, finished, lost } = setUp({ writesLeft: 4 });
    live.show(working(''));
    await clock.advance(5000);
    finish(complete('a|b|c|d|e'));
    await clock.advance(60_000);
    expect(visible).toEqual(['a', 'b', 'e complete not-all-shown']);
    expect(finished()).toBe(true);
    expect(lost).toEqual([]);
  });

  it('counts a write that waits for its turn when the answer ends', async () => {
    const { live, clock, budget, finish, visible } = setUp({ writesLeft: 3, budget: () => tight });
    void budget.spend(tight, 'final', settled);
    live.show(working(''));
    await settled();
    finish(complete('a|b|c'));
    await clock.advance(60_000);
    expect(visible).toEqual(['a', 'b', 'c complete']);
  });

  it('shows the end alone when one write is left', async () => {
    const { clock, finish, visible } = setUp({ writesLeft: 1 });
    finish(complete('a|b|c'));
    await clock.advance(60_000);
    expect(visible).toEqual(['c complete not-all-shown']);
  });
});
