import { act } from './composer.js';

/** How long it is said that the bot is back: then it has been read. */
const readMs = 30_000;
const words = {
  running: '',
  killed: 'The bot was killed. It starts again with what it had stored…',
  back: 'The bot was killed and has started again. An answer that it was writing now ends with what had arrived, says so in the same message and can be retried there.',
};

/** The button that kills the bot, and the line that says what became of it. */
export function createBotSwitch(button, line) {
  let timer;
  const show = (text) => {
    clearTimeout(timer);
    line.textContent = text;
    line.hidden = text === '';
  };
  button.addEventListener('click', async () => {
    const error = await act({ do: 'kill' });
    if (error) show(error);
  });
  return (state) => {
    button.disabled = state === 'killed';
    show(words[state]);
    if (state === 'back') timer = setTimeout(show, readMs, '');
  };
}
