import { PRICE_LIST_IDS } from '../../data/price-lists.ts';
import { HOURS_PER_MONTH, MONEY_RATE_PATTERN } from '../../units/money.ts';
import { money, moneyRate } from '../schema/amount.ts';
import { dictionary } from '../schema/dictionary.ts';
import { list, namedList } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { count, name, plainNumber, share, text, word } from '../schema/scalar.ts';
import { type ObjectOf, optional, required, unavailable, withDefault } from '../schema/schema.ts';

const item = {
  key: required(
    text('a key of the price list (t3.large)'),
    'What is paid for, by its key in the price list.',
  ),
  count: required(count(1, 100_000), 'How many of it.'),
  hours: withDefault(
    plainNumber({ min: 0, max: 744, exclusive: true }),
    HOURS_PER_MONTH,
    'Hours of the month for which it is held; a month has 730.',
  ),
};

const bill = {
  name: required(name(), 'Name of the bill.'),
  items: required(list(object(item), { minItems: 1, maxItems: 100 }), 'What is on it.'),
  claimed: optional(money(), 'What was claimed to be paid for a month.'),
};

const fixed = {
  name: required(name(), 'What is paid for.'),
  price: required(moneyRate(), 'Its price.'),
};

const ratio = plainNumber({ min: 0, max: 1000 });

const cost = {
  prices: withDefault(
    word(PRICE_LIST_IDS),
    'aws-ap-northeast-2',
    'Price list; each of its rows has a source and a date.',
  ),
  overrides: withDefault(
    dictionary(moneyRate(), 'a section of prices by key, such as t3.large: $0.104/h', {
      type: 'string',
      pattern: `^${MONEY_RATE_PATTERN}$`,
    }),
    {},
    'Prices that stand in for those of the list, or that it lacks.',
  ),
  spotDiscount: optional(
    share({ zeroAllowed: false }),
    'How much less a spot node costs; needed with spot nodes.',
  ),
  fixed: withDefault(
    namedList(object(fixed), { maxItems: 100 }),
    [],
    'What is paid for by the hour, however much comes.',
  ),
  bills: withDefault(
    namedList(object(bill), { maxItems: 20 }),
    [],
    'Monthly bills worked out at list prices beside what was claimed.',
  ),
  regret: unavailable(
    object({ under: optional(ratio, 'Weight of too little.'), over: optional(ratio, 'Weight of too much.') }),
    'Weights of under- and over-provisioning.',
  ),
};

/** Prices. */
export const costSchema = object(cost);

export type CostSection = ObjectOf<typeof cost>;
