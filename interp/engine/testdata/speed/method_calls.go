package main

import (
	"fmt"
	"time"
)

type counter struct{ n int }

func (c *counter) add() { c.n++ }

func work() int {
	c := &counter{}
	for i := 0; i < 2000000; i++ {
		c.add()
	}
	return c.n
}

func main() {
	start := time.Now()
	result := work()
	fmt.Println(time.Since(start).Nanoseconds(), result)
}
