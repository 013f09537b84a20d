import { createServer, type Server, type Socket } from 'node:net';
import { GrowingBuffer } from './growing-buffer.js';
import {
  errorResponse,
  greeting,
  NO_SSL,
  readyForQuery,
  simpleQuery,
  statusAtEnd,
  type TransactionStatus,
  takeStartup,
  type Unit,
  UnitReader,
} from './wire.js';

/** The one database session that all connections share. Runs protocol bytes and answers protocol bytes. */
export interface SharedSession {
  readonly serverVersion: string;
  run(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A client that stops in mid-transaction would stop everyone. */
const IDLE_IN_TRANSACTION_MS = 60_000;
const ROLLBACK = simpleQuery('ROLLBACK');

interface Connection {
  readonly socket: Socket;
  readonly buffer: GrowingBuffer;
  readonly units: UnitReader;
  readonly queue: Unit[];
  started: boolean;
  gone: boolean;
}

/**
 * Lets many PostgreSQL clients share one session: a unit of one connection runs alone, and a connection keeps the
 * session while it is in a transaction. A connection that dies in a transaction is rolled back.
 */
export class Forwarder {
  readonly #session: SharedSession;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #holder: Connection | null = null;
  #status: TransactionStatus = 'I';
  #running = false;
  #refusing = false;
  #idleTimer: NodeJS.Timeout | undefined;
  #emptied: (() => void) | undefined;

  constructor(session: SharedSession) {
    this.#session = session;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  async listen(path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, resolve);
    });
  }

  /** Waits for the clients at most `graceMs`, then refuses new transactions and ends when the running one does. */
  async stop(graceMs: number): Promise<void> {
    if (!(await this.#drained(graceMs))) {
      this.#refusing = true;
      for (const connection of this.#connections) if (connection !== this.#holder) this.#dismiss(connection);
      await this.#drained(graceMs);
    }
    for (const connection of [...this.#connections]) connection.socket.destroy();
    await this.#drained(graceMs);
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #drained(ms: number): Promise<boolean> {
    const empty = () => this.#connections.size === 0 && !this.#running && this.#holder === null;
    if (empty()) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#emptied = () => {
        if (!empty()) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#emptied = undefined;
    return empty();
  }

  #accept(socket: Socket): void {
    const buffer = new GrowingBuffer();
    const connection: Connection = {
      socket,
      buffer,
      units: new UnitReader(buffer),
      queue: [],
      started: false,
      gone: false,
    };
    this.#connections.add(connection);
    socket.on('data', (chunk: Buffer) => this.#receive(connection, chunk));
    // 'close' follows every error; the loss is dealt with there.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#lose(connection));
  }

  #receive(connection: Connection, chunk: Buffer): void {
    connection.buffer.append(chunk);
    if (!connection.started && !this.#start(connection)) return;
    for (let unit = connection.units.next(); unit !== null; unit = connection.units.next()) {
      if (unit.kind === 'terminate') connection.socket.end();
      else connection.queue.push(unit);
    }
    void this.#pump();
  }

  #start(connection: Connection): boolean {
    for (;;) {
      const step = takeStartup(connection.buffer);
      if (step === 'incomplete') return false;
      if (step === 'ssl') connection.socket.write(NO_SSL);
      else if (step === 'startup') {
        connection.started = true;
        if (this.#refusing) this.#dismiss(connection);
        else connection.socket.write(greeting(this.#session.serverVersion));
        return true;
      } else {
        connection.socket.destroy();
        return false;
      }
    }
  }

  #dismiss(connection: Connection): void {
    connection.queue.length = 0;
    connection.socket.end(errorResponse('FATAL', '57P01', 'the owner of the data directory is closing'));
  }

  #lose(connection: Connection): void {
    connection.gone = true;
    this.#connections.delete(connection);
    void this.#pump();
    this.#emptied?.();
  }

  #nextConnection(): Connection | null {
    if (this.#holder !== null) {
      return this.#holder.gone || this.#holder.queue.length > 0 ? this.#holder : null;
    }
    for (const connection of this.#connections) {
      if (connection.queue.length === 0) continue;
      // Moved to the end, so that a busy connection does not starve the others.
      this.#connections.delete(connection);
      this.#connections.add(connection);
      return connection;
    }
    return null;
  }

  async #pump(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#nextConnection(); next !== null; next = this.#nextConnection()) {
        clearTimeout(this.#idleTimer);
        await this.#serve(next);
      }
    } finally {
      this.#running = false;
    }
    if (this.#holder !== null) this.#watchIdle(this.#holder);
    this.#emptied?.();
  }

  async #serve(connection: Connection): Promise<void> {
    if (connection.gone) {
      await this.#run(ROLLBACK);
      this.#holder = null;
      return;
    }
    const unit = connection.queue.shift();
    if (unit === undefined || unit.kind === 'terminate') return;
    if (unit.kind === 'refuse') {
      connection.socket.write(errorResponse('ERROR', '0A000', unit.reason));
      connection.socket.write(readyForQuery(this.#holder === connection ? this.#status : 'I'));
      return;
    }
    const answer = await this.#run(unit.bytes);
    this.#holder = this.#status === 'I' ? null : connection;
    if (answer === null) connection.socket.destroy();
    else connection.socket.write(answer);
    if (this.#refusing && this.#holder === null) this.#dismiss(connection);
  }

  /** null: the answer is not one that a client could go on from. */
  async #run(bytes: Buffer): Promise<Uint8Array | null> {
    const answer = await this.#session.run(bytes);
    const status = statusAtEnd(answer);
    this.#status = status ?? 'E';
    return status === null ? null : answer;
  }

  #watchIdle(holder: Connection): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => {
      holder.socket.end(errorResponse('FATAL', '25P03', 'idle in a transaction for too long'));
      holder.socket.destroySoon();
    }, IDLE_IN_TRANSACTION_MS);
    this.#idleTimer.unref();
  }
}
