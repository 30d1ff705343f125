import { isStart, packetBytes, pidOf } from '../ts/packet.ts';
import { type Programme, readMap } from '../ts/programme.ts';
import { Sections } from '../ts/sections.ts';
import { hasMedia } from '../ts/stream-type.ts';

/** One table that is repeated in the stream: its newest whole repetition, and the packets of the one that is coming in. */
interface Table {
  readonly sections: Sections;
  coming: Uint8Array[];
  whole: Uint8Array[];
}

const tablePid = 0;
/** Bytes of a section before its own fields, and of the CRC behind them. */
const [head, crc] = [8, 4];

/** Keeps the programme tables of a transport stream (ISO/IEC 13818-1 section 2.4.4), to put them before each chunk. */
export class TsTables {
  readonly #tables = new Map<number, Table>([[tablePid, newTable()]]);
  readonly #found = new Map<number, Programme>();
  #listed: readonly number[] = [];
  #programme: Programme | null = null;

  /** The first programme of the table that has something to record, or `null` while there is none. */
  get programme(): Programme | null {
    return this.#programme;
  }

  /** The packets of the tables that name the programme. */
  get packets(): Uint8Array[] {
    const map = this.#programme === null ? undefined : this.#tables.get(this.#programme.mapPid);
    return map === undefined ? [] : [...(this.#tables.get(tablePid)?.whole ?? []), ...map.whole];
  }

  /**
   * Takes note of the packet at `at`.
   * @returns whether another programme, or other streams of it, are to be recorded from here on
   * @throws Failure `protected`
   */
  push(data: Uint8Array, at: number): boolean {
    const pid = pidOf(data, at);
    const table = this.#tables.get(pid);
    if (table === undefined) return false;
    if (isStart(data, at)) table.coming = [];
    table.coming.push(data.slice(at, at + packetBytes));
    const sections = table.sections.push(data, at);
    if (sections.length === 0) return false;
    table.whole = table.coming;
    for (const section of sections) {
      if (pid === tablePid) this.#list(section);
      else this.#map(section, pid);
    }
    const before = this.#programme;
    this.#programme = this.#listed.map((number) => this.#found.get(number)).find((map) => map && hasMedia(map)) ?? null;
    return before !== null && namesOf(before) !== namesOf(this.#programme);
  }

  #list(section: Buffer): void {
    if (section[0] !== 0) return;
    const listed: number[] = [];
    for (let at = head; at + 4 <= section.length - crc; at += 4) {
      const number = section.readUInt16BE(at);
      const mapPid = section.readUInt16BE(at + 2) & 0x1fff;
      // Number 0 is the network's, not a programme.
      if (number === 0) continue;
      listed.push(number);
      if (!this.#tables.has(mapPid)) this.#tables.set(mapPid, newTable());
    }
    if (listed.length > 0) this.#listed = listed;
  }

  #map(section: Buffer, pid: number): void {
    const programme = readMap(section, pid);
    if (programme !== undefined) this.#found.set(programme.number, programme);
  }
}

function newTable(): Table {
  return { sections: new Sections(), coming: [], whole: [] };
}

/** Equal for maps that name the same streams. */
function namesOf(programme: Programme | null): string {
  const streams = programme?.streams.map(({ pid, type }) => `${pid}:${type}`) ?? [];
  return `${programme?.number} ${streams.join(' ')}`;
}
