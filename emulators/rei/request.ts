import { z } from 'zod';
import { type ReiViolation, rules } from './rules.ts';

const part = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('image_url'), image_url: z.strictObject({ url: z.string() }) }),
]);

const call = z.strictObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
});

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string() }),
  z.strictObject({ role: z.literal('user'), content: z.union([z.string().min(1), z.array(part).min(1)]) }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string().nullable(),
    tool_calls: z.array(call).min(1).optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
]);

const tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: z.string(),
    description: z.string().min(1),
    parameters: z.record(z.string(), z.unknown()),
    strict: z.boolean().optional(),
  }),
});

/** `messages` and `tools`: the service does not accept any other field. */
const requestBody = z.strictObject({ messages: z.array(message).min(1), tools: z.array(tool).optional() });

/** A request that keeps to the documentation. */
export type ReiRequestBody = z.infer<typeof requestBody>;

/** Parses a request; the rules that it breaks when the service would refuse it. `given`: the ids of the calls that the service has made. */
export function parseReiRequest(
  json: unknown,
  bytes: number,
  given: ReadonlySet<string>,
): { readonly body: ReiRequestBody } | { readonly violations: readonly ReiViolation[] } {
  if (bytes > rules.bytes.limit) return { violations: [{ rule: 'bytes', details: `${bytes} bytes` }] };
  const parsed = requestBody.safeParse(json);
  if (!parsed.success) {
    const said = parsed.error.issues.map(({ path, message: why }) => `${path.join('.') || 'body'}: ${why}`);
    return { violations: [{ rule: 'shape', details: said.join('; ') }] };
  }
  const body = parsed.data;
  const violations = [...inTools(body.tools ?? []), ...inMessages(body.messages, given)];
  return violations.length > 0 ? { violations } : { body };
}

/** What the service takes but asks not to be sent. An assistant message that only calls tools is part of a tool round. */
export function oddities({ messages }: ReiRequestBody): readonly ReiViolation[] {
  return messages.flatMap((one) =>
    one.role === 'assistant' && (!one.tool_calls || one.content)
      ? [{ rule: 'ownAnswer', details: String(one.content) } as const]
      : [],
  );
}

function inTools(tools: NonNullable<ReiRequestBody['tools']>): ReiViolation[] {
  const found: ReiViolation[] = [];
  if (tools.length > rules.tools.limit) found.push({ rule: 'tools', details: `${tools.length} tools` });
  const names = tools.map(({ function: { name } }) => name);
  if (new Set(names).size < names.length) found.push({ rule: 'toolNames', details: names.join(', ') });
  for (const { function: one } of tools) {
    if (!/^[\w-]+$/.test(one.name) || one.name.length > rules.toolName.limit)
      found.push({ rule: 'toolName', details: one.name });
    if (one.strict && !isStrict(one.parameters)) found.push({ rule: 'toolSchema', details: one.name });
  }
  return found;
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.unknown()),
  required: z.array(z.string()),
  additionalProperties: z.literal(false),
});

/** Whether every object in a schema names all that it takes, and requires it. */
function isStrict(schema: unknown, isRoot = true): boolean {
  if (Array.isArray(schema)) return schema.every((one) => isStrict(one, false));
  if (typeof schema !== 'object' || schema === null) return true;
  const isObject = 'type' in schema && schema.type === 'object';
  if (!isObject) return !isRoot && Object.values(schema).every((one) => isStrict(one, false));
  const parsed = objectSchema.safeParse(schema);
  if (!parsed.success) return false;
  const { properties, required } = parsed.data;
  return (
    Object.keys(properties).every((name) => required.includes(name)) &&
    required.every((name) => name in properties) &&
    Object.values(properties).every((one) => isStrict(one, false))
  );
}

function inMessages(messages: ReiRequestBody['messages'], given: ReadonlySet<string>): ReiViolation[] {
  const found: ReiViolation[] = [];
  const [first] = messages;
  if (first?.role !== 'user' && first?.role !== 'system') found.push({ rule: 'userFirst', details: `${first?.role}` });
  const isShort = messages.every(({ role }) => role !== 'assistant');
  let open = new Set<string>();
  for (const one of messages) {
    if (one.role === 'tool') {
      const id = one.tool_call_id;
      if (isShort && !given.has(id)) found.push({ rule: 'knownResult', details: id });
      else if (!isShort && !open.delete(id)) found.push({ rule: 'callsAnswered', details: `${id} is no open call` });
      continue;
    }
    for (const id of open) found.push({ rule: 'callsAnswered', details: `${id} has no result` });
    const calls = one.role === 'assistant' ? (one.tool_calls ?? []) : [];
    open = new Set(calls.map(({ id }) => id));
    for (const { id, function: called } of calls)
      if (!isJsonObject(called.arguments)) found.push({ rule: 'callArguments', details: id });
  }
  for (const id of open) found.push({ rule: 'callsAnswered', details: `${id} has no result` });
  return found;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
