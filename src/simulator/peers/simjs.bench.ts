import { createRequire } from 'node:module';
import { Rng } from '../../random/rng.ts';
import type { Contender, Sample } from '../../testing/bench/contender.ts';
import { cpuSeconds } from '../../testing/bench/cpu-clock.ts';

/** The part of simjs 2.0.3 that M/M/1 needs. */
interface SimJs {
  readonly Sim: new () => Simulation;
  readonly Facility: new (name: string) => Facility;
  readonly Entity: new (simulation: Simulation, name?: string) => Entity;
}

interface Simulation {
  addEntity(entity: new (simulation: Simulation, name?: string) => Entity): Entity;
  simulate(endTime: number, maxEvents?: number): boolean;
}

interface Facility {
  readonly name: string;
}

interface Entity {
  time(): number;
  setTimer(duration: number): Request;
  useFacility(facility: Facility, duration: number): Request;
}

interface Request {
  done(callback: (arrivedAt: number) => void, context?: Entity, argument?: number): Request;
}

/** Returns simjs. Its bundle exports nothing to Node and hangs itself on `window` where there is one, so it gets one. */
function loadSimJs(): SimJs {
  const window: { Sim?: SimJs } = {};
  Reflect.set(globalThis, 'window', window);
  const require = createRequire(import.meta.url);
  require('simjs');
  Reflect.deleteProperty(globalThis, 'window');
  if (window.Sim === undefined) throw new Error('simjs did not load');
  return window.Sim;
}

/** Returns M/M/1 at utilization 0.9 in simjs as a contender, with our generator: its own is slower. */
export function simJs(customers: number, rounds: number): Contender {
  const library = loadSimJs();
  return { name: 'simjs', rounds, isWarmedUp: true, run: () => mm1(library, customers) };
}

function mm1(library: SimJs, customers: number): Sample {
  const gaps = new Rng(1);
  const services = new Rng(2);
  const server = new library.Facility('server');
  let come = 0;
  let sojournSum = 0;
  class Source extends library.Entity {
    start(): void {
      this.setTimer(gaps.exponential() / 0.9).done(this.arrive);
    }

    arrive(): void {
      this.useFacility(server, services.exponential()).done(this.leave, this, this.time());
      if (++come < customers) this.setTimer(gaps.exponential() / 0.9).done(this.arrive);
    }

    leave(arrivedAt: number): void {
      sojournSum += this.time() - arrivedAt;
    }
  }
  const simulation = new library.Sim();
  simulation.addEntity(Source);
  const startedSec = cpuSeconds();
  simulation.simulate(Number.MAX_VALUE, Number.MAX_SAFE_INTEGER);
  const seconds = cpuSeconds() - startedSec;
  return { count: customers, seconds, meanSec: sojournSum / customers };
}
