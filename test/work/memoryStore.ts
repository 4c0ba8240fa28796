import { TransientError } from "#lib/errors.ts";
import type { Store } from "#lib/store/index.ts";

/** A store in memory whose operations take no time; `objects` is what it holds, and `isDown` may be replaced. */
export function memoryStore(): Store & { objects: Map<string, Uint8Array>; isDown: () => boolean } {
  const objects = new Map<string, Uint8Array>();
  const answer = async <T>(act: () => T): Promise<T> => {
    if (store.isDown()) throw new TransientError("503");
    return act();
  };
  const none = (): never => {
    throw new Error("not part of this store");
  };
  const store: ReturnType<typeof memoryStore> = {
    objects,
    isDown: () => false,
    location: "memory",
    get: (name) => answer(() => objects.get(name) ?? null),
    stat: (name) => answer(() => (objects.has(name) ? { bytes: objects.get(name)!.length } : null)),
    put: (name, bytes) => answer(() => void objects.set(name, bytes)),
    create: (name, bytes) =>
      answer(() => {
        if (objects.has(name)) return false;
        objects.set(name, bytes);
        return true;
      }),
    list: async function* (prefix) {
      yield* await answer(() => [...objects.keys()].filter((name) => name.startsWith(prefix)).sort());
    },
    delete: (name) => answer(() => void objects.delete(name)),
    read: none,
    download: none,
    upload: none,
    scratch: none,
  };
  return store;
}
