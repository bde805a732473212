import time
class Counter:
    def __init__(self):
        self.n = 0

    def add(self):
        self.n += 1

def work():
    c = Counter()
    for _ in range(2000000):
        c.add()
    return c.n

start = time.perf_counter_ns()
result = work()
print(time.perf_counter_ns() - start, result)
