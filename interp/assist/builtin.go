// This file holds what the predeclared names are for.

package assist

import "strings"

// predeclared says for each name of the universe how it is declared and what it
// is for.
var predeclared = map[string][2]string{
	"append":  {"func append(s []T, x ...T) []T", "Returns the slice with the values added at its end. It may reuse the array of s: assign the result to s. append(s, t...) adds a whole slice."},
	"cap":     {"func cap(x T) int", "How many elements a slice can have before append has to move it, or a channel can hold."},
	"clear":   {"func clear(x T)", "Removes all entries of a map, or sets all elements of a slice to zero."},
	"close":   {"func close(ch chan<- T)", "Says that nothing more will be sent. Receivers get what is left, and then zero values with ok false."},
	"complex": {"func complex(re, im F) C", "The complex number with the given parts."},
	"copy":    {"func copy(dst, src []T) int", "Copies elements into dst, as many as both slices have, and returns how many. src may be a string if dst is a []byte."},
	"delete":  {"func delete(m map[K]V, key K)", "Removes an entry from a map, if it is there."},
	"imag":    {"func imag(c C) F", "The imaginary part of a complex number."},
	"len":     {"func len(x T) int", "The number of elements of an array, slice or map, of bytes of a string, of values waiting in a channel."},
	"make":    {"func make(T, size ...int) T", "Makes a slice of a length (and a capacity), a map, or a channel (that holds a number of values)."},
	"max":     {"func max(x T, more ...T) T", "The largest of numbers or strings; NaN if one is NaN."},
	"min":     {"func min(x T, more ...T) T", "The smallest of numbers or strings; NaN if one is NaN."},
	"new":     {"func new(T) *T", "A pointer to a new variable: of a type, with its zero value, or with the value that is given."},
	"panic":   {"func panic(v any)", "Ends the function, its deferred calls and its callers, until one recovers; else the cell fails with v."},
	"print":   {"func print(x ...T)", "Writes to standard error, for a look inside. fmt.Print is for results."},
	"println": {"func println(x ...T)", "Writes a line to standard error, for a look inside. fmt.Println is for results."},
	"real":    {"func real(c C) F", "The real part of a complex number."},
	"recover": {"func recover() any", "In a deferred function: ends the panic and returns its value; nil if there is none."},

	"any":        {"type any = interface{}", "The interface that every value satisfies."},
	"bool":       {"type bool", "true or false."},
	"byte":       {"type byte = uint8", "An 8-bit number, as in strings and files."},
	"comparable": {"type comparable interface{ … }", "A constraint: the types whose values can be compared with ==, and so be keys of maps."},
	"complex128": {"type complex128", "Complex numbers with float64 parts."},
	"complex64":  {"type complex64", "Complex numbers with float32 parts."},
	"error":      {"type error interface {\n\tError() string\n}", "What went wrong; nil if nothing did."},
	"float32":    {"type float32", "IEEE 754 numbers of 32 bits: about 7 decimal digits."},
	"float64":    {"type float64", "IEEE 754 numbers of 64 bits: about 16 decimal digits."},
	"int":        {"type int", "Whole numbers of the machine's size: 64 bits on today's."},
	"int16":      {"type int16", "Whole numbers from -32768 to 32767."},
	"int32":      {"type int32", "Whole numbers from -2147483648 to 2147483647."},
	"int64":      {"type int64", "Whole numbers from -9223372036854775808 to 9223372036854775807."},
	"int8":       {"type int8", "Whole numbers from -128 to 127."},
	"rune":       {"type rune = int32", "A Unicode code point."},
	"string":     {"type string", "Bytes that cannot be changed, UTF-8 text as a rule. len counts bytes; range goes over characters."},
	"uint":       {"type uint", "Whole numbers from 0, of the machine's size: 64 bits on today's."},
	"uint16":     {"type uint16", "Whole numbers from 0 to 65535."},
	"uint32":     {"type uint32", "Whole numbers from 0 to 4294967295."},
	"uint64":     {"type uint64", "Whole numbers from 0 to 18446744073709551615."},
	"uint8":      {"type uint8", "Whole numbers from 0 to 255."},
	"uintptr":    {"type uintptr", "Whole numbers that can hold an address."},

	"false": {"const false = false", "The bool that is not true."},
	"iota":  {"const iota = 0", "In a group of constants: the number of the line, from 0."},
	"nil":   {"nil", "The zero value of pointers, slices, maps, channels, functions and interfaces."},
	"true":  {"const true = true", "The bool that is true."},
}

// builtinDeclaration returns how a predeclared name is declared, and what of
// that follows the name.
func builtinDeclaration(name string) (whole, rest string) {
	whole = predeclared[name][0]
	_, rest, _ = strings.Cut(whole, name)
	return whole, rest
}
