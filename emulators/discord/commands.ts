import { z } from 'zod';
import { listOf, parseBody, text } from './fields.ts';
import { channelType, type Guild } from './guild.ts';
import { RuleError } from './rule-error.ts';
import { rules } from './rules.ts';
import { createSlidingWindow } from './sliding-window.ts';

const name = text('commandName', 1).regex(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]+$/u, {
  error: 'Command name is invalid',
});
const lowerCase = (value: string) => value === value.toLowerCase();
const description = text('commandDescription', 1);

const choice = z.looseObject({
  name: text('commandChoice', 1),
  value: z.union([text('commandChoice'), z.number()]),
});

const option = z.looseObject({
  type: z.int().min(1).max(11),
  name: name.refine(lowerCase, { error: 'Command option name is invalid' }),
  description,
  required: z.boolean().default(false),
  choices: listOf(choice, 'commandChoices').optional(),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  max_length: z.int().min(1).max(6000).optional(),
});

const command = z
  .looseObject({
    name: text('commandName', 1),
    type: z.int().min(1).max(3).default(1),
    description: text('commandDescription').default(''),
    options: listOf(option, 'commandOptions').default([]),
    contexts: z.array(z.int().min(0).max(2)).nullish(),
    integration_types: z.array(z.int().min(0).max(1)).nullish(),
  })
  .refine(({ type, name: value }) => type !== 1 || (name.safeParse(value).success && lowerCase(value)), {
    error: 'Command name is invalid',
    path: ['name'],
  })
  .refine(({ type, description: value }) => type !== 1 || description.safeParse(value).success, {
    error: 'This field is required',
    path: ['description'],
  });

const commandList = z
  .array(command)
  .refine((list) => new Set(list.map((one) => `${one.type}:${one.name}`)).size === list.length, {
    error: 'Application command names must be unique',
    params: { rule: 'commandTwice', code: 'APPLICATION_COMMANDS_DUPLICATE_NAME' },
  });

type CommandDraft = z.infer<typeof command>;

/** A command as the bot registered it. */
export type RegisteredCommand = CommandDraft & { readonly id: string; readonly guildId?: string | undefined };

/** The registered commands, of the application and of the guild. */
export interface Commands {
  list(guildId?: string): RegisteredCommand[];
  /**
   * Replaces all commands of the application, or of one guild, with what a request's body lists; ids of names that
   * stay are kept. Throws a `RuleError` when Discord would refuse the list.
   */
  overwrite(body: unknown, guildId?: string): RegisteredCommand[];
  /** The command that a person can run in a channel under this name. */
  find(name: string, channelId: string): RegisteredCommand | undefined;
  all(): RegisteredCommand[];
}

/** No commands yet. */
export function createCommands(guild: Guild, onChange: () => void): Commands {
  let registered: RegisteredCommand[] = [];
  const { max: maxCreates, windowMs } = rules.commandCreates;
  const creates = createSlidingWindow(maxCreates, windowMs, guild.now);

  const list = (guildId?: string) => registered.filter((one) => one.guildId === guildId);

  return {
    list,
    all: () => [...registered],
    overwrite(body, guildId) {
      if (guildId !== undefined && guildId !== guild.id) throw new RuleError('missingAccess');
      const drafts = parseBody(commandList, body);
      const ofType = (wanted: number) => drafts.filter(({ type }) => type === wanted).length;
      if (ofType(1) > rules.chatInputCommands.max) throw new RuleError('chatInputCommands');
      if (Math.max(ofType(2), ofType(3)) > rules.menuCommands.max) throw new RuleError('menuCommands');
      const before = list(guildId);
      const isNew = (draft: CommandDraft) => !before.some((one) => one.name === draft.name && one.type === draft.type);
      const scope = guildId ?? 'global';
      const added = drafts.filter(isNew);
      if (added.length > creates.remaining(scope)) throw new RuleError('commandCreates');
      for (const _ of added) creates.take(scope);
      const next = drafts.map((draft) => {
        const same = before.find((one) => one.name === draft.name && one.type === draft.type);
        return { ...draft, id: same?.id ?? guild.newId(), guildId };
      });
      registered = [...registered.filter((one) => one.guildId !== guildId), ...next];
      onChange();
      return next;
    },
    find(wanted, channelId) {
      const isDm = guild.channels.get(channelId)?.type === channelType.dm;
      return registered.find((one) => {
        if (one.name !== wanted || one.type !== 1) return false;
        return isDm
          ? one.guildId === undefined && (one.contexts?.includes(1) ?? true)
          : (one.contexts?.includes(0) ?? true);
      });
    },
  };
}

/** A command as the API shows it. */
export function commandPayload(guild: Guild, { guildId, ...command }: RegisteredCommand): object {
  return {
    default_member_permissions: null,
    nsfw: false,
    dm_permission: true,
    ...command,
    application_id: guild.applicationId,
    version: command.id,
    ...(guildId === undefined ? {} : { guild_id: guildId }),
  };
}
