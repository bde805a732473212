import time
import json

def work():
    records = []
    for i in range(10000):
        records.append({"id": i, "name": "name%d" % i, "score": i / 3, "tags": ["a", "b"]})
    return len(json.loads(json.dumps(records)))

start = time.perf_counter_ns()
result = work()
print(time.perf_counter_ns() - start, result)
