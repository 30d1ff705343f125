import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Of this computer, as the other network sees it. */
export const ownAddress = '93.184.216.1';
/** Of the server in the other network, which counts as public; it looks names up as well. */
export const farAddress = '93.184.216.34';

/**
 * Two networks of their own with a wire between them: the program runs in one, and gets the id of a process that holds the other one.
 * Names are looked up there and nowhere else.
 */
const setUp = `
set -e
files=$1; shift
echo 'nameserver ${farAddress}' > "$files/resolv.conf"
printf '127.0.0.1 localhost\\n127.0.0.1 hosted.example\\n' > "$files/hosts"
echo 'hosts: files dns' > "$files/nsswitch.conf"
for file in resolv.conf hosts nsswitch.conf; do mount --bind "$files/$file" "/etc/$file"; done
unshare -n sleep 300 & far=$!
trap 'kill $far' EXIT
while [ "$(readlink /proc/$far/ns/net)" = "$(readlink /proc/$$/ns/net)" ]; do :; done
ip link set lo up
ip link add near type veth peer name far netns $far
ip addr add ${ownAddress}/24 dev near
ip link set near up
nsenter -t $far -n sh -c 'ip link set lo up; ip addr add ${farAddress}/24 dev far; ip link set far up'
"$@" "$far"
`;

/**
 * Runs a program between them; the id is its last argument.
 * @param files an empty folder
 * @returns what it says
 */
export async function betweenNetworks(files: string, program: readonly string[]): Promise<string> {
  const { stdout } = await run('unshare', ['-rnm', 'sh', '-c', setUp, 'sh', files, ...program], {
    maxBuffer: 1 << 26,
    timeout: 120_000,
  });
  return stdout;
}

/** Why this machine cannot do it, or `null`. */
export async function noNetworks(files: string): Promise<string | null> {
  if (process.platform !== 'linux') return 'networks of their own need Linux';
  try {
    await betweenNetworks(files, ['true']);
    return null;
  } catch (error) {
    return `no networks of their own here: ${error instanceof Error ? error.message : String(error)}`;
  }
}
