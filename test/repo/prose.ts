import { parseAst } from 'vitest/node';
import { z } from 'zod';

/** A node of a syntax tree. */
interface Node extends Readonly<Record<string, unknown>> {
  readonly type: string;
  readonly start: number;
}

/** A text in a source file that reads like something for people. */
export interface Prose {
  readonly line: number;
  readonly text: string;
}

const node = z.custom<Node>(isNode);

const template = z.object({ quasis: z.array(z.object({ value: z.object({ cooked: z.string() }) })) });
const literal = z.object({ value: z.string() });
const call = z.object({ callee: node });
const member = z.object({ object: node, property: node });
const named = z.object({ name: z.string() });
const declared = z.object({ id: node, init: node });
const property = z.object({ key: node, value: node });

/**
 * The texts in a source that read like something for people: two words beside each other, the end of a sentence, an emoji,
 * a word that is the text or the label of something. Left out is what only operators and developers see: log lines,
 * errors, and what is put into a variable for nothing but these; what zod says; imports and types.
 */
export function proseIn(source: string): readonly Prose[] {
  const found: Prose[] = [];
  const visit = (one: Node, forOthers: ReadonlySet<string>, isLabel: boolean): void => {
    if (isForOthers(one) || isIn(declared.safeParse(one).data?.id, forOthers)) return;
    const text = textOf(one);
    if (text !== undefined && (readsLikeProse(text) || (isLabel && /\p{L}{2,}/u.test(text))))
      found.push({ line: source.slice(0, one.start).split('\n').length, text });
    const names = one.type === 'BlockStatement' ? namesForOthers(one) : forOthers;
    const label = isIn(property.safeParse(one).data?.key, labelling);
    for (const child of children(one)) visit(child, names, label);
  };
  visit(node.parse(parseAst(source, { lang: 'ts' })), new Set(), false);
  return found;
}

function readsLikeProse(text: string): boolean {
  const sentence = /\p{L}{2,}[,;:]? \p{L}{2,}|\p{L}{2,}[.!?…]$/u;
  return sentence.test(text) || /\p{Emoji_Presentation}|\ufe0f/u.test(text);
}

/** Properties of platforms' payloads and of our own that hold what people read. */
const labelling: ReadonlySet<string> = new Set(['content', 'description', 'heading', 'label', 'text', 'title']);

const isIn = (one: Node | undefined, names: ReadonlySet<string>) => names.has(named.safeParse(one).data?.name ?? '');

function textOf(one: Node): string | undefined {
  if (one.type === 'Literal') return literal.safeParse(one).data?.value;
  if (one.type !== 'TemplateLiteral') return undefined;
  const pieces = template.parse(one).quasis.map(({ value }) => value.cooked);
  return pieces.join(' … ');
}

function isForOthers(one: Node): boolean {
  if (one.type === 'NewExpression') return chainOf(call.parse(one).callee).some((name) => name.endsWith('Error'));
  if (one.type === 'CallExpression') return chainOf(call.parse(one).callee).some((name) => /^(?:logger|z)$/.test(name));
  return /^(?:Import|TS(?!As|Satisfies|NonNull))/.test(one.type);
}

/** The names of a chain of members and calls: `ports`, `logger` and `warn` of `ports.logger.warn`. */
function chainOf(one: Node): readonly string[] {
  const { data: inner } = member.safeParse(one);
  if (inner) return [...chainOf(inner.object), ...chainOf(inner.property)];
  const { data: called } = call.safeParse(one);
  return called ? chainOf(called.callee) : [named.safeParse(one).data?.name ?? ''];
}

/** Whether an identifier is no use of a variable: what is declared, and the name of a property. */
function isOnlyName(child: Node, parent: Node): boolean {
  const isDeclared = parent.type === 'VariableDeclarator' && parent['id'] === child;
  const isProperty = parent.type === 'MemberExpression' && parent['property'] === child && !parent['computed'];
  return isDeclared || isProperty || (parent.type === 'Property' && parent['key'] === child);
}

/** The variables of a block that appear in log lines and errors alone. */
function namesForOthers(block: Node): ReadonlySet<string> {
  const inside = new Set<string>();
  const outside = new Set<string>();
  const visit = (one: Node, within: boolean): void => {
    if (one.type === 'Identifier') (within ? inside : outside).add(named.parse(one).name);
    const next = within || isForOthers(one);
    for (const child of children(one)) if (!isOnlyName(child, one)) visit(child, next);
  };
  visit(block, false);
  return new Set([...inside].filter((name) => !outside.has(name)));
}

function children(one: Node): readonly Node[] {
  return Object.values(one).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
