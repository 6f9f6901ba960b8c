import { describe, expect, it } from 'vitest';
import { createSlackBlocks } from '../../demo/slack-blocks.ts';

const blocks = createSlackBlocks(() => undefined);

describe('a Slack message', () => {
  it('shows its text when it has no blocks, and only the blocks when it has', () => {
    expect(blocks.html({ text: '*words*', blocks: [] })).toBe('<p><strong>words</strong></p>');
    expect(blocks.html({ text: '*words*', blocks: [{ type: 'markdown', text: 'answer' }] })).toBe('<p>answer</p>\n');
  });

  it('shows a context block small, and its plain text without markup', () => {
    const context = { type: 'context', elements: [{ type: 'plain_text', text: '*Reka* · <!here>' }] };
    expect(blocks.html({ text: '', blocks: [context] })).toBe('<p class="small">*Reka* · &lt;!here&gt;</p>');
  });

  it('names a block that it cannot show', () => {
    expect(blocks.html({ text: '', blocks: [{ type: 'video' }] })).toContain('video');
  });

  it('offers the buttons of actions and accessories', () => {
    const button = (label: string) => ({
      type: 'button',
      action_id: `do_${label}`,
      value: label,
      style: 'danger',
      text: { type: 'plain_text', text: label },
    });
    const found = blocks.buttons([
      { type: 'actions', elements: [button('stop'), { type: 'datepicker' }] },
      { type: 'section', text: { type: 'mrkdwn', text: 'x' }, accessory: button('more') },
    ]);
    expect(found.map(({ label, action, value, style }) => [label, action, value, style])).toEqual([
      ['stop', 'do_stop', 'stop', 'danger'],
      ['more', 'do_more', 'more', 'danger'],
    ]);
  });
});
