import { createCommandFields } from './command-fields.js';
import { make } from './element.js';

/**
 * A field to write in, with the fields of commands. `send(text, values)` resolves to an error to show, or to nothing.
 * `initial` stands in it at first and after each message.
 */
export function createComposer({ label, placeholder, initial = '', commands = [], send }) {
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
  const fields = createCommandFields(commands);
  form.append(problem, fields.element, field, button);

  const fit = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  };
  const fill = (text, values = {}) => {
    field.value = text;
    fit();
    fields.follow(text);
    fields.fill(values);
  };

  async function submit() {
    const text = field.value.trim();
    if (text === '' || button.disabled) return;
    problem.hidden = true;
    button.disabled = true;
    const values = fields.values();
    fill(initial);
    const error = await send(text, values);
    button.disabled = false;
    if (error === undefined) return;
    problem.textContent = error;
    problem.hidden = false;
    if (field.value === initial) fill(text, values);
  }

  field.addEventListener('input', () => {
    fit();
    fields.follow(field.value);
  });
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
    fill(text, values) {
      fill(text, values);
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
