"""M/M/1 at utilization 0.9 in SimPy, a process for each customer: python3 mm1_simpy.py CUSTOMERS"""

import json
import random
import sys
import time

import simpy


def main(customers):
    rng = random.Random(1)
    env = simpy.Environment()
    server = simpy.Resource(env, capacity=1)
    sojourn = [0.0]

    def customer():
        arrived = env.now
        with server.request() as turn:
            yield turn
            yield env.timeout(rng.expovariate(1.0))
        sojourn[0] += env.now - arrived

    def source():
        for _ in range(customers):
            yield env.timeout(rng.expovariate(0.9))
            env.process(customer())

    started = time.process_time()
    env.process(source())
    env.run()
    seconds = time.process_time() - started
    print(json.dumps({"count": customers, "seconds": seconds, "mean": sojourn[0] / customers}))


main(int(sys.argv[1]))
