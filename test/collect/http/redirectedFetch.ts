/** A fetch that reaches servers of this machine in the place of hosts, and no other host at all. */
export function redirectedFetch(hosts: Readonly<Record<string, string>>): typeof fetch {
  return async (input, init) => {
    const address = new URL(input instanceof Request ? input.url : input);
    const instead = hosts[address.host];
    if (instead === undefined) throw new Error(`A test asked ${address.host}`);
    return fetch(`${instead}${address.pathname}${address.search}`, init);
  };
}
