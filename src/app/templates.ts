import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FootnoteError } from '../core/errors.ts';
import type { Template, Templates } from '../core/question/template.ts';

/** The templates that come with the product. */
export const ownTemplates = join(import.meta.dirname, '../../templates');

const fileName = /^([a-z\d][a-z\d-]{0,31})\.json$/;

const file = z.strictObject({
  instruction: z
    .string({ error: 'must be a sentence that tells the agent what to collect.' })
    .trim()
    .min(1, { error: 'must not be empty.' })
    .max(500, { error: 'must have at most 500 characters.' }),
  schema: z.looseObject(
    { type: z.literal('object', { error: 'must be "object": an answer is one object, which may hold lists.' }) },
    { error: 'must be a JSON Schema.' },
  ),
});

/**
 * The templates in these folders, one a `.json` file; one of a later folder takes the place of one of the same name.
 * Throws a `FootnoteError` of kind `config` with one line for each problem in any file.
 */
export function readTemplates(folders: readonly string[]): Templates {
  const templates = new Map<string, Template>();
  const problems: string[] = [];
  for (const folder of folders) {
    for (const name of jsonFiles(folder, problems)) {
      const template = readTemplate(folder, name, problems);
      if (template) templates.set(template.name, template);
    }
  }
  if (problems.length > 0) throw new FootnoteError('config', problems.join('\n'));
  return templates;
}

function jsonFiles(folder: string, problems: string[]): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    problems.push(`TEMPLATES_DIR: the folder ${folder} cannot be read.`);
    return [];
  }
}

function readTemplate(folder: string, base: string, problems: string[]): Template | undefined {
  const path = join(folder, base);
  const [, name] = fileName.exec(base) ?? [];
  if (name === undefined) {
    problems.push(`${path}: its name must be lower-case letters, digits and hyphens, at most 32, before .json.`);
    return undefined;
  }
  const json = readJson(path, problems);
  if (json === undefined) return undefined;
  const parsed = file.safeParse(json);
  for (const { path: at, message } of parsed.error?.issues ?? [])
    problems.push(`${path}: ${at.length > 0 ? `${at.join('.')}: ` : ''}${message}`);
  if (!parsed.success) return undefined;
  try {
    return { name, ...parsed.data, fits: check(parsed.data.schema) };
  } catch (thrown) {
    problems.push(`${path}: schema: cannot be used: ${thrown instanceof Error ? thrown.message : 'it is malformed.'}`);
    return undefined;
  }
}

function readJson(path: string, problems: string[]): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    const isText = thrown instanceof SyntaxError;
    problems.push(`${path}: ${isText ? `is not JSON: ${thrown.message}` : 'cannot be read.'}`);
    return undefined;
  }
}

function check(schema: z.infer<typeof file>['schema']): Template['fits'] {
  const shape = z.fromJSONSchema(schema);
  return (value) => {
    try {
      return shape.safeParse(value).success;
    } catch {
      // A schema that refers to itself meets values that are nested too deeply.
      return false;
    }
  };
}
