import { checkOption, type GivenOption, optionNames } from './parse-options.ts';

const keys = optionNames.filter((name) => name !== 'no-web').join('|');
const start = `(?:(?:${keys}):|no-web(?=[\\s,]|$))`;
const keyed = new RegExp(`^(${keys}):(\\s*)`, 'i');
const noWeb = /^no-web(?::(?:true|yes|on)?)?(?=[\s,]|$)/i;
const quoted = /^["“”„«]([^"“”„«»]*)["“”»]/;
const word = /^[^\s,]+/;
/** After a comma and a space, only what looks like a domain goes on with a list of domains: `only:europa.eu, what changed?` */
const domainList = new RegExp(`^[^\\s,]+(?:,(?!${start})[^\\s,]+|,\\s+(?!${start})[^\\s,]*\\.[^\\s,]+)*`, 'i');
const list = new RegExp(`^[^\\s,]+(?:,\\s*(?!${start})[^\\s,]+)*`, 'i');

const isGiven = (name: string): GivenOption['name'] | undefined => optionNames.find((one) => one === name);

/**
 * Takes the options off the beginning of what a person said, up to the first word that is none; nothing later is one.
 *
 * An option is `name:value`, or `no-web`; its name may be in any case, a value with spaces stands in quotes, a list is
 * parted by commas, and so may be the options. No option is an ordinary word, so that "deep sea mining" and "only in
 * Berlin?" are questions. With a space after the colon ("near: Berlin, DE") it is an option only if the value fits:
 * otherwise "Depth: how is it measured?" could not be asked. `templates` as in {@link checkOption}.
 */
export function takeOptions(
  text: string,
  templates?: readonly string[],
): { readonly given: readonly GivenOption[]; readonly rest: string } {
  const given: GivenOption[] = [];
  let rest = text;
  for (;;) {
    const taken = takeOne(rest, templates);
    if (!taken) return { given, rest };
    given.push(taken.option);
    rest = taken.rest.replace(/^[\s,]+/, '');
  }
}

/** An option as {@link takeOptions} reads it. */
export function writeOption({ name, value }: GivenOption): string {
  if (name === 'no-web') return name;
  const plain = value.replace(/["“”„«»]/g, '');
  return /[\s,]/.test(plain) ? `${name}:"${plain}"` : `${name}:${plain}`;
}

function takeOne(
  text: string,
  templates: readonly string[] | undefined,
): { readonly option: GivenOption; readonly rest: string } | undefined {
  const flag = noWeb.exec(text);
  if (flag) return { option: { name: 'no-web', value: '' }, rest: text.slice(flag[0].length) };
  const [opening, key = '', space] = keyed.exec(text) ?? [];
  const name = isGiven(key.toLowerCase());
  if (opening === undefined || name === undefined) return undefined;
  const after = text.slice(opening.length);
  const unquoted = name === 'only' || name === 'except' ? domainList : name === 'near' ? list : word;
  const found = quoted.exec(after) ?? unquoted.exec(after);
  const value = found?.[1] ?? found?.[0] ?? '';
  const option = { name, value };
  const isDoubtful = space !== '' && value !== '';
  if (isDoubtful && 'problem' in checkOption(option, templates)) return undefined;
  return { option, rest: after.slice(found?.[0].length ?? 0) };
}
