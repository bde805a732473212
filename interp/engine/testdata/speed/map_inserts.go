package main

import (
	"fmt"
	"time"
)

func work() int {
	m := map[int]int{}
	for i := 0; i < 1000000; i++ {
		m[i*7] = i
	}
	return len(m)
}

func main() {
	start := time.Now()
	result := work()
	fmt.Println(time.Since(start).Nanoseconds(), result)
}
