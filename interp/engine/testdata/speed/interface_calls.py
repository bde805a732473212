import time
class Square:
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side * self.side

class Disc:
    def __init__(self, r):
        self.r = r

    def area(self):
        return 3 * self.r * self.r

def work():
    shapes = [Square(2.0), Disc(1.0)]
    s = 0.0
    for i in range(500000):
        s += shapes[i % 2].area()
    return int(s)

start = time.perf_counter_ns()
result = work()
print(time.perf_counter_ns() - start, result)
