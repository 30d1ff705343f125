import { signatureTimestamp } from './player-code.ts';

/** Path of the player's code by its version. */
function playerPath(version: string): string {
  return `/s/player/${version}/player_ias.vflset/en_US/base.js`;
}

const context = {
  client: {
    hl: 'en',
    gl: 'US',
    clientName: 'WEB',
    clientVersion: '2.20260623.01.00',
    visitorData: 'CgtzdGFuZGluMTIzNCiAgICAgA%3D%3D',
  },
};

/** A page of the site: its settings, and what it shows, in scripts. */
export function sitePage(version: string, title: string, data: object | null, player: object | null): string {
  const settings = {
    INNERTUBE_API_KEY: 'AIzaSyAO_FJ2SlqU8Q4STEHLGCilw_Y9_11qcW8',
    INNERTUBE_API_VERSION: 'v1',
    INNERTUBE_CLIENT_NAME: 'WEB',
    INNERTUBE_CLIENT_VERSION: '2.20260623.01.00',
    INNERTUBE_CONTEXT_CLIENT_NAME: 1,
    INNERTUBE_CONTEXT_CLIENT_VERSION: '2.20260623.01.00',
    INNERTUBE_CONTEXT: context,
    VISITOR_DATA: 'CgtzdGFuZGluMTIzNCiAgICAgA%3D%3D',
    PLAYER_JS_URL: playerPath(version),
    STS: signatureTimestamp,
    LOGGED_IN: false,
    WEB_PLAYER_CONTEXT_CONFIGS: { WEB_PLAYER_CONTEXT_CONFIG_ID_KEVLAR_WATCH: { jsUrl: playerPath(version) } },
  };
  const script = (text: string): string => `<script nonce="x">${text.replaceAll('</', '<\\/')}</script>`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)} - YouTube</title>
<meta property="og:title" content="${escaped(title)}">
${script(`(function() {window.ytplayer={};ytcfg.set(${JSON.stringify(settings)});})();`)}
</head><body>
${player === null ? '' : script(`var ytInitialPlayerResponse = ${JSON.stringify(player)};`)}
${data === null ? '' : script(`var ytInitialData = ${JSON.stringify(data)};`)}
</body></html>
`;
}

/** `/iframe_api`, by which the version of the player is found. */
export function iframeApi(version: string): string {
  return `var scriptUrl = 'https:\\/\\/www.youtube.com\\/s\\/player\\/${version}\\/www-widgetapi.vflset\\/www-widgetapi.js';window["YT"]||(window["YT"]={loading:0,loaded:0});`;
}

/** `/sw.js_data`: what a session begins with, as an array of arrays. */
export function serviceWorkerData(): string {
  const device: unknown[] = Array.from({ length: 110 }, () => null);
  const known: Readonly<Record<number, unknown>> = {
    0: 'en',
    1: 'US',
    3: '127.0.0.1',
    11: '',
    12: '',
    13: 'CgtzdGFuZGluMTIzNCiAgICAgA%3D%3D',
    14: 'Mozilla/5.0',
    16: '2.20260623.01.00',
    17: 'Windows',
    18: '10.0',
    61: [null, 'app-install-data'],
    79: 'UTC',
    86: 'Chrome',
    87: '125.0.0.0',
    103: 'device',
    107: 'rollout',
  };
  for (const [index, value] of Object.entries(known)) device[Number(index)] = value;
  return `)]}'\n${JSON.stringify([['yt.sw.adr', null, [[device], 'AIzaSyAO_FJ2SlqU8Q4STEHLGCilw_Y9_11qcW8']]])}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
