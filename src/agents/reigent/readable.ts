import { parseJson } from '../../core/parse-json.ts';

/** An answer that is a JSON object or array as Markdown that can be read: its only text, or all of it as indented code. Any other answer as it is. */
export function readable(answer: string): string {
  const bare = answer.trim().replace(/^```(?:json)?\s*\n([\s\S]*)\n```$/i, '$1');
  if (!/^[[{]/.test(bare)) return answer;
  const value = parseJson(bare);
  if (typeof value !== 'object' || value === null) return answer;
  const values: readonly unknown[] = Object.values(value);
  const [only] = values;
  if (values.length === 1 && typeof only === 'string' && only.trim() !== '') return only;
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}
