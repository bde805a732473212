package main

import (
	"fmt"
	"sort"
	"time"
)

func work() int {
	xs := make([]int, 200000)
	x := 12345
	for i := range xs {
		x = (x*1103515245 + 12345) % 2147483648
		xs[i] = x
	}
	sort.Slice(xs, func(i, j int) bool { return xs[i] < xs[j] })
	return xs[1000]
}

func main() {
	start := time.Now()
	result := work()
	fmt.Println(time.Since(start).Nanoseconds(), result)
}
