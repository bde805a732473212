package main

import (
	"fmt"
	"time"
)

type shape interface{ area() float64 }

type square struct{ side float64 }

func (s square) area() float64 { return s.side * s.side }

type disc struct{ r float64 }

func (d *disc) area() float64 { return 3 * d.r * d.r }

func work() int {
	shapes := []shape{square{2}, &disc{1}}
	sum := 0.0
	for i := 0; i < 500000; i++ {
		sum += shapes[i%2].area()
	}
	return int(sum)
}

func main() {
	start := time.Now()
	result := work()
	fmt.Println(time.Since(start).Nanoseconds(), result)
}
