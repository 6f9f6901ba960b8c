import type { App } from '@slack/bolt';
import type { Accept, Buttons, Edits } from '../../../core/ports/platform.ts';
import { type CommandAgents, parseSlashCommand, slashCommand } from '../inbound/command.ts';
import { parseDeleted, parseEdited } from '../inbound/edit.ts';
import { parseMessage } from '../inbound/message.ts';
import { parsePress } from '../inbound/press.ts';
import { parseStoppedSession } from '../inbound/stopped-session.ts';
import { incomingCommand } from '../incoming/command.ts';
import { threadConversation } from '../incoming/conversations.ts';
import { messageIdentity } from '../incoming/identity.ts';
import { incomingMessage } from '../incoming/message.ts';
import type { IncomingPorts } from '../incoming/ports.ts';
import { pressedButton, sessionStopper } from '../incoming/pressed-button.ts';
import { actionPrefix } from '../render/buttons.ts';
import type { MessageRef } from '../said.ts';

/** The doors that the adapter knocks on. */
export interface Doors {
  readonly accept: Accept;
  /** Takes what people edit and delete. */
  readonly edits: Edits;
  /** Takes what people press. */
  readonly buttons: Buttons;
}

/** What handling events needs beside the ports. */
export interface HandlersOptions extends Doors {
  /** All that can have a command, whether or not they are set up. */
  readonly agents: CommandAgents;
}

/** Hands what the app hears over to the core. A listener ends when what was said is recorded, and fails when it is not. */
export function handleEvents(app: App, options: HandlersOptions, ports: IncomingPorts): void {
  const { agents, accept, edits, buttons } = options;
  const { conversations, sessions } = ports;

  async function onMessage(body: unknown, botUserId = ''): Promise<void> {
    const deleted = parseDeleted(body);
    for (const message of deleted) await onDeleted(message);
    const edited = parseEdited(body, botUserId);
    if (edited) await edits.edited(incomingMessage(edited, ports));
    const said = parseMessage(body, botUserId);
    if (!said) return;
    const { kind, threadTs } = said;
    if (kind === 'follow-up' && !(threadTs && (await conversations.beganWithQuestion(said, threadTs)))) return;
    await accept(incomingMessage(said, ports));
  }

  async function onDeleted(message: MessageRef): Promise<void> {
    const { channel, ts: messageId } = message;
    await edits.deleted({ platform: 'slack', channel, messageId, questionId: messageIdentity(message) });
  }

  async function onCommand(body: unknown): Promise<void> {
    const said = parseSlashCommand(body, agents);
    if (said) await accept(incomingCommand(said, ports));
  }

  async function onPress(body: unknown): Promise<void> {
    const said = parsePress(body);
    if (said) await buttons.press(pressedButton(said, ports));
  }

  async function onStoppedSession(body: unknown): Promise<void> {
    const stopped = parseStoppedSession(body);
    if (!stopped) return;
    await buttons.stopConversation(threadConversation(stopped, stopped.threadTs), sessionStopper(stopped, ports));
    await sessions.endIdle(stopped);
  }

  app.event('app_mention', ({ body, context }) => onMessage(body, context.botUserId));
  app.event('message', ({ body, context }) => onMessage(body, context.botUserId));
  app.event('agent_session_stopped', ({ body }) => onStoppedSession(body));
  app.action(new RegExp(`^${actionPrefix}`), async ({ ack, body }) => {
    await ack();
    await onPress(body);
  });
  for (const agent of agents)
    app.command(slashCommand(agent), async ({ ack, body }) => {
      await onCommand(body);
      await ack();
    });
}
