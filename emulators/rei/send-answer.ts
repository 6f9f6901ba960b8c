import type { Exchange } from '../http/exchange.ts';
import type { ReiAnswer } from './script.ts';

/** Sends an answer. */
export async function sendAnswer(answer: ReiAnswer, exchange: Exchange): Promise<void> {
  const { response } = exchange;
  if (answer.kind === 'fin') {
    const json = JSON.stringify(completion(answer.content));
    response.writeHead(200, { 'content-type': 'application/json' });
    await exchange.write(json.slice(0, json.length / 2));
    return exchange.fin();
  }
  if (answer.kind === 'answer') return exchange.send(200, completion(answer.content, answer.toolCalls));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const text of answer.texts) await exchange.write(event({ choices: [{ index: 0, delta: { content: text } }] }));
  if (answer.ending === 'reset') return exchange.reset();
  response.end(answer.ending === 'silent-end' ? '' : 'data: [DONE]\n\n');
}

function completion(content: unknown, toolCalls?: readonly unknown[]): object {
  const message = { content, role: 'assistant', ...(toolCalls && { tool_calls: toolCalls }) };
  return { choices: [{ index: 0, message }] };
}

const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
