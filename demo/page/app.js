import { createAnnouncer } from './announcer.js';
import { createBotSwitch } from './bot-switch.js';
import { createPane } from './pane.js';

const panes = new Map();
const holder = document.querySelector('#panes');
const announce = createAnnouncer(document.querySelector('#announcer'));
const showBot = createBotSwitch(document.querySelector('#kill'), document.querySelector('#bot'));

function start({ note, state, panes: views }) {
  showBot(state);
  document.querySelector('#note').textContent = note;
  for (const view of views) {
    if (!panes.has(view.name)) {
      const pane = createPane(view, announce);
      panes.set(view.name, pane);
      holder.append(pane.element);
    }
    panes.get(view.name).replaceAll(view.messages);
  }
}

function showPane(name) {
  holder.dataset.shown = name;
  for (const button of document.querySelectorAll('.switch button')) {
    button.setAttribute('aria-pressed', String(button.dataset.pane === name));
  }
}
for (const button of document.querySelectorAll('.switch button')) {
  button.addEventListener('click', () => showPane(button.dataset.pane));
}
showPane('slack');

const events = new EventSource('/events');
events.addEventListener('start', ({ data }) => {
  document.querySelector('#lost').hidden = true;
  start(JSON.parse(data));
});
events.addEventListener('change', ({ data }) => {
  const { pane, messages, removed } = JSON.parse(data);
  panes.get(pane)?.change(messages, removed);
});
events.addEventListener('bot', ({ data }) => showBot(JSON.parse(data).state));
events.addEventListener('error', () => {
  document.querySelector('#lost').hidden = false;
});
