import type { Store } from "#lib/store/index.ts";

/** A store in memory whose operations take no time; `objects` is what it holds. */
export function memoryStore(): Store & { objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  const none = (): never => {
    throw new Error("not part of this store");
  };
  return {
    objects,
    location: "memory",
    get: async (name) => objects.get(name) ?? null,
    stat: async (name) => (objects.has(name) ? { bytes: objects.get(name)!.length } : null),
    put: async (name, bytes) => void objects.set(name, bytes),
    create: async (name, bytes) => {
      if (objects.has(name)) return false;
      objects.set(name, bytes);
      return true;
    },
    list: async function* (prefix) {
      yield* [...objects.keys()].filter((name) => name.startsWith(prefix)).sort();
    },
    delete: async (name) => void objects.delete(name),
    read: none,
    download: none,
    upload: none,
    scratch: none,
  };
}
