import { logGamma } from '../../random/gamma.ts';

/** Returns P(X >= k) for X binomial with n trials of chance p, 0..1 exclusive. */
export function binomialTail(k: number, n: number, p: number): number {
  let total = 0;
  for (let i = Math.max(0, k); i <= n; i += 1) {
    const logWays = logGamma(n + 1) - logGamma(i + 1) - logGamma(n - i + 1);
    total += Math.exp(logWays + i * Math.log(p) + (n - i) * Math.log1p(-p));
  }
  return Math.min(1, total);
}

/** Returns the most successes in n trials that a chance of at most p gives with a chance of at least `doubt`. */
export function mostByChance(n: number, p: number, doubt: number): number {
  let k = 0;
  while (k < n && binomialTail(k + 1, n, p) >= doubt) k += 1;
  return k;
}
