import { type ListedPrice, pricesOf } from './price-list.ts';

/**
 * On-demand prices of AWS in Seoul [USD/h]: Linux, shared tenancy; ElastiCache with Redis OSS. Only what was really
 * read somewhere is here; figures that are published for other regions are not carried over.
 */
export const AWS_AP_NORTHEAST_2: readonly ListedPrice[] = [
  ...pricesOf('AWS Price List API, AmazonEC2 in ap-northeast-2, edition of 2026-09-25', '2026-09-28', {
    't3.medium': 0.052,
    't3.large': 0.104,
  }),
  ...pricesOf('AWS Price List API, AmazonEC2 in ap-northeast-2', '2026-08-28', {
    'm6i.large': 0.118,
    'c6i.large': 0.096,
    'c6i.xlarge': 0.192,
  }),
  ...pricesOf('AWS Price List API, AmazonElastiCache, APN2-NodeUsage:cache.t4g.micro', '2026-08-03', {
    'cache.t4g.micro': 0.024,
  }),
];
