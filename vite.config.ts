import { chmod, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const out = process.env['SLUICE_OUT'] ?? join(import.meta.dirname, 'out');
const at = (path: string): string => join(import.meta.dirname, path);

/** Everything that runs on Node: Electron's main process, the job processes and the command line share their chunks. */
const node = {
  consumer: 'server' as const,
  // All dependencies are bundled: out/ runs without node_modules.
  resolve: { noExternal: true as const, external: ['electron'], conditions: ['node', 'import'] },
  build: {
    outDir: out,
    ssr: true,
    target: 'node24',
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        'main/index': at('main/index.ts'),
        'worker/index': at('worker/index.ts'),
        'worker/desktop': at('worker/desktop.ts'),
        'cli/sluice': at('cli/index.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
    },
  },
};

/** Sandboxed preloads are a single CommonJS file. */
const preload = {
  consumer: 'server' as const,
  resolve: { noExternal: true as const, external: ['electron'] },
  build: {
    outDir: join(out, 'preload'),
    ssr: true,
    target: 'chrome148',
    minify: false,
    rolldownOptions: {
      input: { index: at('preload/index.ts') },
      output: { format: 'cjs' as const, entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

/**
 * The thread in which code of players runs is started from its text (`engine/sources/youtube/sandbox/thread-entry.ts`), so it is a
 * single file that lies nowhere.
 */
const thread = {
  consumer: 'server' as const,
  resolve: { noExternal: true as const, conditions: ['node', 'import'] },
  // What it is made of only wants to see the address of some file there, on Windows with a drive.
  define: { 'import.meta.url': '"file:///C:/sluice/player-thread.js"' },
  build: {
    outDir: join(out, 'worker'),
    ssr: true,
    target: 'node24',
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      input: { 'player-thread': at('engine/sources/youtube/sandbox/thread.ts') },
      output: { entryFileNames: '[name].js', codeSplitting: false },
    },
  },
};

/** Kinds of files that become smaller when they are compressed. */
const compressible: ReadonlySet<string> = new Set(['.html', '.js', '.css', '.svg', '.webmanifest']);
/** Bytes below which there is nothing to gain. */
const worthwhile = 1024;

/** Puts a compressed copy beside each file of the page, for the server, which would else do it at every request. */
async function compressPage(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !compressible.has(extname(path))) continue;
    const content = await readFile(path);
    if (content.length < worthwhile) continue;
    await writeFile(`${path}.br`, await promisify(brotliCompress)(content));
    await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
  }
}

export default defineConfig({
  root: at('renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: join(out, 'renderer'),
    emptyOutDir: true,
    target: 'chrome148',
    // A data: URL would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  environments: { node, preload, thread },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'ssr') await builder.build(environment);
      }
      await cp(at('resources/icon.png'), join(out, 'resources', 'icon.png'));
      await cp(at('resources/icon.png'), join(out, 'renderer', 'icon.png'));
      await compressPage(join(out, 'renderer'));
      await chmod(join(out, 'cli', 'sluice.js'), 0o755);
    },
  },
});
