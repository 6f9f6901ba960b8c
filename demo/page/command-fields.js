import { make } from './element.js';

/** The fields of a chat's commands; those of a command are there while the text begins with it. */
export function createCommandFields(commands) {
  const element = make('fieldset', 'fields');
  element.hidden = true;
  const legend = make('legend', 'unseen');
  let shown;

  function fieldElement({ name, description, kind, choices }) {
    const label = make('label', '', name);
    label.title = description;
    const input = make(choices.length > 0 ? 'select' : 'input');
    if (choices.length > 0) {
      input.append(...['', ...choices].map((choice) => make('option', '', choice)));
    } else if (kind === 'switch') input.type = 'checkbox';
    else {
      input.type = kind;
      input.size = 10;
    }
    input.name = name;
    label.append(input);
    return label;
  }

  return {
    element,
    /** Shows the fields that belong to a text. */
    follow(text) {
      const name = /^\/([\w-]+)/.exec(text)?.[1];
      const command = commands.find((one) => one.name === name);
      element.hidden = command === undefined;
      if (command === shown) return;
      shown = command;
      legend.textContent = `Options of /${name}`;
      element.replaceChildren(legend, ...(command?.fields ?? []).map(fieldElement));
    },
    fill(values) {
      for (const input of element.querySelectorAll('input, select')) {
        const value = values[input.name];
        if (input.type === 'checkbox') input.checked = value === true;
        else input.value = value ?? '';
      }
    },
    /** What stands in them by name; nothing for those that are empty. */
    values() {
      const values = {};
      for (const input of element.querySelectorAll('input, select')) {
        if (input.type === 'checkbox' ? !input.checked : input.value.trim() === '') continue;
        if (input.type === 'checkbox') values[input.name] = true;
        else values[input.name] = input.type === 'number' ? Number(input.value) : input.value.trim();
      }
      return values;
    },
  };
}
