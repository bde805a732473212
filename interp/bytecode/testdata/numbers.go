// Every operation of every kind of number, on values at the edges of its range.
package main

import (
	"fmt"
	"hash/fnv"
	"math"
)

type signed interface {
	int | int8 | int16 | int32 | int64
}

type unsigned interface {
	uint | uint8 | uint16 | uint32 | uint64 | uintptr
}

type integer interface{ signed | unsigned }

type float interface{ float32 | float64 }

func integers[T integer](name string, list []T) {
	h := fnv.New64a()
	for _, x := range list {
		fmt.Fprintln(h, -x, ^x, x+1, x-1, x*3, x<<1, x<<7, x>>1, x>>7, x&5, x<<40, x>>40)
		y := x
		y++
		y += x
		y *= x
		y ^= 3
		y |= x
		y &^= 6
		y <<= 2
		y >>= 1
		y--
		fmt.Fprintln(h, y)
		for _, y := range list {
			fmt.Fprintln(h, x+y, x-y, x*y, x&y, x|y, x^y, x&^y, x == y, x != y, x < y, x <= y, x > y, x >= y, min(x, y), max(x, y))
			if y != 0 {
				fmt.Fprintln(h, x/y, x%y)
			}
			if x < y && !(x == y) || x > y {
				fmt.Fprint(h, "different")
			}
		}
		for n := uint8(0); n < 70; n += 3 {
			fmt.Fprintln(h, x<<n, x>>n)
		}
		fmt.Fprintln(h, x/3, x%3, x/7, x%100)
	}
	fmt.Printf("%s %x\n", name, h.Sum64())
}

func floats[T float](name string, list []T) {
	h := fnv.New64a()
	show := func(x T) { fmt.Fprintf(h, "%x ", math.Float64bits(float64(x))) }
	for _, x := range list {
		if x == x {
			show(-x)
		}
		if x == x {
			show(x * x)
		}
		z := x
		z++
		if z == z {
			show(z)
		}
		for _, y := range list {
			for _, r := range []T{x + y, x - y, x * y, x / y, x + x*y, min(x, y), max(x, y)} {
				if r != r { // which NaN it is depends on the processor
					r = 1
				}
				show(r)
			}
			s := x
			s += x * y
			if s == s {
				show(s)
			}
			fmt.Fprintln(h, x == y, x != y, x < y, x <= y, x > y, x >= y)
			if x < y {
				fmt.Fprint(h, "<")
			} else if x >= y {
				fmt.Fprint(h, ">=")
			} else {
				fmt.Fprint(h, "?")
			}
			if !(x <= y) {
				fmt.Fprint(h, "!<=")
			}
		}
	}
	fmt.Printf("%s %x\n", name, h.Sum64())
}

func fromInteger[F integer](name string, list []F) {
	h := fnv.New64a()
	for _, x := range list {
		fmt.Fprintln(h, int(x), int8(x), int16(x), int32(x), int64(x), uint(x), uint8(x), uint16(x), uint32(x), uint64(x), uintptr(x))
		fmt.Fprintln(h, float32(x), float64(x), string(rune(x)))
	}
	fmt.Printf("%s %x\n", name, h.Sum64())
}

func fromFloat[F float](name string, list []F) {
	h := fnv.New64a()
	for _, x := range list {
		if x > -100 && x < 100 {
			fmt.Fprintln(h, int(x), int8(x), int16(x), int32(x), int64(x))
		}
		if x >= 0 && x < 100 {
			fmt.Fprintln(h, uint(x), uint8(x), uint16(x), uint32(x), uint64(x))
		}
		fmt.Fprintln(h, float32(x), float64(x))
	}
	fmt.Printf("%s %x\n", name, h.Sum64())
}

func shift[T signed](x int32, by T) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprint(r)
		}
	}()
	return fmt.Sprint(shifted(x, by))
}

func shifted[T signed](x int32, by T) int32 { return x<<by | x>>by }

func main() {
	ints := []int{0, 1, -1, 2, 3, 100, math.MaxInt8, math.MinInt8, math.MaxInt32, math.MinInt32, math.MaxInt, math.MinInt}
	i8 := []int8{0, 1, -1, 2, 100, 127, -128, -127}
	i16 := []int16{0, 1, -1, 2, 300, 32767, -32768}
	i32 := []int32{0, 1, -1, 2, 70000, math.MaxInt32, math.MinInt32}
	i64 := []int64{0, 1, -1, 2, 1 << 40, math.MaxInt64, math.MinInt64}
	us := []uint{0, 1, 2, 1 << 40, math.MaxUint, math.MaxUint - 1, 1 << 63}
	u8 := []uint8{0, 1, 2, 100, 127, 128, 255}
	u16 := []uint16{0, 1, 2, 300, 32768, 65535}
	u32 := []uint32{0, 1, 2, 1 << 31, math.MaxUint32}
	u64 := []uint64{0, 1, 2, 1 << 63, math.MaxUint64, 1<<53 + 1}
	integers("int", ints)
	integers("int8", i8)
	integers("int16", i16)
	integers("int32", i32)
	integers("int64", i64)
	integers("uint", us)
	integers("uint8", u8)
	integers("uint16", u16)
	integers("uint32", u32)
	integers("uint64", u64)
	zero := 0.0
	f64 := []float64{0, -zero, math.Copysign(0, -1), 1, -1, 0.1, 1.5, 1e300, -1e300, math.Inf(1), math.Inf(-1), math.NaN(), math.SmallestNonzeroFloat64, 1<<53 + 1}
	f32 := []float32{0, float32(math.Copysign(0, -1)), 1, -1, 0.1, 1.5, 1e30, -1e30, float32(math.Inf(1)), float32(math.NaN()), math.SmallestNonzeroFloat32, 1<<24 + 1}
	floats("float64", f64)
	floats("float32", f32)
	fromInteger("from int", ints)
	fromInteger("from int8", i8)
	fromInteger("from int32", i32)
	fromInteger("from uint8", u8)
	fromInteger("from uint32", u32)
	fromInteger("from uint64", u64)
	fromFloat("from float64", []float64{0, 0.5, -0.5, 1.9, -1.9, 99.99, 1e30, math.MaxFloat64, 1.00000001})
	fromFloat("from float32", []float32{0, 0.5, -0.5, 1.9, -1.9, 99.99, 1e30})
	fmt.Println(shift[int](1, -1), shift[int8](1, 31), shift[int64](-5, 64), shift(7, -128))
}
