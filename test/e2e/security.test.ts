import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshHome, launch, type Running } from './launch.ts';

let running: Running;
let removeHome: () => Promise<void>;

beforeAll(async () => {
  const { home, remove } = await freshHome();
  removeHome = remove;
  running = await launch(home);
});

afterAll(async () => {
  await running?.quit();
  await removeHome?.();
});

/**
 * Runs a script in the page as the page's own: what a debugger evaluates directly is exempt from the content policy, what
 * a timer calls later is not.
 */
function inPage<T>(script: () => T | Promise<T>): Promise<T> {
  return running.page.evaluate<T>(`new Promise((resolve, reject) => setTimeout(() => {
    Promise.resolve().then(${script.toString()}).then(resolve, reject);
  }, 0))`);
}

describe('the page', () => {
  test('has no Node and no Electron', async () => {
    const found = await inPage(() =>
      ['require', 'process', 'module', 'global', 'Buffer', 'electron', '__dirname'].filter(
        (name) => name in globalThis,
      ),
    );
    expect(found).toEqual([]);
  });

  test('reaches the program by three members that it cannot replace', async () => {
    const bridge = await inPage(() => {
      const { sluice } = globalThis as unknown as { sluice: Record<string, unknown> };
      try {
        sluice['call'] = () => 'replaced';
      } catch {
        // frozen: what is wanted
      }
      return Object.entries(sluice).map(
        ([name, value]) => `${name}: ${typeof value} ${String(value).includes('replaced')}`,
      );
    });
    expect(bridge.toSorted()).toEqual([
      'call: function false',
      'home: string false',
      'onEvents: function false',
      'platform: string false',
    ]);
  });

  test('runs in a sandboxed, isolated context', async () => {
    const preferences = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => {
        const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } =
          // Electron leaves this method out of its types.
          (webContents as unknown as { getLastWebPreferences(): Electron.WebPreferences }).getLastWebPreferences();
        return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
      }),
    );
    expect(preferences).toEqual([
      { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, webSecurity: true },
    ]);
  });

  test('comes with a strict policy, and so does every other answer of its scheme', async () => {
    const policies = await inPage(async () => {
      const answers = await Promise.all(
        ['index.html', 'missing.js', '%2e%2e/main/index.js'].map((path) => fetch(path)),
      );
      return answers.map((answer) => `${answer.status} ${answer.headers.get('content-security-policy')}`);
    });
    expect(policies.map((policy) => policy.slice(0, 3))).toEqual(['200', '404', '404']);
    for (const policy of policies) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("require-trusted-types-for 'script'");
      // nothing but pictures may come as data
      expect(policy.replace("img-src 'self' data:;", '')).not.toMatch(/unsafe|\*|data:|https?:/);
    }
  });

  test('can run no text as code', async () => {
    const results = await inPage(() => {
      const attempt = (name: string, run: () => unknown): string => {
        try {
          return `${name}: ${String(run())}`;
        } catch (error) {
          return `${name}: ${error instanceof Error ? error.name : 'refused'}`;
        }
      };
      return [
        // biome-ignore lint/security/noGlobalEval: that this fails is what is tested
        attempt('eval', () => globalThis.eval('1')),
        attempt('Function', () => new Function('return 1')()),
        attempt('markup', () => {
          document.createElement('p').innerHTML = '<b>x</b>';
          return 'done';
        }),
        attempt('policy', () => {
          const { trustedTypes } = globalThis as unknown as {
            trustedTypes: { createPolicy(name: string, rules: object): unknown };
          };
          trustedTypes.createPolicy('any', { createHTML: (text: string) => text });
          return 'done';
        }),
      ];
    });
    expect(results).toEqual(['eval: EvalError', 'Function: EvalError', 'markup: TypeError', 'policy: TypeError']);
  });

  test('runs no script that is put into it', async () => {
    const ran = await inPage(async () => {
      const refused: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
      const image = document.createElement('img');
      image.src = 'https://example.com/x.png';
      const style = document.createElement('style');
      style.append('body { display: none }');
      document.body.append(image, style);
      while (refused.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
      return refused.toSorted();
    });
    expect(ran).toEqual(['img-src', 'style-src-elem']);
  });

  test('shows a picture that comes inside an answer', async () => {
    const width = await inPage(async () => {
      const image = document.createElement('img');
      image.src = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
      await image.decode();
      return image.naturalWidth;
    });
    expect(width).toBe(1);
  });

  test('reaches no network', async () => {
    const reached = await inPage(async () => {
      const answers = await Promise.allSettled([fetch('https://example.com/'), fetch('http://127.0.0.1:9/')]);
      return answers.map((answer) => answer.status);
    });
    expect(reached).toEqual(['rejected', 'rejected']);
  });

  test('opens no window', async () => {
    const opened = await inPage(() => [
      window.open('https://example.com/') === null,
      window.open('index.html') === null,
      window.open('about:blank') === null,
    ]);
    expect(opened).toEqual([true, true, true]);
    expect(running.app.windows()).toHaveLength(1);
  });

  test('cannot be led elsewhere', async () => {
    await inPage(() => {
      for (const target of ['https://example.com/', 'file:///etc/passwd', 'app://other/', 'app://sluice/other.html'])
        location.href = target;
      const link = document.createElement('a');
      link.href = 'https://example.com/';
      document.body.append(link);
      link.click();
    });
    // A navigation that was allowed would have ended the script's page before it answers again.
    expect(await inPage(() => location.href)).toBe('app://sluice/index.html');
    expect(running.page.url()).toBe('app://sluice/index.html');
  });

  test('comes back when it was blanked, which no browser lets a program refuse', async () => {
    await inPage(() => {
      // The answer must be away before the page is.
      setTimeout(() => {
        location.href = 'about:blank';
      }, 50);
    });
    await running.page.waitForURL('about:blank').catch(() => undefined);
    await running.page.waitForURL('app://sluice/index.html');
    await running.page.waitForLoadState();
  });

  test('is granted nothing of the platform', async () => {
    const answers = await inPage(async () => [
      await Notification.requestPermission(),
      await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      ),
      await navigator.clipboard.readText().then(
        () => 'granted',
        () => 'denied',
      ),
      (await navigator.permissions.query({ name: 'geolocation' })).state,
    ]);
    expect(answers).toEqual(['denied', 'denied', 'denied', 'denied']);
  });
});

