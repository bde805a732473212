package main

import (
	"encoding/json"
	"fmt"
	"time"
)

type record struct {
	ID    int      `json:"id"`
	Name  string   `json:"name"`
	Score float64  `json:"score"`
	Tags  []string `json:"tags"`
}

func work() int {
	var list []record
	for i := 0; i < 10000; i++ {
		list = append(list, record{i, fmt.Sprint("name", i), float64(i) / 3, []string{"a", "b"}})
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err)
	}
	var back []record
	if err := json.Unmarshal(text, &back); err != nil {
		panic(err)
	}
	return len(back)
}

func main() {
	start := time.Now()
	result := work()
	fmt.Println(time.Since(start).Nanoseconds(), result)
}
