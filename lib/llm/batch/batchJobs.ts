import type { BatchJob } from "@google/genai";
import { AuthError } from "#lib/errors.ts";
import { isSignIn, signInAdvice } from "../providers/genai.ts";
import { type GoogleAccess, googleClient } from "../providers/googleClient.ts";

/** A batch job of Vertex AI, as far as it matters here. */
export interface Job {
  /** `projects/…/locations/…/batchPredictionJobs/…`. */
  name: string;
  /** Such as `JOB_STATE_RUNNING`. */
  state: string;
  /** Why it failed. */
  error?: string;
}

/** The batch jobs of one project and model. */
export interface BatchJobs {
  create(job: { displayName: string; inputUri: string; outputUri: string }): Promise<Job>;
  /** The job with this display name, whoever created it; null where there is none. */
  find(displayName: string): Promise<Job | null>;
  get(name: string): Promise<Job>;
}

export interface BatchJobsOptions extends Omit<GoogleAccess, "access"> {
  model: string;
  project: string;
  location: string;
}

/**
 * Batch jobs of Vertex AI through @google/genai (`projects.locations.batchPredictionJobs`). Each call is one attempt.
 */
export async function openBatchJobs(options: BatchJobsOptions): Promise<BatchJobs> {
  const { model, project, location } = options;
  const { batches } = await googleClient({ ...options, access: { project, location } });
  const signedIn = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      throw isSignIn(error) ? new AuthError(signInAdvice) : error;
    }
  };
  return {
    create: ({ displayName, inputUri, outputUri }) =>
      signedIn(async () => {
        const dest = { format: "jsonl", gcsUri: outputUri };
        const src = { format: "jsonl", gcsUri: [inputUri] };
        return jobOf(await batches.create({ model, src, config: { displayName, dest } }));
      }),
    find: (displayName) =>
      signedIn(async () => {
        const filter = `displayName=${JSON.stringify(displayName)}`;
        // A server that does not know the filter lists all.
        for await (const job of await batches.list({ config: { filter, pageSize: 100 } }))
          if (job.displayName === displayName) return jobOf(job);
        return null;
      }),
    get: (name) => signedIn(async () => jobOf(await batches.get({ name }))),
  };
}

function jobOf({ name = "", state, error }: BatchJob): Job {
  return {
    name,
    state: state ?? "JOB_STATE_UNSPECIFIED",
    ...(error?.message === undefined ? {} : { error: error.message }),
  };
}
