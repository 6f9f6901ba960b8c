import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

// Checks a Slack manifest against Slack's own JSON Schema, which is not part of this repository.
const [manifest = '', schema = ''] = process.argv.slice(2);
if (!existsSync(schema)) {
  console.log(`skipped: there is no schema at ${schema}`);
  process.exit(0);
}
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
if (validate(JSON.parse(readFileSync(manifest, 'utf8')))) console.log(`${manifest} fits the schema`);
else {
  console.error(ajv.errorsText(validate.errors, { separator: '\n' }));
  process.exit(1);
}
