import { z } from 'zod';
import type { Block } from '../emulators/slack/index.ts';
import { escapeHtml } from './html.ts';
import type { ButtonView } from './message-view.ts';
import { createSlackMarkdown } from './slack-markdown.ts';
import { createSlackMrkdwn } from './slack-mrkdwn.ts';
import type { NameOf } from './slack-token.ts';

const textShape = z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string() });
const blockShape = z.object({
  type: z.string(),
  text: z.union([z.string(), textShape]).optional(),
  fields: z.array(textShape).default([]),
  elements: z.array(z.unknown()).default([]),
  accessory: z.unknown().optional(),
});
const buttonShape = z.object({
  type: z.literal('button'),
  text: textShape,
  action_id: z.string().optional(),
  value: z.string().optional(),
  url: z.string().optional(),
  style: z.string().optional(),
});

/** How Slack shows what a message holds. */
export interface SlackBlocks {
  /** The blocks as safe HTML, or the text where there are none. */
  html(message: { readonly text: string; readonly blocks: readonly Block[] }): string;
  /** The buttons in the blocks. */
  buttons(blocks: readonly Block[]): ButtonView[];
}

/** Slack's way with blocks; kinds that Footnote never sends are only named. */
export function createSlackBlocks(nameOf: NameOf): SlackBlocks {
  const markdown = createSlackMarkdown(nameOf);
  const mrkdwn = createSlackMrkdwn(nameOf);

  function textHtml(value: unknown): string {
    const { data } = textShape.safeParse(value);
    if (!data) return '';
    return data.type === 'mrkdwn' ? mrkdwn(data.text) : escapeHtml(data.text).replaceAll('\n', '<br>');
  }

  function blockHtml(block: Block): string {
    const { data } = blockShape.safeParse(block);
    switch (data?.type) {
      case 'markdown':
        return markdown(typeof data.text === 'string' ? data.text : '');
      case 'section':
        return [data.text, ...data.fields].map((text) => `<p>${textHtml(text)}</p>`).join('');
      case 'header':
        return `<h3>${textHtml(data.text)}</h3>`;
      case 'context':
        return `<p class="small">${data.elements.map(textHtml).join(' ')}</p>`;
      case 'divider':
        return '<hr>';
      case 'actions':
      case 'context_actions':
        return '';
      default:
        return `<p class="small">(a block of the type ${escapeHtml(block.type)})</p>`;
    }
  }

  return {
    html: ({ text, blocks }) => (blocks.length === 0 ? `<p>${mrkdwn(text)}</p>` : blocks.map(blockHtml).join('')),
    buttons: (blocks) =>
      blocks.flatMap((block) => {
        const { data } = blockShape.safeParse(block);
        return [...(data?.elements ?? []), data?.accessory].flatMap((element) => {
          const button = buttonShape.safeParse(element).data;
          if (!button) return [];
          const { text, action_id: action, value, url, style } = button;
          return [{ label: text.text, action: action ?? '', value, url, style, disabled: false }];
        });
      }),
  };
}
