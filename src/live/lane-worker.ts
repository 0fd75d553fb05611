import { parentPort, workerData } from 'node:worker_threads';
import { serveLane } from './drive/lane.ts';
import type { LaneOrder } from './drive/lane-message.ts';

/** What a thread that talks to a target runs. */
if (parentPort !== null) await serveLane(parentPort, workerData as LaneOrder);
