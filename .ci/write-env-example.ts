// Writes .env.example from what src/config says of each variable.
import { writeFileSync } from 'node:fs';
import { envExample } from '../src/config/index.ts';

writeFileSync(new URL('../.env.example', import.meta.url), envExample());