describe('the main process', () => {
  test('refuses calls it does not know and input that does not fit', async () => {
    const replies = await inPage(async () => {
      const { sluice } = globalThis as unknown as { sluice: { call(name: unknown, input: unknown): Promise<unknown> } };
      return [
        await sluice.call('no.such.call', {}),
        await sluice.call('__proto__', {}),
        await sluice.call('desktop.open', { id: '../../etc/passwd' }),
        await sluice.call('tasks.show', 'text'),
      ];
    });
    for (const reply of replies) expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });

  test('answers no other page, not even one with the same preload', async () => {
    const answer = await running.app.evaluate(
      async ({ BrowserWindow, session }, preload) => {
        const foreign = session.fromPartition('foreign');
        foreign.protocol.handle('app', () => new Response('<p>', { headers: { 'content-type': 'text/html' } }));
        const window = new BrowserWindow({
          show: false,
          webPreferences: { session: foreign, preload, sandbox: true, contextIsolation: true },
        });
        await window.loadURL('app://foreign/index.html');
        const result: unknown = await window.webContents.executeJavaScript(
          "sluice.call('settings.get', {}).then(() => 'answered', (error) => error.message)",
        );
        window.destroy();
        return result;
      },
      join(import.meta.dirname, '..', '..', 'out', 'preload', 'index.cjs'),
    );
    expect(answer).toContain('not the page of Sluice');
  });
});
