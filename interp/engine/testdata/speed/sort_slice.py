import time
import functools

def work():
    xs = [0] * 200000
    x = 12345
    for i in range(len(xs)):
        x = (x * 1103515245 + 12345) % 2147483648
        xs[i] = x
    xs.sort(key=functools.cmp_to_key(lambda a, b: -1 if a < b else (1 if a > b else 0)))
    return xs[1000]

start = time.perf_counter_ns()
result = work()
print(time.perf_counter_ns() - start, result)
