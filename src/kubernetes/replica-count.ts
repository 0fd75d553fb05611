const MAX_INT32 = 2 ** 31 - 1;

/** Returns a wanted number of replicas rounded up, held to the 32 bits that a replica count has. */
export function wholeReplicas(wanted: number): number {
  return Math.min(Math.ceil(wanted), MAX_INT32) + 0; // + 0 makes -0 a zero
}
