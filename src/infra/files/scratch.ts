import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scratch } from '../../ports/scratch.js';

const KEPT_BYTES = 8 * 1024 * 1024;
const WRITE_BYTES = 256 * 1024;

interface Spot {
  readonly at: number;
  readonly bytes: number;
}

interface Spill {
  readonly folder: string;
  readonly handle: FileHandle;
}

const removed = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** Readable by this user alone: results name pupils. */
async function openSpill(): Promise<Spill> {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-check-'));
  const handle = await open(join(folder, 'results'), 'wx+', 0o600);
  // Gone by name at once where the system allows it (not on Windows): a killed check then leaves nothing behind.
  await removed(folder).catch(() => undefined);
  return { folder, handle };
}

class DiskScratch implements Scratch {
  private readonly spots: Spot[] = [];
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private written = 0;
  private spill: Spill | null = null;

  constructor(private readonly keptBytes: number) {}

  async add(text: string): Promise<number> {
    const bytes = Buffer.from(text, 'utf8');
    this.spots.push({ at: this.written + this.pendingBytes, bytes: bytes.length });
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    const limit = this.spill === null ? this.keptBytes : WRITE_BYTES;
    if (this.pendingBytes > limit) await this.flush();
    return this.spots.length - 1;
  }

  private async flush(): Promise<void> {
    this.spill ??= await openSpill();
    const bytes = Buffer.concat(this.pending);
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await this.spill.handle.write(bytes, done, bytes.length - done, this.written);
      done += bytesWritten;
      this.written += bytesWritten;
    }
    this.pending = [];
    this.pendingBytes = 0;
  }

  async read(number: number): Promise<string> {
    const spot = this.spots[number];
    if (spot === undefined) throw new RangeError(`no text ${number}`);
    // What waits to be written is read from the disk like the rest: reading comes after adding.
    if (this.spill !== null && this.pendingBytes > 0) await this.flush();
    return this.spill === null ? this.readKept(number) : this.readWritten(this.spill, spot);
  }

  private readKept(number: number): string {
    return (this.pending[number] as Buffer).toString('utf8');
  }

  private async readWritten({ handle }: Spill, { at, bytes }: Spot): Promise<string> {
    const buffer = Buffer.allocUnsafe(bytes);
    let done = 0;
    while (done < bytes) {
      const { bytesRead } = await handle.read(buffer, done, bytes - done, at + done);
      if (bytesRead === 0) throw new RangeError('scratch file cut short');
      done += bytesRead;
    }
    return buffer.toString('utf8');
  }

  async close(): Promise<void> {
    const { spill } = this;
    this.spill = null;
    this.pending = [];
    this.pendingBytes = 0;
    this.spots.length = 0;
    if (spill === null) return;
    await spill.handle.close();
    await removed(spill.folder);
  }
}

/** Texts in memory up to `keptBytes` (default 8 MB), then in a temporary file that only this user can read. */
export const createScratch = (keptBytes = KEPT_BYTES): Scratch => new DiskScratch(keptBytes);
