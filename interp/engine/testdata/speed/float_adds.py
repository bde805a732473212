import time
def work():
    s = 0.0
    i = 0
    while i < 10000000:
        s += 1.5
        i += 1
    return int(s)

start = time.perf_counter_ns()
result = work()
print(time.perf_counter_ns() - start, result)
