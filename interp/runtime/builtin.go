// This file holds the built-in functions and conversions that lowered code
// leaves to compiled code.

package runtime

import (
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

func (r *Runtime) print(args ...any)   { _, _ = r.fileWriteString(os.Stderr, printText(args, false)) }
func (r *Runtime) println(args ...any) { _, _ = r.fileWriteString(os.Stderr, printText(args, true)) }

// address is an argument of print that is an interface: its two words.
type address struct{ typ, data uintptr }

func interfaceWords(x any) any {
	w := words(&x)
	return address{uintptr(w.t), uintptr(w.d)}
}

func printText(args []any, line bool) string {
	var b strings.Builder
	for i, a := range args {
		if i > 0 && line {
			b.WriteByte(' ')
		}
		if a, ok := a.(address); ok {
			fmt.Fprintf(&b, "(%#x,%#x)", a.typ, a.data)
			continue
		}
		b.WriteString(printed(reflect.ValueOf(a)))
	}
	if line {
		b.WriteByte('\n')
	}
	return b.String()
}

// printed is a value as print has it.
func printed(v reflect.Value) string {
	switch k := v.Kind(); {
	case k == reflect.Invalid:
		return "0x0"
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case k == reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case k == reflect.String:
		return v.String()
	case v.CanFloat():
		return printedFloat(v.Float(), v.Type().Bits())
	case v.CanComplex():
		c, bits := v.Complex(), v.Type().Bits()/2
		im := printedFloat(imag(c), bits)
		if im[0] != '-' && im[0] != '+' {
			im = "+" + im
		}
		return "(" + printedFloat(real(c), bits) + im + "i)"
	case k == reflect.Slice:
		return fmt.Sprintf("[%d/%d]%#x", v.Len(), v.Cap(), v.Pointer())
	}
	return fmt.Sprintf("%#x", v.Pointer())
}

func printedFloat(f float64, bits int) string { return strconv.FormatFloat(f, 'g', -1, bits) }

func makeComplex64(a, b float64) complex64   { return complex(float32(a), float32(b)) }
func makeComplex128(a, b float64) complex128 { return complex(a, b) }
func complexOf32(a, b float32) complex64     { return complex(a, b) }
func complexOf64(a, b float64) complex128    { return complex(a, b) }
func real64(a complex64) float32             { return real(a) }
func real128(a complex128) float64           { return real(a) }
func imag64(a complex64) float32             { return imag(a) }
func imag128(a complex128) float64           { return imag(a) }

func clearValue(x any) { reflect.ValueOf(x).Clear() }

func minFloat(a, b float64) float64 { return min(a, b) }
func maxFloat(a, b float64) float64 { return max(a, b) }

// States of a loop over a function. Its body is called while it is ready.
const (
	RangeReady     = iota
	RangeRunning   // the body has not returned, or has panicked
	RangeLeft      // the body has returned false
	RangeEnded     // the iterator has returned
	RangeRecovered // it has, although the body panicked
)

// BadRange panics as Go does where a body is called in a state that is not ready, or
// the iterator returns in a wrong one.
func BadRange(state int) {
	panic(runtimeError("range function " + [...]string{
		RangeRunning:   "continued iteration after loop body panic",
		RangeLeft:      "continued iteration after function for loop body returned false",
		RangeEnded:     "continued iteration after whole loop exit",
		RangeRecovered: "recovered a loop body panic and did not resume panicking",
	}[state]))
}

var negative = -1

// shiftCount checks a signed shift count.
func shiftCount(n int) uint {
	if n < 0 {
		panic(provoked(func() { x := 1; _ = x << negative }))
	}
	return uint(n)
}

func isNil(x any) bool    { return x == nil }
func equal(x, y any) bool { return x == y }
func toAny(x any) any     { return x }
func same(b bool) bool    { return b }
func boolAny(b bool) any  { return b }

func loadString(p *string) string {
	if p == nil {
		panic(nilDereference)
	}
	return *p
}

func nilPanic() { panic(nilDereference) }

func notNil(x any) any {
	if x == nil {
		panic(nilDereference)
	}
	return x
}

// nilReceiver panics where a value method is called through a nil pointer that an
// interface holds.
func nilReceiver(method, typ string) {
	panic(plainError("value method " + method + " called using nil *" + typ + " pointer"))
}

// runeString converts an integer to a string.
func runeString(n int64) string {
	if n < 0 || n > utf8.MaxRune {
		return "\uFFFD"
	}
	return string(rune(n))
}

func decodeRune(s string, i int) (rune, int) { return utf8.DecodeRuneInString(s[i:]) }

// arrayLen checks the length of a slice that is converted to an array.
func arrayLen(n, have int) {
	if have < n {
		panic(runtimeError(fmt.Sprintf("cannot convert slice with length %d to array or pointer to array with length %d", have, n)))
	}
}

// arrayPointer converts a slice to a pointer to an array.
func (r *Runtime) arrayPointer(k, n int, s any) any {
	v := reflect.ValueOf(s)
	arrayLen(n, v.Len())
	return reflect.NewAt(r.entry(k).V.Elem(), v.UnsafePointer()).Interface()
}

// maxSize bounds what make can be asked for, as Go's allocator does.
const maxSize = 1 << 47

func makeLen(n, size int) int {
	if n < 0 || size > 0 && n > maxSize/size {
		panic(provoked(func() { _ = make([]int, negative) }))
	}
	return n
}

func makeLenCap(n, c, size int) int {
	if n < 0 || size > 0 && n > maxSize/size {
		makeLen(-1, 1)
	}
	if n > c || size > 0 && c > maxSize/size {
		panic(provoked(func() { _ = make([]int, 1, negative+1) }))
	}
	return n
}

func makeChan(n int) int {
	if n < 0 {
		panic(provoked(func() { _ = make(chan int, negative) }))
	}
	return n
}
