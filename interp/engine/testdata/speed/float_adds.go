package main

import (
	"fmt"
	"time"
)

func work() int {
	s := 0.0
	for i := 0; i < 10000000; i++ {
		s += 1.5
	}
	return int(s)
}

func main() {
	start := time.Now()
	result := work()
	fmt.Println(time.Since(start).Nanoseconds(), result)
}
