/** A positive continuous distribution. All parameters share one unit, milliseconds wherever tacos uses it. */
export type Distribution =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'lognormal'; readonly p50: number; readonly p90: number }
  | { readonly kind: 'weibull'; readonly shape: number; readonly scale: number };
