import { Marked } from 'marked';
import { codeBlockHtml, escapeHtml, linkHtml } from './html.ts';
import { type NameOf, slackTokenHtml } from './slack-token.ts';

/** Shows the text of a `markdown` block as Slack would: standard Markdown in which Slack's `<…>` tokens are live and HTML is text. */
export function createSlackMarkdown(nameOf: NameOf): (markdown: string) => string {
  const marked = new Marked({
    gfm: true,
    breaks: true,
    extensions: [
      {
        name: 'slackToken',
        level: 'inline',
        start: (source) => source.indexOf('<'),
        tokenizer(source) {
          const [raw, inside] = /^<([^<>\n]+)>/.exec(source) ?? [];
          const html = inside === undefined ? undefined : slackTokenHtml(inside, nameOf);
          return raw === undefined || html === undefined ? undefined : { type: 'slackToken', raw, html };
        },
        renderer: (token) => String(token['html']),
      },
    ],
    // Slack knows no HTML: without these tokenizers it stays text.
    tokenizer: { html: () => undefined, tag: () => undefined },
    renderer: {
      html: ({ text }) => escapeHtml(text),
      code: ({ text, lang }) => codeBlockHtml(text, lang),
      codespan: ({ text }) => `<code>${escapeHtml(text)}</code>`,
      link({ href, tokens }) {
        return linkHtml(href, this.parser.parseInline(tokens));
      },
      image: ({ href, text }) => linkHtml(href, escapeHtml(text === '' ? href : text)),
      checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
      table({ header, rows }) {
        const row = (cells: typeof header, tag: 'th' | 'td') =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
        const body = rows.map((cells) => row(cells, 'td')).join('');
        return `<div class="table" tabindex="0"><table><thead>${row(header, 'th')}</thead><tbody>${body}</tbody></table></div>`;
      },
    },
  });
  return (markdown) => marked.parse(markdown, { async: false });
}
