/** What such a program may know of this process: no token or key that happens to be in its environment. */
const handedOn =
  /^(PATH|HOME|TMPDIR|TEMP|TMP|SYSTEMROOT|USERPROFILE|LOCALAPPDATA|APPDATA|SSL_CERT_FILE|SSL_CERT_DIR|(https?|no|all)_proxy)$/i;

/** The environment of an external program. */
export function programEnv(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const own: Record<string, string> = { LANG: "C.UTF-8", PYTHONIOENCODING: "utf-8", PYTHONUNBUFFERED: "1" };
  for (const [name, value] of Object.entries(env)) if (handedOn.test(name) && value !== undefined) own[name] = value;
  return own;
}
