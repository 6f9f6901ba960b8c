/** The user id of the bot in these payloads. */
export const botUserId = 'UBOT';

const envelope = {
  token: 'legacy',
  team_id: 'T1',
  context_team_id: 'T1',
  api_app_id: 'A1',
  type: 'event_callback',
  event_id: 'Ev1',
  event_time: 1767900000,
  authorizations: [
    { enterprise_id: null, team_id: 'T1', user_id: botUserId, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
  event_context: '4-x',
};

/** An `app_mention` in a channel, as Slack sends it. */
export function appMention(event: Record<string, unknown> = {}) {
  return {
    ...envelope,
    event: {
      type: 'app_mention',
      user: 'U1',
      text: `<@${botUserId}> why is the sky blue?`,
      ts: '1767900000.000100',
      client_msg_id: '5f6b2f0e-9d7a-4a53-8d3e-0f3f5a6c1d2e',
      team: 'T1',
      blocks: [],
      channel: 'C1',
      event_ts: '1767900000.000100',
      ...event,
    },
  };
}

/** A `message` event, by default a direct message to the bot. */
export function message(event: Record<string, unknown> = {}) {
  return {
    ...envelope,
    event: {
      type: 'message',
      user: 'U1',
      text: 'why is the sky blue?',
      ts: '1767900000.000100',
      client_msg_id: '5f6b2f0e-9d7a-4a53-8d3e-0f3f5a6c1d2e',
      team: 'T1',
      blocks: [],
      channel: 'D1',
      channel_type: 'im',
      event_ts: '1767900000.000100',
      ...event,
    },
  };
}

/** A pressed button of a message in a thread, as Slack sends it. */
export function blockActions(action: Record<string, unknown> = {}, body: Record<string, unknown> = {}) {
  return {
    type: 'block_actions',
    user: { id: 'U1', username: 'ada', name: 'ada', team_id: 'T1' },
    api_app_id: 'A1',
    token: 'legacy',
    container: {
      type: 'message',
      message_ts: '1767900001.000100',
      channel_id: 'C1',
      is_ephemeral: false,
      thread_ts: '1767900000.000100',
    },
    trigger_id: '1.2.3',
    team: { id: 'T1', domain: 'team' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: 'C1', name: 'general' },
    message: { type: 'message', ts: '1767900001.000100', team: 'T1', text: 'x' },
    state: { values: {} },
    response_url: 'https://hooks.slack.example/actions/T1/1/2',
    actions: [
      {
        type: 'button',
        action_id: 'footnote_stop',
        block_id: 'b1',
        text: { type: 'plain_text', text: 'Stop', emoji: false },
        value: 'slack:T1:C1:1767900000.000100',
        action_ts: '1767900002.000100',
        ...action,
      },
    ],
    ...body,
  };
}

/** Slack's own stop of a thread's session. */
export function sessionStopped(event: Record<string, unknown> = {}) {
  return {
    ...envelope,
    event: {
      type: 'agent_session_stopped',
      channel: 'C1',
      thread_ts: '1767900000.000100',
      user: 'U1',
      streaming_message_ts: [],
      event_ts: '1767900002.000100',
      ...event,
    },
  };
}

/** A message in a channel, below a thread's root. */
export function threadReply(event: Record<string, unknown> = {}) {
  return message({
    channel: 'C1',
    channel_type: 'channel',
    thread_ts: '1767800000.000100',
    parent_user_id: 'U1',
    ...event,
  });
}

/** The body of a slash command. */
export function slashCommand(body: Record<string, unknown> = {}) {
  return {
    token: 'legacy',
    team_id: 'T1',
    team_domain: 'example',
    channel_id: 'C1',
    channel_name: 'general',
    user_id: 'U1',
    user_name: 'ada',
    command: '/research',
    text: 'why is the sky blue?',
    api_app_id: 'A1',
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.example.com/commands/T1/1/x',
    trigger_id: '13345224609.738474920.8088930838d88f008e0',
    ...body,
  };
}
