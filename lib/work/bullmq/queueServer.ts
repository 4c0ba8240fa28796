import {
  assertSchemaCompatibility,
  createPostgresBackend,
  DEFAULT_SCHEMA,
  type Job,
  LATEST_SCHEMA_VERSION,
  type PgPool,
  Queue,
  Worker as QueueWorker,
  runMigrations,
  SchemaMigrationRequiredError,
} from "bullmq";
import { Redis } from "ioredis";
import { Pool } from "pg";
import type { QueueAddress } from "./queueAddress.ts";

/** The connection of one process to a queue's server, which heals itself; errors are those of the server and its clients. */
export interface QueueServer {
  /** Asks whether the server can be worked with, and makes the tables of a PostgreSQL that has none. */
  prepare(): Promise<ServerFacts>;
  open(name: string, options: QueueOptions): Promise<OpenQueue>;
  close(): Promise<void>;
}

/** What Redis says of itself; null for what there is not. */
export interface ServerFacts {
  readonly redisVersion: string | null;
  readonly evictionPolicy: string | null;
}

export interface QueueOptions {
  /** A job whose lock has not been renewed for so long is brought to another. */
  readonly lockMs: number;
  /** How often it is looked for such jobs, by whichever process is first. */
  readonly checkMs: number;
}

/** One queue, filled and taken from. */
export interface OpenQueue {
  /** Jobs whose task is in the queue or on its way already are left out. */
  add(jobs: readonly { readonly task: string; readonly step: string }[]): Promise<void>;
  take(token: string): Promise<TakenJob | null>;
  close(): Promise<void>;
}

export interface TakenJob {
  readonly task: string;
  renew(): Promise<void>;
  remove(): Promise<void>;
}

/** The parts of BullMQ's two classes that are used, the same on either server. */
interface Filled {
  addBulk(jobs: { name: string; data: { task: string }; opts: object }[]): Promise<unknown>;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
  on(event: "error", heard: (error: Error) => void): unknown;
}
interface Taken {
  getNextJob(token: string, options: { block: boolean }): Promise<Job | undefined>;
  startStalledCheckTimer(): Promise<void>;
  waitUntilReady(): Promise<unknown>;
  close(force: boolean): Promise<void>;
  on(event: "error", heard: (error: Error) => void): unknown;
}

const connectMs = 5000;
// BullMQ gives a job up that has lost its worker so often. Here the records of failures do.
const stalledAtMost = 2 ** 31 - 1;

/**
 * BullMQ on Redis or on PostgreSQL, the only file that knows it. The server holds names of tasks only.
 *
 * @param trouble hears what breaks a connection
 */
export function openQueueServer(address: QueueAddress, trouble: (error: unknown) => void): QueueServer {
  return address.kind === "redis" ? onRedis(address.url, trouble) : onPostgres(address.url, trouble);
}

function onRedis(url: string, trouble: (error: unknown) => void): QueueServer {
  // A command that cannot be sent now fails now: one that is sent much later would take a task for nobody.
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectMs,
    maxRetriesPerRequest: null,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
  });
  client.on("error", trouble);
  const connect = async () => {
    if (client.status === "wait") await client.connect();
  };
  return {
    prepare: async () => {
      await connect();
      const info = await client.info();
      const fact = (name: string) => new RegExp(`^${name}:(.*)$`, "m").exec(info)?.[1]?.trim() ?? "";
      return { redisVersion: fact("redis_version"), evictionPolicy: fact("maxmemory_policy") };
    },
    open: async (name, options) => {
      await connect();
      // What BullMQ would ask is asked by prepare, once, and what it would print is said to the person.
      const common = { connection: client, skipVersionCheck: true };
      const worker = new QueueWorker(name, null, { ...common, ...settings(options) });
      return opened(new Queue(name, common), worker, options.lockMs, trouble);
    },
    close: async () => client.disconnect(),
  };
}

function onPostgres(connectionString: string, trouble: (error: unknown) => void): QueueServer {
  const options = `-c search_path=${DEFAULT_SCHEMA}`;
  const pool = new Pool({ connectionString, connectionTimeoutMillis: connectMs, keepAlive: true, options });
  pool.on("error", trouble);
  const migrate = async () => {
    const client = await pool.connect();
    try {
      const version = await assertSchemaCompatibility(client).catch((error) => {
        if (error instanceof SchemaMigrationRequiredError) return 0;
        throw error;
      });
      // A user who may not make tables can work with those that are there.
      if (version < LATEST_SCHEMA_VERSION) await runMigrations(client);
    } finally {
      client.release();
    }
  };
  return {
    prepare: async () => {
      await migrate();
      return { redisVersion: null, evictionPolicy: null };
    },
    open: async (name, options) => {
      await migrate();
      // The types of the two libraries differ in what an event's listener may be.
      const common = { connection: pool as unknown as PgPool };
      const queue = new Queue(name, common, createPostgresBackend);
      const worker = new QueueWorker(name, null, { ...common, ...settings(options) }, createPostgresBackend);
      return opened(queue, worker, options.lockMs, trouble);
    },
    close: () => pool.end(),
  };
}

function settings({ lockMs, checkMs }: QueueOptions) {
  return { autorun: false, lockDuration: lockMs, stalledInterval: checkMs, maxStalledCount: stalledAtMost };
}

async function opened(
  queue: Filled,
  worker: Taken,
  lockMs: number,
  trouble: (error: unknown) => void,
): Promise<OpenQueue> {
  queue.on("error", trouble);
  worker.on("error", trouble);
  const close = async () => {
    await Promise.all([worker.close(true), queue.close()]);
  };
  try {
    await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
    await worker.startStalledCheckTimer();
  } catch (error) {
    await close().catch(trouble);
    throw error;
  }
  return {
    add: async (jobs) => {
      // A name that is a number would not be taken. What has left the queue may be put in anew.
      const optsOf = (task: string) => ({ jobId: `task.${task}`, removeOnComplete: true, removeOnFail: true });
      await queue.addBulk(jobs.map(({ task, step }) => ({ name: step, data: { task }, opts: optsOf(task) })));
    },
    take: async (token) => {
      const job = await worker.getNextJob(token, { block: false });
      if (!job) return null;
      return {
        task: String(job.data?.task),
        renew: async () => void (await job.extendLock(token, lockMs)),
        remove: async () => void (await job.moveToCompleted(null, token, false)),
      };
    },
    close,
  };
}
