import time
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def work():
    return fib(30)

start = time.perf_counter_ns()
result = work()
print(time.perf_counter_ns() - start, result)
