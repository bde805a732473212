import time
def work():
    words = "the quick brown fox jumps over the lazy dog and runs away from the bear".split()
    counts = {}
    for _ in range(20000):
        for w in words:
            w = w.upper()
            counts[w] = counts.get(w, 0) + 1
    return counts["THE"]

start = time.perf_counter_ns()
result = work()
print(time.perf_counter_ns() - start, result)
