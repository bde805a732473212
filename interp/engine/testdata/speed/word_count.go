package main

import (
	"fmt"
	"strings"
	"time"
)

func work() int {
	words := strings.Fields("the quick brown fox jumps over the lazy dog and runs away from the bear")
	counts := map[string]int{}
	for range 20000 {
		for _, w := range words {
			counts[strings.ToUpper(w)]++
		}
	}
	return counts["THE"]
}

func main() {
	start := time.Now()
	result := work()
	fmt.Println(time.Since(start).Nanoseconds(), result)
}
