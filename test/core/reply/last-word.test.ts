import { describe, expect, it } from 'vitest';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Render } from '../../../src/core/ports/place.ts';
import { renderText, type TextPart } from '../fakes.ts';
import { settled } from '../manual-clock.ts';
import { complete, limited, refusedContent, setUp, unreachable, working } from './live-reply-subject.ts';

const gone = new FootnoteError('platform', 'Deleted.', { hint: 'message-gone' });
const takenOver = new FootnoteError('stopped', 'Another process has it.', { hint: 'taken-over' });
const notAllowed = new FootnoteError('platform', 'Too old to be edited.', { hint: 'not-allowed' });
const sentence = 'failed not-shown';

/** A live reply whose progress stands there. */
async function begun(text: string) {
  const subject = setUp();
  subject.live.show(working(text));
  await subject.clock.advance(5000);
  return subject;
}

describe('a reply whose last state is refused for good', () => {
  it('says so in the message that still looks alive, and is lost once, for the reason of the refusal', async () => {
    const { clock, finish, finished, refuse, visible, lost, attempts } = await begun('the');
    refuse(refusedContent);
    finish(complete('the answer'));
    await clock.advance(60_000);
    expect(visible).toEqual([sentence]);
    expect([attempts(), lost, finished()]).toEqual([3, [refusedContent], true]);
  });

  it('says so also where no message stands yet', async () => {
    const { finish, finished, refuse, visible } = setUp();
    refuse(refusedContent);
    finish(complete('the answer'));
    await settled();
    expect([visible, finished()]).toEqual([[sentence], true]);
  });

  it('leaves the messages before the last one as they are', async () => {
    const { clock, finish, refuse, visible } = await begun('one|two');
    refuse(refusedContent);
    finish(complete('one, edited|two'));
    await clock.advance(60_000);
    expect(visible).toEqual(['one', sentence]);
  });

  it('says so in a new message where the one that stands cannot be edited', async () => {
    const { clock, finish, refuse, visible, attempts } = await begun('the');
    refuse(refusedContent, refusedContent);
    finish(complete('the answer'));
    await clock.advance(60_000);
    expect(visible).toEqual(['the working', sentence]);
    expect(attempts()).toBe(4);
  });

  it('does not try again to edit a message that may not be edited', async () => {
    const { clock, finish, refuse, visible, attempts } = await begun('the');
    refuse(notAllowed);
    finish(complete('the answer'));
    await clock.advance(60_000);
    expect(visible).toEqual(['the working', sentence]);
    expect(attempts()).toBe(3);
  });

  it('says so below what already stands there as it should be', async () => {
    const { clock, finish, visible, live, reply, refuse } = await begun('one');
    const { write } = reply;
    reply.write = async (index, part) => {
      if (index === 1 && part.text !== sentence) refuse(refusedContent);
      await write(index, part);
    };
    finish(complete('one|two'));
    await clock.advance(60_000);
    expect(visible).toEqual(['one', sentence]);
    live.show(working('more'));
    await clock.advance(60_000);
    expect(visible).toEqual(['one', sentence]);
  });

  it('says so in place of what stands there where nothing can be posted below it', async () => {
    const { clock, finish, visible, reply, attempts } = await begun('one');
    const { write } = reply;
    reply.write = async (index, part) => {
      if (index === 1) throw refusedContent;
      await write(index, part);
    };
    finish(complete('one|two'));
    await clock.advance(60_000);
    expect([visible, attempts()]).toEqual([[sentence], 3]);
  });

  it('gives up when that is refused too, and tries nothing twice', async () => {
    const { clock, finish, finished, refuse, visible, lost, attempts } = await begun('the');
    refuse(...Array.from({ length: 100 }, () => refusedContent));
    finish(complete('the answer'));
    await clock.advance(1_000_000);
    expect(visible).toEqual(['the working']);
    expect([attempts(), lost, finished()]).toEqual([4, [refusedContent], true]);
  });

  it('waits as long as the platform asks before it says so', async () => {
    const { clock, finish, finished, refuse, visible } = await begun('the');
    refuse(refusedContent, limited(7000));
    finish(complete('the answer'));
    await clock.advance(6999);
    expect([visible, finished()]).toEqual([['the working'], false]);
    await clock.advance(1);
    expect([visible, finished()]).toEqual([[sentence], true]);
  });

  it.each([gone, takenOver])('posts nothing anew when its message is no longer its own: $hint', async (error) => {
    const { clock, finish, finished, refuse, visible, attempts } = await begun('the');
    refuse(refusedContent, error);
    finish(complete('the answer'));
    await clock.advance(60_000);
    expect(visible).toEqual(['the working']);
    expect([attempts(), finished()]).toEqual([3, true]);
  });

  it('tells of the sentence like of any other write', async () => {
    const { clock, finish, refuse, outcomes } = await begun('the');
    refuse(refusedContent, refusedContent);
    finish(complete('the answer'));
    await clock.advance(60_000);
    expect(outcomes).toEqual(['the', 'platform', 'platform', '']);
  });
});

describe('a reply that cannot be shown for another reason', () => {
  it('says so when the last attempts failed', async () => {
    const { clock, finish, refuse, visible, lost } = await begun('the');
    refuse(unreachable, unreachable, unreachable);
    finish(complete('the answer'));
    await clock.advance(60_000);
    expect([visible, lost]).toEqual([[sentence], [unreachable]]);
  });

  it('says so when its last state cannot be rendered', async () => {
    const error = new FootnoteError('bug', 'A renderer that fails.');
    const render: Render<TextPart> = (answer, earlier) => {
      if (answer.text === 'bad') throw error;
      return renderText(answer, earlier);
    };
    const { live, clock, finish, finished, visible, lost } = setUp({ render });
    live.show(working('good'));
    await clock.advance(1000);
    finish(complete('bad'));
    await clock.advance(1000);
    expect([visible, lost, finished()]).toEqual([[sentence], [error], true]);
  });

  it('says so at once when its first message is refused for good, and shows nothing else after that', async () => {
    const { live, clock, finish, finished, refuse, visible, lost } = setUp();
    refuse(refusedContent);
    live.show(working('the'));
    await clock.advance(1000);
    expect([visible, lost]).toEqual([[sentence], [refusedContent]]);
    finish(complete('the answer'));
    await clock.advance(60_000);
    expect([visible, lost.length, finished()]).toEqual([[sentence], 1, true]);
  });
});
