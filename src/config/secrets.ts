import { type Config, variables } from './schema.ts';

/** Every value of a configuration that must never be shown, the password of the store's URL included. */
export function secretsOf(config: Config): readonly string[] {
  return variables.flatMap(({ path, secret }) => {
    const value = secret && valueAt(config, path);
    if (typeof value !== 'string') return [];
    return secret === 'whole' ? [value] : passwordOf(value);
  });
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  return valueAt(new Map<string, unknown>(Object.entries(value ?? {})).get(key), rest);
}

/** In both spellings. */
function passwordOf(url: string): readonly string[] {
  const password = URL.canParse(url) ? new URL(url).password : '';
  return password === '' ? [] : [password, decoded(password)];
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
