import { type Client, Events, GatewayCloseCodes } from 'discord.js';
import { FootnoteError } from '../../../core/errors.ts';
import { fromDiscordError } from '../errors.ts';

/** Logs in; resolves when events arrive. Throws a `FootnoteError` that names the variable to look at. */
export async function logIn(client: Client, token: string): Promise<void> {
  let closeCode: number | undefined;
  const onDisconnect = ({ code }: { readonly code: number }) => {
    closeCode = code;
  };
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  // discord.js throws a plain error for a refused connection; only the code of its close tells the reason.
  client.once(Events.ShardDisconnect, onDisconnect);
  try {
    await client.login(token);
  } catch (thrown) {
    throw loginError(thrown, closeCode);
  } finally {
    client.off(Events.ShardDisconnect, onDisconnect);
  }
  await ready;
}

function loginError(thrown: unknown, closeCode: number | undefined): FootnoteError {
  if (closeCode === GatewayCloseCodes.DisallowedIntents) {
    return new FootnoteError(
      'config',
      'DISCORD_MESSAGE_CONTENT is true, but Discord refuses the intent: turn on "Message Content Intent" on the ' +
        'Bot page of the application in the developer portal, or set DISCORD_MESSAGE_CONTENT to false.',
    );
  }
  const error = fromDiscordError(thrown);
  if (closeCode === GatewayCloseCodes.AuthenticationFailed || error.kind === 'auth') {
    return new FootnoteError('auth', 'DISCORD_TOKEN is not accepted by Discord: copy the token of the bot anew.');
  }
  return error;
}
