import time
def work():
    m = {}
    for i in range(1000000):
        m[i * 7] = i
    return len(m)

start = time.perf_counter_ns()
result = work()
print(time.perf_counter_ns() - start, result)
