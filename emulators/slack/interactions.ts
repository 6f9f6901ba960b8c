import { z } from 'zod';
import { composeText } from './compose.ts';
import type { Ack, Delivery } from './delivery.ts';
import { installation } from './installation.ts';
import { toApiMessage, type VisibleMessage } from './message.ts';
import type { ResponseContext, ResponseUrls } from './response-url.ts';
import type { Workspace } from './workspace.ts';

/** How the app took a command or a click. */
export interface CommandResult {
  /** What the acknowledgement carried; `undefined` when it was empty or did not come. */
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
  /** What Slack tells the person: `operation_timeout` without an acknowledgement in time, `dispatch_failed` when the app could not be reached. */
  readonly error?: 'operation_timeout' | 'dispatch_failed' | undefined;
  readonly triggerId: string;
  readonly responseUrl: string;
}

/** A slash command, as a person sends it. */
export interface CommandInput {
  readonly channel: string;
  readonly user: string;
  /** With its slash. */
  readonly command: string;
  readonly text: string;
}

/** A click on a button of a message. */
export interface ClickInput {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly actionId: string;
  /** Which button, where several share the action: its value. */
  readonly value?: string | undefined;
}

/** What interactions need. */
export interface InteractionOptions {
  readonly workspace: Workspace;
  readonly delivery: Delivery;
  readonly responses: ResponseUrls;
  readonly scopes: readonly string[];
  /** The server's address without a slash at the end. */
  readonly url: string;
}

/** Commands and clicks of people. */
export function createInteractions({ workspace, delivery, responses, scopes, url }: InteractionOptions) {
  let count = 0;

  function begin(context: ResponseContext) {
    count += 1;
    return { triggerId: `${count}.trigger`, responseUrl: `${url}${responses.create(context)}` };
  }

  function finish(ack: Ack, ids: ReturnType<typeof begin>): CommandResult {
    if (ack.ok) return { ...ids, payload: ack.payload };
    return { ...ids, error: ack.reason === 'timeout' ? 'operation_timeout' : 'dispatch_failed' };
  }

  /** Resolves with the acknowledgement, whose message is shown; a failure is shown as Slack shows it. */
  async function command({ channel, user, command: name, text }: CommandInput): Promise<CommandResult> {
    const place = workspace.channels.get(channel);
    const person = workspace.users.get(user);
    if (place === undefined || person === undefined) throw new Error('no such channel or user');
    if (!scopes.includes('commands')) throw new Error('an app without the scope "commands" has no commands');
    const context = { channel, user };
    const ids = begin(context);
    const ack = await delivery.request('slash_commands', name, {
      token: installation.verificationToken,
      team_id: installation.teamId,
      team_domain: installation.teamDomain,
      channel_id: channel,
      channel_name: { public: place.name, private: 'privategroup', im: 'directmessage' }[place.kind],
      user_id: user,
      user_name: person.name,
      command: name,
      text: composeText(text, workspace.users),
      api_app_id: installation.appId,
      is_enterprise_install: 'false',
      response_url: ids.responseUrl,
      trigger_id: ids.triggerId,
    });
    const result = finish(ack, ids);
    if (result.error !== undefined) showFailure(context, `${name} failed with the error "${result.error}"`);
    if (result.payload !== undefined) responses.show(context, result.payload);
    return result;
  }

  function showFailure({ channel, user }: ResponseContext, text: string): void {
    const message: VisibleMessage = {
      ts: workspace.nextTs(),
      channel,
      user: 'USLACKBOT',
      text,
      blocks: [],
      edited: 0,
      ephemeralTo: user,
      reactions: [],
      pings: [],
      unfurls: [],
    };
    workspace.put(message);
  }

  /** Resolves with the acknowledgement. Rejects when there is no such button. */
  async function click({ channel, ts, user, actionId, value }: ClickInput): Promise<CommandResult> {
    const person = workspace.users.get(user);
    const place = workspace.channels.get(channel);
    const message = workspace.messages(channel).find((candidate) => candidate.ts === ts);
    if (person === undefined || place === undefined || message === undefined)
      throw new Error('no such message or user');
    if (message.ephemeralTo !== undefined && message.ephemeralTo !== user)
      throw new Error(`${user} does not see message ${ts}`);
    const button = findButtons(message).find(
      (found) => found.actionId === actionId && (value ?? found.value) === found.value,
    );
    if (button === undefined) throw new Error(`no button ${actionId} in message ${ts}`);
    const ids = begin({ channel, user, origin: message });
    const ephemeral = message.ephemeralTo !== undefined;
    const threadFields = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
    const ack = await delivery.request('interactive', 'block_actions', {
      type: 'block_actions',
      user: { id: user, username: person.name, name: person.name, team_id: installation.teamId },
      api_app_id: installation.appId,
      token: installation.verificationToken,
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: ephemeral, ...threadFields },
      trigger_id: ids.triggerId,
      team: { id: installation.teamId, domain: installation.teamDomain },
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: channel, name: { public: place.name, private: 'privategroup', im: 'directmessage' }[place.kind] },
      ...(ephemeral ? {} : { message: toApiMessage(message, { metadata: true }) }),
      state: { values: {} },
      response_url: ids.responseUrl,
      actions: [{ ...button.action, action_ts: workspace.nextTs() }],
    });
    return finish(ack, ids);
  }

  return { command, click };
}

interface Button {
  readonly actionId: string;
  readonly value: string | undefined;
  /** As it stands in the payload's `actions`. */
  readonly action: Readonly<Record<string, unknown>>;
}

const buttonShape = z.looseObject({
  type: z.enum(['button', 'icon_button', 'feedback_buttons']),
  action_id: z.string(),
  value: z.string().optional(),
  text: z.unknown().optional(),
  positive_button: z.looseObject({ value: z.string(), text: z.unknown().optional() }).optional(),
  negative_button: z.looseObject({ value: z.string(), text: z.unknown().optional() }).optional(),
});
const holderShape = z.looseObject({
  block_id: z.string().optional(),
  elements: z.array(z.unknown()).optional(),
  accessory: z.unknown().optional(),
});

function findButtons(message: VisibleMessage): Button[] {
  return message.blocks.flatMap((block, index) => {
    const { block_id = `block-${index + 1}`, elements = [], accessory } = holderShape.parse(block);
    return [...elements, accessory].flatMap((element) => {
      const parsed = buttonShape.safeParse(element);
      if (!parsed.success) return [];
      const { type, action_id: actionId, positive_button, negative_button, value, text } = parsed.data;
      const faces = type === 'feedback_buttons' ? [positive_button, negative_button] : [{ value, text }];
      return faces.flatMap((face): Button[] =>
        face === undefined
          ? []
          : [
              {
                actionId,
                value: face.value,
                action: { type, action_id: actionId, block_id, text: face.text, value: face.value },
              },
            ],
      );
    });
  });
}
