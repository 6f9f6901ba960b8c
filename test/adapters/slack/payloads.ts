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
