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
  return {
    id,
    name,
    type,
    options: given.map((one) => ({ name: one.name, type: one.type, value: options[one.name] })),
    ...(guildId === undefined ? {} : { guild_id: guildId }),
  };
}
