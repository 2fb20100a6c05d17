/** Writes docs/configuration.md from the table of directives. */

import { writeFileSync } from 'node:fs';
import { configurationPage } from '../packages/server/src/configuration/documentation.ts';

writeFileSync(new URL('../docs/configuration.md', import.meta.url), configurationPage());
