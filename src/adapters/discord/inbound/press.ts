import { type ButtonInteraction, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import { type Control, controls } from '../../../core/answer/control.ts';
import type { SaidPress } from '../said.ts';
import { placeWith } from './place.ts';

const knownControl = z.enum(controls);

/** What a pressed button of discord.js asks for; `undefined` when it is none of Footnote's. */
export function parsePress(interaction: ButtonInteraction): SaidPress | undefined {
  const { applicationId, token, channel, channelId, guildId, user, memberPermissions } = interaction;
  const meaning = parseCustomId(interaction.customId);
  if (!meaning) return undefined;
  return {
    ...meaning,
    applicationId,
    token,
    place: placeWith(channel, channelId, guildId, undefined),
    userId: user.id,
    mayModerate: memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
  };
}

/** What the button with this id means; `undefined` when it is none of Footnote's. */
export function parseCustomId(id: string): { readonly control: Control; readonly questionId: string } | undefined {
  const [, word, questionId] = /^(\w+):(.+)$/.exec(id) ?? [];
  const { data: control } = knownControl.safeParse(word);
  return control && questionId ? { control, questionId } : undefined;
}
