// Complex numbers.
package main

import (
	"fmt"
	"math"
	"math/cmplx"
)

type signal complex64

func (s signal) power() float32 { return real(s)*real(s) + imag(s)*imag(s) }

type pair struct {
	name string
	a, b complex128
}

const unit = 1i

var global = 1 + 2i

func mandelbrot(c complex128, limit int) int {
	z := c
	for i := range limit {
		if real(z)*real(z)+imag(z)*imag(z) > 4 {
			return i
		}
		z = z*z + c
	}
	return limit
}

func fft(x []complex128) []complex128 {
	n := len(x)
	if n == 1 {
		return []complex128{x[0]}
	}
	even, odd := make([]complex128, 0, n/2), make([]complex128, 0, n/2)
	for i, v := range x {
		if i%2 == 0 {
			even = append(even, v)
		} else {
			odd = append(odd, v)
		}
	}
	e, o := fft(even), fft(odd)
	out := make([]complex128, n)
	for k := range n / 2 {
		t := cmplx.Exp(complex(0, -2*math.Pi*float64(k)/float64(n))) * o[k]
		out[k], out[k+n/2] = e[k]+t, e[k]-t
	}
	return out
}

func arithmetic(x, y complex128) (sum, difference, product, quotient complex128) {
	return x + y, x - y, x * y, x / y
}

func narrow(x, y complex64) (a, b, c, d complex64) {
	a, b, c, d = x+y, x-y, x*y, x/y
	return
}

func assign() {
	z := 1 + 1i
	z += 2
	z *= 1i
	z -= global
	z /= 2 - 1i
	w := complex64(z)
	w *= w
	w = w + -w*2
	list := [3]complex128{1: z}
	list[2] += list[1] * 2
	m := map[complex128]complex64{1i: 2}
	m[1i] += 3i
	m[z] = w
	s := []complex64{1, 2i}
	s = append(s, w, 3)
	s[0], s[1] = s[1], s[0]
	p := &pair{"p", 1, unit}
	p.a, p.b = p.b, p.a
	p.b += 1i
	q := *p
	q.a = 0
	fmt.Println(z, w, list, len(m), m[1i], s, *p, q, +z, -z)
	*(&global) += 0.5
	fmt.Println(global)
}

func compare() {
	x, y := 1+2i, 1+2i
	fmt.Println(x == y, x != y, x == complex(1, 0), complex(math.NaN(), 0) == complex(math.NaN(), 0))
	z := complex(0, math.Copysign(0, -1))
	fmt.Println(z == 0, 1/imag(z), 1/real(-z), z)
	switch x {
	case 1, 2i:
		fmt.Println("no")
	case 1 + 2i:
		fmt.Println("yes")
	}
	var a any = x
	c, ok := a.(complex128)
	_, other := a.(complex64)
	fmt.Println(c, ok, other, a == any(1+2i), pair{"p", 1, 2} == pair{"p", 1, 2i})
	switch v := a.(type) {
	case complex64:
		fmt.Println("narrow", v)
	case complex128:
		fmt.Println("wide", v+1)
	}
}

func parts() {
	x := complex(float32(1.5), -2)
	r, i := real(x), imag(x)
	fmt.Printf("%T %T %T %v %v\n", x, r, i, r, i)
	s := signal(x)
	fmt.Println(s.power(), real(s), complex128(s), complex64(s)*2)
	f := func(z complex128) float64 { return imag(z * 1i) }
	fmt.Println(f(3), f(complex(imag(2i), real(7+0i))))
	zero := 0 + 0i
	fmt.Println(x/complex64(zero), zero/zero)
	var d complex128
	fmt.Println(d, cmplx.Abs(3+4i), cmplx.Sqrt(-1), cmplx.Conj(global))
	c := make(chan complex128, 1)
	c <- 5i
	fmt.Println(<-c * 1i)
	get := func() (complex64, error) { return 1i, nil }
	v, err := get()
	fmt.Println(v, err)
}

func sum(list ...complex128) (total complex128) {
	defer func() { total *= 10 }()
	for _, x := range list {
		total += x
	}
	return total
}

func generic[T complex64 | complex128](x, y T) T { return x*y + x }

func main() {
	fmt.Println(mandelbrot(-0.5+0.5i, 100), mandelbrot(1+1i, 100), mandelbrot(-0.7435+0.1314i, 1000))
	for _, x := range fft([]complex128{1, 2, 3, 4, 0, 0, 0, 0}) {
		fmt.Printf("%.4f ", x)
	}
	fmt.Println()
	fmt.Println(arithmetic(1+2i, 3-4i))
	fmt.Println(arithmetic(complex(math.Inf(1), 0), 1i))
	fmt.Println(narrow(1.1+2.2i, 3.3-4.4i))
	assign()
	compare()
	parts()
	fmt.Println(sum(1, 2i, 3+3i), sum())
	fmt.Println(generic(1+1i, 2), generic(complex64(1i), 1i))
}
