import { hash } from 'node:crypto';

/** Digits of a hash that fit in a number exactly. */
const HEX_DIGITS = 13;

/** Hashes are whole numbers below this, 2^52, so that they stay exact with 1 added. */
export const HASHES = 2 ** 52;

/**
 * Returns the number that stands for a ticket from its reading on, 0..2^52 - 1: the first 52 bits of the SHA-256 of its
 * name. Two of a million tickets share a number with a probability of 1 in 9,000.
 */
export function hashTicket(name: string): number {
  return Number.parseInt(hash('sha256', name).slice(0, HEX_DIGITS), 16);
}
