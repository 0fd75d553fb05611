import type { BackendPlan, SeatsPlan } from './infrastructure-plan.ts';
import type { BackendSection } from './vocabulary/backend.ts';
import { distributionOf } from './vocabulary/distribution.ts';
import type { SeatsSection } from './vocabulary/seats.ts';

/** Mean service time of a backend that is given by its capacity [s]. */
const CAPACITY_SERVICE_SEC = 0.1;

/** Returns the shop in the units of a plan; a capacity becomes servers that take about 100 ms for a request. */
export function backendPlan(section: BackendSection): BackendPlan {
  const { requestsPerAdmission, queueLimit, timeout } = section;
  return { ...serversOf(section), requestsPerAdmission, queueLimit, timeoutMs: timeout };
}

function serversOf({
  capacity,
  servers,
  serviceTime,
}: BackendSection): Pick<BackendPlan, 'servers' | 'serviceMs'> {
  if (capacity !== undefined) {
    const count = Math.max(1, Math.round(capacity * CAPACITY_SERVICE_SEC));
    return { servers: count, serviceMs: { kind: 'exponential', mean: (count / capacity) * 1000 } };
  }
  return {
    servers: servers ?? 1,
    serviceMs:
      serviceTime === undefined
        ? { kind: 'exponential', mean: CAPACITY_SERVICE_SEC * 1000 }
        : distributionOf(serviceTime),
  };
}

/** Returns the seats in the units of a plan. */
export function seatsPlan(section: SeatsSection): SeatsPlan {
  return {
    count: section.count,
    holdMs: section.holdFor,
    perVisitor: section.perVisitor,
    buyShare: section.buyShare,
    buyMs: distributionOf(section.buyTime),
  };
}
