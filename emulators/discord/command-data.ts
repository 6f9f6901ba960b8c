import type { RegisteredCommand } from './commands.ts';

/** Values of a command's options by name. */
export type CommandOptions = Readonly<Record<string, string | number | boolean>>;

/** What an interaction tells of the command that was run. Throws when an option does not fit the command. */
export function commandData(command: RegisteredCommand, options: CommandOptions): object {
  const { id, name, type, guildId } = command;
  for (const key of Object.keys(options)) {
    if (!command.options.some((one) => one.name === key)) throw new Error(`/${name} has no option ${key}.`);
  }
  const missing = command.options.find((one) => one.required && options[one.name] === undefined);
  if (missing) throw new Error(`/${name} needs the option ${missing.name}.`);
  const given = command.options.filter((one) => options[one.name] !== undefined);
  const wrong = given.find((one) => !fits(one, options[one.name]));
  if (wrong) throw new Error(`The option ${wrong.name} of /${name} does not take this value.`);
  return {
    id,
    name,
    type,
    options: given.map((one) => ({ name: one.name, type: one.type, value: options[one.name] })),
    ...(guildId === undefined ? {} : { guild_id: guildId }),
  };
}

/** Whether Discord's client would let a person enter this. */
function fits(option: RegisteredCommand['options'][number], value: string | number | boolean | undefined): boolean {
  const {
    type,
    choices,
    min_value: least = Number.NEGATIVE_INFINITY,
    max_value: most = Number.POSITIVE_INFINITY,
  } = option;
  if (choices && choices.length > 0 && !choices.some((one) => one.value === value)) return false;
  if (type === 3) return typeof value === 'string' && value.length <= (option.max_length ?? 6000);
  if (type === 4) return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  return type === 5 ? typeof value === 'boolean' : true;
}
