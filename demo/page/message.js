import { act } from './composer.js';
import { make } from './element.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** The head and body of a message; everything but its thread. `onReply` is called when a person wants to reply. */
export function createMessageElement(pane, onReply) {
  const element = make('article', 'message');
  const avatar = make('span', 'avatar');
  avatar.setAttribute('aria-hidden', 'true');
  const content = make('div', 'content');
  element.append(avatar, content);
  let message;

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

  function buttons() {
    const row = make('div', 'buttons');
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
    return row;
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
      if (message.buttons.length > 0) parts.push(buttons());
      if (message.warning !== undefined) parts.push(make('p', 'problem', message.warning));
      if (message.ephemeral) parts.unshift(make('p', 'context', 'Only visible to you'));
      content.replaceChildren(...parts);
      return text.textContent ?? '';
    },
  };
}
