import type { DiscordEmulator, Interaction } from '../emulators/discord/index.ts';
import { commandsWithFields } from './discord-fields.ts';
import { createDiscordView } from './discord-view.ts';
import type { MessageView, PaneView } from './message-view.ts';
import { type Action, ActionError, type Pane, typedCommand } from './pane.ts';
import { discordSuggestions } from './suggestions.ts';

/** The emulated Discord, seen by Ada. */
export function createDiscordPane(discord: DiscordEmulator): Pane {
  const { users, channels } = discord;
  const you = users.ada;
  const direct = discord.dms.ada;
  const names = new Map([
    [users.ada, 'Ada'],
    [users.grace, 'Grace'],
    [users.otherBot, 'Other Bot'],
    [discord.botUserId, 'Footnote'],
    [channels.general, 'general'],
    [channels.noThreads, 'no-threads'],
  ]);
  const mentionable = new Map([
    ['ada', users.ada],
    ['grace', users.grace],
    ['footnote', discord.botUserId],
  ]);
  const messagesOf = createDiscordView(discord, you, (id) => names.get(id));
  const places = [channels.general, channels.noThreads, direct];
  const interactions: { readonly interaction: Interaction; readonly at: number }[] = [];

  const view: Omit<PaneView, 'commands'> = {
    name: 'discord',
    title: 'Discord',
    places: [
      { id: channels.general, name: 'general', direct: false },
      {
        id: channels.noThreads,
        name: 'no-threads',
        direct: false,
        hint: 'Footnote may not start threads in this channel: here it answers with replies.',
      },
      { id: direct, name: 'Footnote', direct: true },
    ],
    suggestions: discordSuggestions({ general: channels.general, direct }),
  };

  /** What Discord shows below a command or a button that the bot did not acknowledge. */
  function failures(): MessageView[] {
    return interactions.flatMap(({ interaction: { id, channel, state, message }, at }) => {
      if (state !== 'failed' || message !== undefined) return [];
      const place = places.find(
        (one) => one === channel || discord.threads(one).some((thread) => thread.id === channel),
      );
      return [
        {
          id,
          place: place ?? channel,
          root: place === channel ? undefined : channel,
          author: 'Discord',
          by: 'other',
          at,
          html: '<p>The application did not respond.</p>',
          edited: false,
          ephemeral: true,
          reply: 'none',
          buttons: [],
          files: [],
        },
      ];
    });
  }

  function withMentions(text: string): string {
    return text.replace(/(?<![\w@])@(\w+)/g, (found, name: string) => {
      const id = mentionable.get(name.toLowerCase());
      return id === undefined ? found : `<@${id}>`;
    });
  }

  async function say({ place, text, thread, replyTo, fields }: Extract<Action, { do: 'say' }>): Promise<void> {
    const channel = thread ?? place;
    const command = typedCommand(text);
    if (command === undefined) {
      await discord.post({ channel, user: you, text: withMentions(text), replyTo });
      return;
    }
    const known = discord.commands.find(({ name }) => name === command.name);
    if (!known) throw new ActionError(`/${command.name} is not a command here. Try /research or /reigent.`);
    const [option] = known.options;
    const written = option === undefined || command.text === '' ? {} : { [option.name]: withMentions(command.text) };
    const options = { ...written, ...fields };
    const interaction = await discord.command({ channel, user: you, name: command.name, options });
    interactions.push({ interaction, at: Date.now() });
  }

  return {
    get view() {
      return { ...view, commands: commandsWithFields(discord.commands) };
    },
    messages: () => [...places.flatMap(messagesOf), ...failures()],
    async act(action) {
      if (action.do === 'say') return say(action);
      const interaction = await discord.click({ message: action.message, customId: action.action, user: you });
      interactions.push({ interaction, at: Date.now() });
    },
    onChange: discord.onChange,
  };
}
