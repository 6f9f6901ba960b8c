import type { SlackEmulator, VisibleMessage } from '../emulators/slack/index.ts';
import type { MessageView, PaneView } from './message-view.ts';
import { type Action, ActionError, type Pane, typedCommand } from './pane.ts';
import { pingWarning } from './ping-warning.ts';
import { createSlackBlocks } from './slack-blocks.ts';
import { slackSuggestions } from './suggestions.ts';

const commands = ['research', 'reigent'];

/** The emulated Slack, seen by Ada. */
export function createSlackPane(slack: SlackEmulator): Pane {
  const { users, channels } = slack;
  const you = users.ada;
  const direct = slack.dm(you);
  const names = new Map([
    [users.ada, 'Ada'],
    [users.grace, 'Grace'],
    [users.otherBot, 'Other bot'],
    [slack.botUserId, 'Footnote'],
    ['USLACKBOT', 'Slackbot'],
    [channels.general, 'general'],
    [channels.random, 'random'],
    [channels.lab, 'lab'],
  ]);
  const nameOf = (id: string) => names.get(id);
  const blocks = createSlackBlocks(nameOf);
  const places = [channels.general, channels.random, direct];
  const views = new WeakMap<VisibleMessage, MessageView>();

  const view: PaneView = {
    name: 'slack',
    title: 'Slack',
    places: [
      { id: channels.general, name: 'general', direct: false },
      {
        id: channels.random,
        name: 'random',
        direct: false,
        hint: 'Footnote is not a member of this channel: here it answers commands only.',
      },
      { id: direct, name: 'Footnote', direct: true },
    ],
    suggestions: slackSuggestions({ general: channels.general, direct }),
    commands: [],
  };

  function viewOf(message: VisibleMessage): MessageView {
    const known = views.get(message);
    if (known) return known;
    const { ts, channel, threadTs, user, edited, ephemeralTo, pings, files = [] } = message;
    const made: MessageView = {
      id: ts,
      place: channel,
      root: threadTs === ts ? undefined : threadTs,
      author: nameOf(user) ?? user,
      by: user === you ? 'you' : user === slack.botUserId ? 'bot' : 'other',
      at: Number(ts) * 1000,
      html: blocks.html(message),
      edited: edited > 0,
      ephemeral: ephemeralTo !== undefined,
      reply: ephemeralTo === undefined ? 'thread' : 'none',
      buttons: blocks.buttons(message.blocks),
      files: files.map(({ name, content }) => ({ name, content })),
      warning: pingWarning(pings, nameOf),
    };
    views.set(message, made);
    return made;
  }

  async function say({ place, text, thread }: Extract<Action, { do: 'say' }>): Promise<void> {
    const command = typedCommand(text);
    if (command === undefined) {
      await slack.post({ channel: place, user: you, text, threadTs: thread });
      return;
    }
    if (!commands.includes(command.name)) {
      throw new ActionError(`/${command.name} is not a command here. Try /research or /reigent.`);
    }
    if (thread !== undefined) {
      throw new ActionError(`Slack has no commands in threads. Send /${command.name} in the channel.`);
    }
    await slack.command({ channel: place, user: you, command: `/${command.name}`, text: command.text });
  }

  async function click({ message: ts, action, value }: Extract<Action, { do: 'click' }>): Promise<void> {
    const channel = places.find((place) => slack.messages(place).some((message) => message.ts === ts));
    if (channel === undefined) throw new ActionError('This message is gone.');
    const { error } = await slack.click({ channel, ts, user: you, actionId: action, value });
    if (error === 'operation_timeout') throw new ActionError('Footnote did not react to the button within 3 seconds.');
    if (error !== undefined) throw new ActionError('Footnote could not be reached.');
  }

  return {
    view,
    messages: () =>
      places
        .flatMap((place) => slack.messages(place))
        .filter(({ ephemeralTo }) => ephemeralTo === undefined || ephemeralTo === you)
        .map(viewOf),
    act: (action) => (action.do === 'say' ? say(action) : click(action)),
    onChange: slack.onChange,
  };
}
