// Package maphash has the functions that hash any comparable value.
package maphash

import (
	compiled "hash/maphash"

	"github.com/gorgolab/gorgo/interp/packages/generic/help"
)

type (
	// Seed is maphash.Seed.
	Seed = compiled.Seed
	// Hash is maphash.Hash.
	Hash = compiled.Hash
)

// Comparable is maphash.Comparable.
func Comparable[T comparable](seed Seed, v T) uint64 { return help.Comparable(seed, v) }

// WriteComparable is maphash.WriteComparable.
func WriteComparable[T comparable](h *Hash, x T) { help.WriteComparable(h, x) }
