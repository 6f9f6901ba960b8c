import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeStartError } from '../../src/app/app.ts';
import { ownTemplates, readTemplates } from '../../src/app/templates.ts';

/** A folder with these files, removed with the test. */
function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-templates-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
}

const schema = { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] };
const instruction = 'Answer in one word.';

/** What an operator reads of templates that cannot be used, and the exit code. */
function refusal(...folders: string[]) {
  try {
    readTemplates(folders);
  } catch (thrown) {
    return describeStartError(thrown);
  }
  throw new Error('The templates were taken.');
}

describe('the templates', () => {
  it('that come with the product are a comparison and a timeline', () => {
    const templates = readTemplates([ownTemplates]);
    expect([...templates.keys()]).toEqual(['compare', 'timeline']);
    const entry = { name: 'A', summary: '', strengths: '', weaknesses: '', best_for: '', source: '' };
    expect(templates.get('compare')?.fits({ comparison: [entry], conclusion: 'A.' })).toBe(true);
    expect(templates.get('compare')?.fits({ comparison: [{ name: 'A' }], conclusion: 'A.' })).toBe(false);
    const event = { date: '2021-12', event: 'Launch', source: '' };
    expect(templates.get('timeline')?.fits({ events: [event] })).toBe(true);
    expect(templates.get('timeline')?.fits({ events: [{ ...event, date: 'soon' }] })).toBe(false);
  });

  it('as docs/templates.md shows one can be used', () => {
    const doc = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8');
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(doc) ?? [];
    const risks = readTemplates([folderOf({ 'risks.json': example })]).get('risks');
    expect(risks?.fits({ risks: [{ risk: 'Rain', likelihood: 'high', source: '' }] })).toBe(true);
    expect(risks?.fits({ risks: [{ risk: 'Rain', likelihood: 'sure', source: '' }] })).toBe(false);
  });

  it('of a folder add to those of another and take the place of one of the same name', () => {
    const folder = folderOf({
      'word.json': { instruction, schema },
      'compare.json': { instruction, schema },
      'note.txt': '',
    });
    const templates = readTemplates([ownTemplates, folder]);
    expect([...templates.keys()].sort()).toEqual(['compare', 'timeline', 'word']);
    expect(templates.get('word')).toMatchObject({ name: 'word', instruction, schema });
    expect(templates.get('compare')?.instruction).toBe(instruction);
    expect(templates.get('compare')?.fits({ answer: 'yes' })).toBe(true);
  });

  it('that cannot be used are all named, with what is wrong, and the exit code of a wrong configuration', () => {
    const folder = folderOf({
      'A b.json': { instruction, schema },
      'broken.json': '{"instruction":',
      'empty.json': { instruction: ' ', schema },
      'extra.json': { instruction, schema, model: 'x' },
      'list.json': { instruction, schema: { type: 'array' } },
      'none.json': {},
      'unknown-type.json': { instruction, schema: { type: 'object', properties: { a: { type: 'strng' } } } },
      'good.json': { instruction, schema },
    });
    const { message, exitCode } = refusal(folder, join(folder, 'nowhere'));
    expect(exitCode).toBe(78);
    expect(message.split('\n').map((line) => line.replace(`${folder}/`, ''))).toEqual([
      expect.stringMatching(/^A b\.json: its name must be/),
      expect.stringMatching(/^broken\.json: is not JSON: /),
      expect.stringMatching(/^empty\.json: instruction: must not be empty/),
      expect.stringMatching(/^extra\.json: .*"model"/),
      expect.stringMatching(/^list\.json: schema\.type: must be "object"/),
      expect.stringMatching(/^none\.json: instruction: must be a sentence/),
      expect.stringMatching(/^none\.json: schema: must be a JSON Schema/),
      expect.stringMatching(/^unknown-type\.json: schema: cannot be used: .*strng/),
      expect.stringMatching(/^TEMPLATES_DIR: the folder nowhere cannot be read/),
    ]);
  });

  it('that are folders are named as such', () => {
    const folder = folderOf({});
    mkdirSync(join(folder, 'dir.json'));
    expect(refusal(folder).message).toMatch(/dir\.json: cannot be read\.$/);
  });

  it('whose schema refers to itself are used, and no value makes them fail', () => {
    const tree = { type: 'object', properties: { below: { type: 'array', items: { $ref: '#' } } } };
    const fits = readTemplates([folderOf({ 'tree.json': { instruction, schema: tree } })]).get('tree')?.fits;
    expect(fits?.({ below: [{ below: [] }] })).toBe(true);
    expect(fits?.({ below: [{ below: 1 }] })).toBe(false);
    expect(fits?.(JSON.parse(`${'{"below":['.repeat(20_000)}${']}'.repeat(20_000)}`))).toBe(false);
  });
});
