/** The part of AbortSignal that Node has and the kernel's TypeScript does not know. */
const native = AbortSignal as unknown as { any(signals: readonly AbortSignal[]): AbortSignal };

/** A signal that is aborted as soon as one of these is; it keeps none of them from being collected. */
export function anySignal(signals: readonly AbortSignal[]): AbortSignal {
  return native.any(signals);
}
