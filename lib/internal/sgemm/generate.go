package sgemm

//go:generate go run ./gen
