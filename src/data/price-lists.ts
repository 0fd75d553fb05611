import type { ListedPrice } from './price-list.ts';
import { AWS_AP_NORTHEAST_2 } from './prices-aws-ap-northeast-2.ts';
import { AWS_US_EAST_1 } from './prices-aws-us-east-1.ts';

export const PRICE_LIST_IDS = ['aws-ap-northeast-2', 'aws-us-east-1'] as const;
export type PriceListId = (typeof PRICE_LIST_IDS)[number];

/** Every price list by its id. */
export const PRICE_LISTS: Readonly<Record<PriceListId, readonly ListedPrice[]>> = {
  'aws-ap-northeast-2': AWS_AP_NORTHEAST_2,
  'aws-us-east-1': AWS_US_EAST_1,
};
