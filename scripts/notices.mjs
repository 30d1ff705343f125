// npm run notices: writes the third-party notices anew, after dependencies have changed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NOTICES_FILE, noticesText } from './checks/notices.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { root } from './setup/places.mjs';
import { main, say } from './setup/say.mjs';

await main(async () => {
  await ensurePackages();
  await writeFile(join(root, NOTICES_FILE), await noticesText());
  say(`wrote ${NOTICES_FILE}`);
  return 0;
});
