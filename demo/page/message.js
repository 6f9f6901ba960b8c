import { act } from './composer.js';
import { make } from './element.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** The head and body of a message; everything but its thread. `onReply` is called when a person wants to reply. */
export function createMessageElement(pane, onReply) {
  const element = make('article', 'message');
  const avatar = make('span', 'avatar');
  avatar.setAttribute('aria-hidden', 'true');
  const content = make('div', 'content');
  const body = make('div');
  const row = make('div', 'buttons');
  const warning = make('p', 'problem');
  const files = make('div', 'files');
  content.append(body, files, row, warning);
  element.append(avatar, content);
  let message;
  let shownButtons = '';
  let shownFiles = '';

  function head() {
    const line = make('header', 'head');
    const time = make('time', '', clock.format(message.at));
    time.dateTime = new Date(message.at).toISOString();
    line.append(make('strong', 'author', message.author));
    if (message.by === 'bot') line.append(make('span', 'app', 'App'));
    line.append(time);
    if (message.edited) line.append(make('span', 'edited', 'edited'));
    if (message.reply !== 'none' && message.root === undefined) {
      const reply = make('button', 'reply', message.reply === 'thread' ? 'Reply in thread' : 'Reply');
      reply.type = 'button';
      reply.setAttribute('aria-label', `${reply.textContent}: ${message.author}, ${time.textContent}`);
      reply.addEventListener('click', () => onReply(message));
      line.append(reply);
    }
    return line;
  }

  /** Made anew only when they change: a button must not go away under a hand while the text above it grows. */
  function showButtons() {
    const wanted = JSON.stringify(message.buttons);
    row.hidden = message.buttons.length === 0;
    if (wanted === shownButtons) return;
    shownButtons = wanted;
    row.replaceChildren();
    for (const { label, action, value, url, style, disabled } of message.buttons) {
      if (url !== undefined) {
        const link = make('a', 'button', label);
        if (/^https?:/.test(url)) link.href = url;
        link.target = '_blank';
        link.rel = 'noopener noreferrer';
        row.append(link);
        continue;
      }
      const button = make('button', `button ${style ?? ''}`, label);
      button.type = 'button';
      button.disabled = disabled;
      button.addEventListener('click', async () => {
        const error = await act({ do: 'click', pane, message: message.id, action, value });
        if (error) row.append(make('p', 'problem', error));
      });
      row.append(button);
    }
  }

  /** Made anew only when they change: what somebody has opened stays open. */
  function showFiles() {
    const wanted = JSON.stringify(message.files);
    if (wanted === shownFiles) return;
    shownFiles = wanted;
    files.replaceChildren(
      ...message.files.map(({ name, content: text }) => {
        const file = make('details', 'file');
        const view = make('pre', '', text);
        view.tabIndex = 0;
        file.append(make('summary', '', name), view);
        return file;
      }),
    );
  }

  return {
    element,
    update(next) {
      message = next;
      element.dataset.by = message.by;
      element.classList.toggle('ephemeral', message.ephemeral);
      avatar.textContent = message.by === 'bot' ? '[1]' : message.author.slice(0, 1);
      const text = make('div', 'text');
      // Made safe by the demo's renderers.
      text.innerHTML = message.html;
      const parts = [head(), text];
      if (message.context !== undefined) parts.unshift(make('p', 'context', message.context));
      if (message.ephemeral) parts.unshift(make('p', 'context', 'Only visible to you'));
      body.replaceChildren(...parts);
      showFiles();
      showButtons();
      warning.textContent = message.warning ?? '';
      warning.hidden = message.warning === undefined;
      return text.textContent ?? '';
    },
  };
}
