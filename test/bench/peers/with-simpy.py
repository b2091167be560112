# The hold model and M/M/1 on SimPy, with a process for each pending event and for each job, as its documentation has them.
# Arguments: `hold PENDING OPERATIONS` or `mm1 JOBS`. Prints operations per second.
import math
import sys
import time

import simpy

UNIFORM = []
state = 12345
for _ in range(65536):
    state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
    UNIFORM.append(state / 4294967296)


def hold(pending, operations):
    """Every process waits for a delay, again and again."""
    delays_us = [int(value * 1e6) for value in UNIFORM]
    env = simpy.Environment()
    drawn = 0

    def tick():
        nonlocal drawn
        while True:
            drawn += 1
            yield env.timeout(delays_us[drawn & 65535])

    for _ in range(pending):
        env.process(tick())
    for _ in range(pending + operations // 2):
        env.step()
    start = time.perf_counter()
    for _ in range(operations):
        env.step()
    return operations / (time.perf_counter() - start)


def queue(jobs):
    """One station at utilisation 0.8 with a mean service of 0.8 s: theory says 4 s in the system."""
    env = simpy.Environment()
    station = simpy.Resource(env, capacity=1)
    exponential = [-math.log1p(-value) for value in UNIFORM]
    sojourn_s = 0.0

    def job(service_s):
        nonlocal sojourn_s
        arrived = env.now
        with station.request() as turn:
            yield turn
            yield env.timeout(service_s)
        sojourn_s += env.now - arrived

    def users():
        for n in range(jobs):
            env.process(job(0.8 * exponential[(2 * n) & 65535]))
            yield env.timeout(exponential[(2 * n + 1) & 65535])

    env.process(users())
    start = time.perf_counter()
    env.run()
    took = time.perf_counter() - start
    if not 3.4 < sojourn_s / jobs < 4.6:
        sys.exit(f"jobs stayed {sojourn_s / jobs} s on average, theory says 4")
    return jobs / took


what, *counts = sys.argv[1:]
print(round({"hold": hold, "mm1": queue}[what](*map(int, counts))))
