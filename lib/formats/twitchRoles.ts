/** The badges that say what someone is in a channel; others (bits, events, games) could only tell one person from another. */
const roles: ReadonlyMap<string, string> = new Map([
  ["broadcaster", "broadcaster"],
  ["moderator", "moderator"],
  ["lead_moderator", "moderator"],
  ["vip", "vip"],
  ["subscriber", "subscriber"],
  ["founder", "subscriber"],
  ["partner", "partner"],
  ["staff", "staff"],
  ["admin", "staff"],
  ["global_mod", "staff"],
  ["bot-badge", "bot"],
]);

/** Adds the role that a Twitch badge stands for, if it stands for one. */
export function addTwitchRole(into: string[], badge: unknown): void {
  const role = typeof badge === "string" ? roles.get(badge) : undefined;
  if (role !== undefined && !into.includes(role)) into.push(role);
}
