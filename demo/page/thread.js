import { act, createComposer } from './composer.js';
import { make } from './element.js';

/** The replies below a message and the field to add one; hidden until there is something in it. */
export function createThread({ pane, message, direct }) {
  const element = make('section', 'thread');
  element.hidden = true;
  const title = make('h3');
  const replies = make('div', 'replies');
  const composer = createComposer({
    label: 'Reply in this thread',
    placeholder: 'Reply in this thread',
    // As in a new installation: in threads of channels the bot only hears what mentions it.
    initial: direct ? '' : '@footnote ',
    send: (text) => act({ do: 'say', pane, place: message.place, thread: message.id, text }),
  });
  composer.element.hidden = true;
  const open = make('button', 'open', 'Reply…');
  open.type = 'button';
  element.append(title, replies, open, composer.element);

  function write() {
    element.hidden = false;
    open.hidden = true;
    composer.element.hidden = false;
    composer.fill(composer.field.value);
  }
  open.addEventListener('click', write);

  return {
    element,
    replies,
    write,
    update(name) {
      const count = replies.children.length;
      title.textContent = name ?? (count === 1 ? '1 reply' : `${count} replies`);
      element.setAttribute('aria-label', name === undefined ? 'Thread' : `Thread: ${name}`);
      if (count > 0 || name !== undefined) element.hidden = false;
    },
  };
}
