import type { Exchange } from '../reka/exchange.ts';
import type { ReiScript } from './script.ts';

/** Plays a script as the answer to one request. */
export async function play(script: ReiScript, exchange: Exchange): Promise<void> {
  const { response, signal } = exchange;
  if (script.kind === 'hang') return;
  if (script.kind === 'reset') return exchange.reset();
  if (script.kind === 'fin') {
    const json = JSON.stringify(completion(script.content));
    response.writeHead(200, { 'content-type': 'application/json' });
    await exchange.write(json.slice(0, json.length / 2));
    return exchange.fin();
  }
  await exchange.sleep(script.delayMs ?? 0);
  if (signal.aborted) return;
  if (script.kind === 'response') return exchange.send(script.status, script.body, script.headers);
  if (script.kind === 'answer') return exchange.send(200, completion(script.content, script.toolCalls));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const text of script.texts) await exchange.write(event({ choices: [{ index: 0, delta: { content: text } }] }));
  if (script.ending === 'reset') return exchange.reset();
  response.end(script.ending === 'silent-end' ? '' : 'data: [DONE]\n\n');
}

function completion(content: unknown, toolCalls?: readonly unknown[]): object {
  const message = { content, role: 'assistant', ...(toolCalls && { tool_calls: toolCalls }) };
  return { choices: [{ index: 0, message }] };
}

const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
