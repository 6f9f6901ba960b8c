import { variables } from './schema.ts';

const head =
  '# Copy this file to .env and fill in one platform and one agent. A line that begins with # shows a default.\n';

/** The text of `.env.example`. */
export function envExample(): string {
  const entries = variables.map(({ name, about, byDefault }) => {
    const line = byDefault === undefined ? `${name}=` : `# ${name}=${byDefault}`;
    return `# ${about}\n${line}\n`;
  });
  return [head, ...entries].join('\n');
}
