import { make } from './element.js';

/**
 * A field to write in. `send(text)` resolves to an error to show, or to nothing. `initial` stands in it at first and
 * after each message.
 */
export function createComposer({ label, placeholder, initial = '', send }) {
  const form = make('form', 'composer');
  const field = make('textarea');
  field.rows = 1;
  field.setAttribute('aria-label', label);
  field.placeholder = placeholder;
  field.value = initial;
  field.enterKeyHint = 'send';
  const button = make('button', 'send', 'Send');
  button.type = 'submit';
  const problem = make('p', 'problem');
  problem.setAttribute('role', 'alert');
  problem.hidden = true;
  form.append(problem, field, button);

  const fit = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  };
  const fill = (text) => {
    field.value = text;
    fit();
  };

  async function submit() {
    const text = field.value.trim();
    if (text === '' || button.disabled) return;
    problem.hidden = true;
    button.disabled = true;
    fill(initial);
    const error = await send(text);
    button.disabled = false;
    if (error === undefined) return;
    problem.textContent = error;
    problem.hidden = false;
    if (field.value === initial) fill(text);
  }

  field.addEventListener('input', fit);
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });

  return {
    element: form,
    field,
    fill(text) {
      fill(text);
      field.focus();
      field.setSelectionRange(text.length, text.length);
    },
    rename(newLabel, newPlaceholder) {
      problem.hidden = true;
      field.setAttribute('aria-label', newLabel);
      field.placeholder = newPlaceholder;
    },
  };
}

/** Tells the demo what a person did. Resolves to an error to show, or to nothing. */
export async function act(action) {
  try {
    const response = await fetch('/actions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    });
    return response.ok ? undefined : (await response.json()).error;
  } catch {
    return 'The demo cannot be reached. Is it still running?';
  }
}
