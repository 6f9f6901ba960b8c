import { act, createComposer } from './composer.js';
import { make } from './element.js';
import { createMessageElement } from './message.js';
import { createSuggestions } from './suggestions.js';
import { createThread } from './thread.js';

/** How near the end of the list one must be for it to stay there, in pixels. */
const nearPx = 90;

/** One chat: its places, the messages of the chosen one, and where one writes. */
export function createPane(view, announce) {
  const element = make('section', `pane ${view.name}`);
  element.setAttribute('aria-label', view.title);
  const side = make('nav', 'places');
  side.setAttribute('aria-label', `Channels of ${view.title}`);
  side.append(make('h2', '', view.title));
  const chat = make('div', 'chat');
  element.append(side, chat);

  const title = make('h3', 'place-title');
  const hint = make('p', 'hint');
  const list = make('div', 'messages');
  list.tabIndex = 0;
  list.setAttribute('role', 'log');
  list.setAttribute('aria-live', 'off');
  const empty = make('p', 'empty', 'Nothing was said here yet. Try one of the examples below.');
  const quoting = make('p', 'quoting');
  const foot = make('div', 'foot');
  const suggestions = createSuggestions(view.suggestions, (suggestion) => {
    const target = view.places.find(({ id }) => id === suggestion.place);
    if (target && target !== place) choose(target);
    composer.fill(suggestion.text, suggestion.fields);
  });
  chat.append(title, hint, list, foot);

  const entries = new Map();
  const buttons = new Map();
  let place = view.places.find(({ id }) => id === sessionStorage.getItem(view.name)) ?? view.places[0];
  let replyTo;

  const composer = createComposer({
    label: '',
    placeholder: '',
    commands: view.commands,
    send: async (text, fields) => {
      const to = replyTo?.id;
      quote(undefined);
      const error = await act({ do: 'say', pane: view.name, place: place.id, text, replyTo: to, fields });
      list.scrollTop = list.scrollHeight;
      return error;
    },
  });
  foot.append(suggestions, quoting, composer.element);

  function quote(message) {
    replyTo = message;
    quoting.hidden = message === undefined;
    if (message === undefined) return;
    const cancel = make('button', '', 'Cancel');
    cancel.type = 'button';
    cancel.addEventListener('click', () => quote(undefined));
    quoting.replaceChildren(`Replying to ${message.author} `, cancel);
  }

  function choose(next) {
    place = next;
    sessionStorage.setItem(view.name, place.id);
    const name = place.direct ? place.name : `#${place.name}`;
    title.textContent = name;
    hint.textContent = place.hint ?? '';
    hint.hidden = place.hint === undefined;
    list.setAttribute('aria-label', `Messages in ${name}`);
    composer.rename(`Message to ${name}`, `Message ${name}`);
    quote(undefined);
    for (const [id, button] of buttons) {
      if (id === place.id) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }
    buttons.get(place.id).classList.remove('unread');
    const roots = [...entries.values()].filter(
      ({ message }) => message.place === place.id && message.root === undefined,
    );
    list.replaceChildren(...roots.sort((a, b) => byId(a.message, b.message)).map(({ holder }) => holder));
    showEmpty();
    list.scrollTop = list.scrollHeight;
  }

  function showEmpty() {
    empty.remove();
    if (list.children.length === 0) list.append(empty);
  }

  for (const one of view.places) {
    const button = make('button', one.direct ? 'direct' : 'channel', one.name);
    button.type = 'button';
    button.addEventListener('click', () => choose(one));
    buttons.set(one.id, button);
    side.append(button);
  }

  function reply(message) {
    if (message.reply === 'thread') entries.get(message.id)?.thread.write();
    else {
      quote(message);
      composer.field.focus();
    }
  }

  function entryOf(message) {
    const known = entries.get(message.id);
    if (known) return known;
    const shown = createMessageElement(view.name, reply);
    const holder = make('div', 'entry');
    holder.dataset.id = message.id;
    holder.append(shown.element);
    const { direct } = view.places.find(({ id }) => id === message.place) ?? { direct: false };
    const thread = message.root === undefined ? createThread({ pane: view.name, message, direct }) : undefined;
    if (thread) holder.append(thread.element);
    const entry = { message, shown, holder, thread };
    entries.set(message.id, entry);
    return entry;
  }

  function put(message) {
    const isNew = !entries.has(message.id);
    const entry = entryOf(message);
    entry.message = message;
    const text = entry.shown.update(message);
    entry.thread?.update(message.thread);
    const root = message.root === undefined ? undefined : entries.get(message.root);
    if (isNew && root?.thread) {
      insert(root.thread.replies, entry.holder);
      root.thread.update(root.message.thread);
    } else if (isNew && message.root === undefined && message.place === place.id) insert(list, entry.holder);
    if (message.place !== place.id && message.by !== 'you') buttons.get(message.place)?.classList.add('unread');
    return text;
  }

  function remove(id) {
    const entry = entries.get(id);
    if (!entry) return;
    entries.delete(id);
    entry.holder.remove();
    const root = entries.get(entry.message.root);
    root?.thread?.update(root.message.thread);
  }

  // What is below the list grows and shrinks: whoever reads its end goes on to see it.
  let isAtEnd = true;
  const measure = () => {
    isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < nearPx;
  };
  list.addEventListener('scroll', measure);
  new ResizeObserver(() => {
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }).observe(list);

  choose(place);
  return {
    element,
    replaceAll(messages) {
      for (const id of [...entries.keys()]) remove(id);
      for (const message of messages.toSorted(byId)) put(message);
      for (const button of buttons.values()) button.classList.remove('unread');
      choose(place);
    },
    change(messages, removed) {
      measure();
      for (const id of removed) remove(id);
      for (const message of messages.toSorted(byId)) {
        const text = put(message);
        if (message.by !== 'you') announce(view.name, message, text);
      }
      showEmpty();
      if (isAtEnd) list.scrollTop = list.scrollHeight;
    },
  };
}

/** Ids of one chat have one length and rise with time. */
function byId(a, b) {
  return a.id < b.id ? -1 : 1;
}

/** Puts an entry where its id belongs: messages can arrive out of order. */
function insert(holder, entry) {
  const next = [...holder.children].find((other) => other.dataset.id > entry.dataset.id);
  holder.insertBefore(entry, next ?? null);
}
