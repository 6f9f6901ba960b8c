import type { Embed } from './embed.ts';

/** Components as the API shows them: each with a number, and with what was left out. */
export function componentPayloads(components: readonly object[]): object[] {
  let last = 0;

  const show = (component: object): object => {
    last += 1;
    const inner = 'components' in component && Array.isArray(component.components) ? component.components : undefined;
    const isSelect = 'type' in component && typeof component.type === 'number' && component.type in selects;
    return {
      id: last,
      ...(isSelect ? { min_values: 1, max_values: 1 } : {}),
      ...component,
      ...(inner ? { components: inner.map(show) } : {}),
    };
  };

  return components.map(show);
}

const selects = { 3: true, 5: true, 6: true, 7: true, 8: true };

/** An embed as the API shows it. */
export function embedPayload(embed: Embed): object {
  const { fields } = embed;
  return { type: 'rich', ...embed, ...(fields ? { fields: fields.map((one) => ({ inline: false, ...one })) } : {}) };
}
