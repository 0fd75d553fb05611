import { type ListedPrice, pricesOf } from './price-list.ts';

/** On-demand prices of AWS in Northern Virginia [USD/h]: Linux, shared tenancy; ElastiCache with Redis OSS. */
export const AWS_US_EAST_1: readonly ListedPrice[] = [
  ...pricesOf(
    'AWS Price List API by github.com/aws/karpenter-provider-aws@031e72b, zz_generated.pricing_aws.go',
    '2026-01-19',
    {
      't3.medium': 0.0416,
      't3.large': 0.0832,
      't3.xlarge': 0.1664,
      'm5.large': 0.096,
      'm5.xlarge': 0.192,
      'm6i.large': 0.096,
      'm6i.xlarge': 0.192,
      'm7g.large': 0.0816,
      'm7g.xlarge': 0.1632,
      'c5.large': 0.085,
      'c5.xlarge': 0.17,
      'c6i.large': 0.085,
      'c6i.xlarge': 0.17,
      'c7g.large': 0.0725,
      'c7g.xlarge': 0.145,
    },
  ),
  ...pricesOf(
    'AWS Price List API, AmazonElastiCache, cacheEngine Redis, NodeUsage in us-east-1',
    '2026-10-02',
    {
      'cache.t3.micro': 0.017,
      'cache.t4g.micro': 0.016,
      'cache.m6g.large': 0.149,
      'cache.m7g.large': 0.158,
      'cache.m7g.xlarge': 0.315,
      'cache.r6g.large': 0.206,
      'cache.r6g.xlarge': 0.411,
      'cache.r7g.large': 0.219,
      'cache.r7g.xlarge': 0.437,
    },
  ),
];
