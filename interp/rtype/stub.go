// Method stubs: code pointers that jump to a closure of reflect.MakeFunc.

package rtype

import (
	"reflect"
	"sync"
	"unsafe"
)

//go:generate go run ./gen

// stubContexts is read by the stubs: the closure that stub i jumps to.
var stubContexts [stubCount]unsafe.Pointer

var stubs struct {
	sync.Mutex
	next int
}

// newStub returns a code pointer that calls body with a receiver of type recv
// (as the data word of an interface, or as the value itself) and the arguments
// and results of the func type sig.
func newStub(recv, sig reflect.Type, body func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value) unsafe.Pointer {
	stubs.Lock()
	defer stubs.Unlock()
	if !stubsSupported {
		fail("methods of declared types need amd64 or arm64")
	}
	if stubs.next >= stubCount-1 { // the last is for SelfTest
		fail("the session has declared types with some %d methods, which is as many as there can be, those of earlier versions of a type included: restart the kernel to declare more", stubCount/2)
	}
	in := make([]reflect.Type, 1, sig.NumIn()+1)
	in[0] = recv
	for t := range sig.Ins() {
		in = append(in, t)
	}
	out := make([]reflect.Type, sig.NumOut())
	for i := range out {
		out[i] = sig.Out(i)
	}
	isWord := recv.Kind() == reflect.UnsafePointer
	f := reflect.MakeFunc(reflect.FuncOf(in, out, false), func(args []reflect.Value) []reflect.Value {
		var p unsafe.Pointer
		if isWord {
			p = args[0].UnsafePointer()
		} else {
			c := reflect.New(recv)
			c.Elem().Set(args[0])
			p = c.UnsafePointer()
		}
		results := body(p, args[1:])
		for i := range results {
			results[i] = Retype(results[i], out[i])
		}
		return results
	}).Interface()
	stubs.next++
	return setStub(stubs.next-1, f)
}

// setStub makes a stub jump to a closure of reflect.MakeFunc, and returns its
// code pointer.
func setStub(i int, f any) unsafe.Pointer {
	retain(f)
	stubContexts[i] = Data(f)
	return unsafe.Add(stubTable(), i*stubSize)
}
