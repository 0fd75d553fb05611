"""The waiting room of bare-loop.bench.ts in SimPy, a process for each visitor: python3 waiting_room_simpy.py SCALE GATE

SCALE shrinks visitors, GATE and bucket alike, so that a visitor polls as often as at full scale. The rank is found the
same way as in the bare loop (behind the last admitted: a subtraction; in front: a Fenwick tree), and the rates once a
simulated second: only the event list and the processes are SimPy's.
"""

import json
import math
import random
import sys
import time

import simpy

HORIZON_MS = 1_800_000
WINDOWS = ((60, 0.5), (300, 0.3), (900, 0.2))


def main(scale, gate_ranks):
    rng = random.Random(42)
    visitors = round(299_255 * scale)
    gate, capacity, refill_per_ms = gate_ranks * scale, 500 * scale, scale
    reach = 1 - math.exp(-6)
    joins = sorted(int(-10_000 * math.log(1 - rng.random() * reach)) for _ in range(visitors))

    env = simpy.Environment()
    empty = env.event()
    tree = [0] * (visitors + 1)
    by_second = []
    state = {"admitted": 0, "frontier": 0, "tokens": capacity, "tokens_at": 0, "polls": 0}
    state.update(wait_ms=0, eta_sec=0.0, per_sec=0.0)

    def admitted_before(visitor):
        count = 0
        while visitor > 0:
            count += tree[visitor]
            visitor &= visitor - 1
        return count

    def seconds():
        while True:
            by_second.append(state["admitted"])
            rate, second = 0.0, len(by_second) - 1
            for width, weight in WINDOWS:
                length = min(width, second)
                if length:
                    rate += weight * (state["admitted"] - by_second[second - length]) / length
            state["per_sec"] = rate
            yield env.timeout(1000)

    def is_admitted(visitor):
        now = env.now
        if visitor >= state["frontier"]:
            rank = visitor - state["admitted"]
        else:
            rank = visitor - admitted_before(visitor)
        state["polls"] += 1
        if state["per_sec"] > 0:
            state["eta_sec"] += rank / state["per_sec"]
        if rank >= gate:
            return False
        gained = (now - state["tokens_at"]) * refill_per_ms
        state["tokens"] = min(capacity, state["tokens"] + gained)
        state["tokens_at"] = now
        if state["tokens"] < 1:
            return False
        state["tokens"] -= 1
        state["admitted"] += 1
        state["frontier"] = max(state["frontier"], visitor + 1)
        state["wait_ms"] += now - joins[visitor]
        node = visitor + 1
        while node <= visitors:
            tree[node] += 1
            node += node & -node
        if state["admitted"] == visitors:
            empty.succeed()
        return True

    def visit(visitor):
        while True:
            yield env.timeout(4000 + int(rng.random() * 2001))
            if is_admitted(visitor):
                return

    def source():
        for visitor, join in enumerate(joins):
            if join > env.now:
                yield env.timeout(join - env.now)
            env.process(visit(visitor))

    env.process(seconds())
    env.process(source())
    started = time.process_time()
    env.run(until=empty | env.timeout(HORIZON_MS))
    elapsed = time.process_time() - started
    mean = state["wait_ms"] / state["admitted"] / 1000
    print(json.dumps({"count": state["polls"], "seconds": elapsed, "mean": mean}))


main(float(sys.argv[1]), int(sys.argv[2]))
