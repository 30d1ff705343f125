// npm run build: out/ from the sources, in any case.
import { ensureBuilt } from './setup/build.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { main } from './setup/say.mjs';

await main(async () => {
  await ensurePackages();
  await ensureBuilt({ anew: true });
  return 0;
});
