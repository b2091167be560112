// Renews the pages of the lessons that are made from runs: `npm run figures`, or this file alone.
import { join } from 'node:path';
import { LESSONS_FOLDER, lessonsIn } from '../../sim/cli/lesson/shelf.ts';
import { writeWhole } from '../../sim/write-file.ts';
import { handout, handoutPage } from './handout.ts';
import { lessonPages } from './lesson-pages.ts';

await writeWhole(join(LESSONS_FOLDER, 'handout.md'), handout());
await writeWhole(join(LESSONS_FOLDER, 'handout.html'), handoutPage());
for (const place of await lessonsIn(LESSONS_FOLDER)) {
  for (const [name, content] of Object.entries(await lessonPages(place)))
    await writeWhole(join(place.folder, name), content);
  process.stdout.write(`wrote README.md and figure.svg of ${place.id}\n`);
}
