import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');

/** A file, and what is imported in it. */
type Import = readonly [file: string, imported: string];

const forbidden: readonly Import[] = [
  ['src/main.ts', './core/answer/answer.ts'],
  ['src/config/slack.ts', '../core/answer/answer.ts'],
  ['src/config/slack.ts', 'pino'],
  ['src/core/answer/answer.ts', 'zod'],
  ['src/core/answer/answer.ts', 'node:fs'],
  ['src/core/answer/answer.ts', '../../words/en/index.ts'],
  ['src/core/answer/answer.ts', '../runs/runs.ts'],
  ['src/core/question/question.ts', '../answer/answer.ts'],
  ['src/core/reply/live-reply.ts', '../runs/runs.ts'],
  ['src/core/runs/runs.ts', '../doors/reception.ts'],
  ['src/core/errors.ts', './answer/answer.ts'],
  ['src/words/en/index.ts', '../../render/view/view.ts'],
  ['src/render/view/view.ts', 'node:fs'],
  ['src/render/view/view.ts', 'undici'],
  ['src/render/view/view.ts', '../../storage/keyed/history.ts'],
  ['src/render/view/view.ts', '../../words/index.ts'],
  ['src/render/view/view.ts', '../../words/en/index.ts'],
  ['src/adapters/slack/render/render.ts', '../../../words/index.ts'],
  ['src/adapters/slack/index.ts', '../../words/index.ts'],
  ['src/adapters/discord/inbound/text.ts', '../../../words/en/index.ts'],
  ['src/render/view/view.ts', 'marked'],
  ['src/render/gate/document.ts', '../view/view.ts'],
  ['src/agents/http.ts', '../render/view/view.ts'],
  ['src/agents/reka/client.ts', '../../adapters/slack/index.ts'],
  ['src/agents/reka/client.ts', 'discord.js'],
  ['src/tools/research.ts', '../agents/reka/client.ts'],
  ['src/tools/research.ts', 'undici'],
  ['src/agents/reigent/tool-loop.ts', '../../tools/research.ts'],
  ['src/adapters/slack/index.ts', '../discord/index.ts'],
  ['src/adapters/slack/inbound/message.ts', '../../discord/index.ts'],
  ['src/adapters/slack/render/render.ts', '@slack/bolt'],
  ['src/adapters/slack/index.ts', 'discord.js'],
  ['src/adapters/slack/index.ts', '../../agents/http.ts'],
  ['src/adapters/slack/index.ts', '../../config/index.ts'],
  ['src/adapters/discord/index.ts', '../slack/index.ts'],
  ['src/adapters/discord/index.ts', '@slack/bolt'],
  ['src/storage/keyed/history.ts', 'undici'],
  ['src/storage/keyed/history.ts', '../../ops/logger.ts'],
  ['src/storage/keyed/history.ts', '../runs/ledger.ts'],
  ['src/storage/runs/ledger.ts', 'keyv'],
  ['src/storage/runs/ledger.ts', '../keyed/keyspace.ts'],
  ['src/storage/codec/keys.ts', '../runs/rows.ts'],
  ['src/storage/codec/keys.ts', 'node:fs'],
  ['src/storage/sqlite-file.ts', './keyed/keyspace.ts'],
  ['src/ops/logger.ts', 'keyv'],
  ['src/ops/logger.ts', '../storage/keyed/history.ts'],
  ['src/app/app.ts', '../../emulators/slack/index.ts'],
  ['emulators/slack/index.ts', '../../src/core/answer/answer.ts'],
];

const allowed: readonly Import[] = [
  ['src/main.ts', './app/app.ts'],
  ['src/core/answer/answer.ts', '../errors.ts'],
  ['src/core/runs/runs.ts', '../reply/live-reply.ts'],
  ['src/render/view/view.ts', '../../core/answer/answer.ts'],
  ['src/render/view/view.ts', '../../words/words.ts'],
  ['src/agents/reka/client.ts', '../http.ts'],
  ['src/agents/reka/json-object.ts', 'jsonrepair'],
  ['src/adapters/slack/index.ts', '../../render/view/view.ts'],
  ['src/adapters/discord/index.ts', 'discord.js'],
  ['src/storage/keyed/history.ts', '@keyv/redis'],
  ['src/app/app.ts', '../adapters/slack/index.ts'],
];

const report = z.object({
  diagnostics: z.array(z.object({ location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }) })),
});

/** Plants imports in files of these names, lints them all at once, and gives those that the linter refuses. */
async function refusedOf(imports: readonly Import[]): Promise<ReadonlySet<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-import-rule-'));
  await cp(join(root, 'biome.json'), join(folder, 'biome.json'));
  await writeFile(join(folder, '.gitignore'), 'node_modules\n');
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const files = Map.groupBy(imports, ([file]) => file);
  for (const [file, planted] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), planted.map(([, imported]) => `export * from '${imported}';\n`).join(''));
  }
  const { stdout } = await promisify(execFile)(
    join(root, 'node_modules/.bin/biome'),
    ['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.'],
    { cwd: folder },
  ).catch((refusal: { stdout: string }) => refusal);
  await rm(folder, { recursive: true });
  const { diagnostics } = report.parse(JSON.parse(stdout));
  return new Set(
    diagnostics.map(({ location: { path, start } }) => named(files.get(path)?.[start.line - 1] ?? [path, 'nothing'])),
  );
}

const named = ([file, imported]: Import) => `${file} imports ${imported}`;

describe('the linter', () => {
  let refused: ReadonlySet<string>;
  beforeAll(async () => {
    refused = await refusedOf([...forbidden, ...allowed]);
  });

  it.each(forbidden)('refuses that %s imports %s', (file, imported) => {
    expect(refused).toContain(named([file, imported]));
  });

  it.each(allowed)('allows that %s imports %s', (file, imported) => {
    expect(refused).not.toContain(named([file, imported]));
  });
});
