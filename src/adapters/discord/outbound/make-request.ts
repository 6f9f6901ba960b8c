import { DefaultRestOptions, type RESTOptions } from 'discord.js';

/**
 * Sends a request as discord.js does by itself, but a form as bytes: all copies of undici share one agent, whose is a
 * matter of the order in which they were loaded, and undici 8's refuses the forms of others.
 */
export const makeRequest: RESTOptions['makeRequest'] = async (url, init) => {
  if (!(init.body instanceof FormData)) return DefaultRestOptions.makeRequest(url, init);
  const encoded = new Response(init.body);
  const contentType = encoded.headers.get('content-type') ?? '';
  const headers = { ...init.headers, 'content-type': contentType };
  return DefaultRestOptions.makeRequest(url, { ...init, headers, body: await encoded.bytes() });
};
