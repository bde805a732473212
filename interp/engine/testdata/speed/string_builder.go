package main

import (
	"fmt"
	"strings"
	"time"
)

func work() int {
	var b strings.Builder
	for i := 0; i < 1000000; i++ {
		b.WriteString("ab")
	}
	return b.Len()
}

func main() {
	start := time.Now()
	result := work()
	fmt.Println(time.Since(start).Nanoseconds(), result)
}
