/** A component, and the keys that lead to it from the list of components. */
export interface Placed {
  readonly component: object;
  readonly path: readonly (string | number)[];
}

/** The components and those inside them. */
export function placedComponents(components: readonly object[], at: Placed['path'] = []): Placed[] {
  return components.flatMap((component, index) => {
    const path = [...at, index];
    const inner = 'components' in component && Array.isArray(component.components) ? component.components : [];
    const accessory = 'accessory' in component && isObject(component.accessory) ? [component.accessory] : [];
    return [
      { component, path },
      ...placedComponents(inner.filter(isObject), [...path, 'components']),
      ...accessory.map((one) => ({ component: one, path: [...path, 'accessory'] })),
    ];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
