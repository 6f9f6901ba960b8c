import { make } from './element.js';

/** The examples above a composer. `use(suggestion)` is called for the chosen one. */
export function createSuggestions(suggestions, use) {
  const element = make('ul', 'suggestions');
  element.setAttribute('aria-label', 'Examples');
  for (const suggestion of suggestions) {
    const chip = make('button', '', suggestion.label);
    chip.type = 'button';
    chip.title = suggestion.text;
    chip.addEventListener('click', () => use(suggestion));
    const item = make('li');
    item.append(chip);
    element.append(item);
  }
  return element;
}
