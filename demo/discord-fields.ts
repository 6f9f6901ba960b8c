import type { DiscordEmulator } from '../emulators/discord/index.ts';
import type { CommandView, FieldView } from './message-view.ts';

/** Discord's numbers of the kinds of options; all others are text here. https://docs.discord.com/developers/interactions/application-commands */
const kinds = new Map<number, FieldView['kind']>([
  [4, 'number'],
  [5, 'switch'],
]);

/** The commands that have options beside the first, which is what one writes after the command. */
export function commandsWithFields(commands: DiscordEmulator['commands']): CommandView[] {
  return commands.flatMap(({ name, options }) => {
    const fields = options.slice(1).map(
      ({ name: field, description, type, choices }): FieldView => ({
        name: field,
        description,
        kind: kinds.get(type) ?? 'text',
        choices: (choices ?? []).map(({ value }) => String(value)),
      }),
    );
    return fields.length > 0 ? [{ name, fields }] : [];
  });
}
