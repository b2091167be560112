// Runs both studies and writes their page: whether intervals hold the truth as often as they say, and whether stores keep their promises.
import { writeFile } from 'node:fs/promises';
import { coverage } from './coverage.ts';
import { promises } from './promises.ts';

const studies = [coverage(), await promises()];
const page = `# Soak: long studies\n\nWritten by \`npm run soak\`.\n\n${studies.map(({ section }) => section).join('\n')}`;
await writeFile(new URL('README.md', import.meta.url), page);
process.stdout.write(page);
process.exitCode = studies.some(({ failed }) => failed) ? 1 : 0;
