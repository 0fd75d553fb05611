import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';
import { TargetError } from '../errors.ts';

/** Decides which machines may be talked to: this one, and those that are allowed by name or address. */
export interface HostGuard {
  /** Whether a connection to this address may be used. */
  permits(address: string): boolean;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an IP address is this machine's own; that of "any interface" (0.0.0.0, ::) is not. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  return loopback.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/**
 * Returns the guard of a run, once every host leads nowhere else but to this machine or is allowed. A name is as good as
 * all the addresses that it stands for.
 * @throws TargetError `target-not-allowed`; errors of name resolution as they come
 */
export async function guardHosts(hosts: readonly string[], allowed: readonly string[]): Promise<HostGuard> {
  const allowedNames = new Set(allowed.map((host) => host.toLowerCase()));
  const permitted = new Set<string>();
  for (const host of new Set(hosts)) {
    const addresses = await addressesOf(host);
    const isAllowed = (address: string) => allowedNames.has(host.toLowerCase()) || allowedNames.has(address);
    const foreign = addresses.find((address) => !isLoopback(address) && !isAllowed(address));
    if (foreign !== undefined) throw notAllowed(host, foreign);
    for (const address of addresses) permitted.add(address);
  }
  // Nodes that a Cluster or a Sentinel names later come under addresses that allowed names stand for.
  for (const name of allowedNames) {
    for (const address of await addressesOf(name).catch(() => [])) permitted.add(address);
  }
  return { permits: (address) => isLoopback(address) || permitted.has(address.replace(/^::ffff:/, '')) };
}

/** The problem with a machine that may not be talked to. */
export function notAllowed(host: string, address: string): TargetError {
  const name = host === address ? host : `${host} (${address})`;
  return new TargetError(
    'target-not-allowed',
    `${name} is not this machine, and load is sent to nobody who was not named`,
    `--allow-target ${host}, if it is yours`,
  );
}

async function addressesOf(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}
