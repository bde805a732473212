// This file drops what active functions hold and do not need any more.

package engine

import (
	"reflect"
	"strconv"
	"strings"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// Drop implements runtime.Tracer. A frame of yaegi is a list of values, one for each
// variable and each intermediate result; what is dead gets a new, zero value in its
// place, so that pointers to the old one keep what they point to.
func (t *tracer) Drop() {
	defer func() { _ = recover() }() // not made as expected: nothing more is dropped
	var inner *runtime.Liveness
	awaited := map[unsafe.Pointer]bool{} // where the results of the inner call go
	for _, a := range t.active().frames {
		if pc, _ := t.layout.pc(a); pc != 0 {
			inner = t.run.LivenessAt(pc)
		} else if inner != nil {
			// The frame of a function whose body is a literal that runs in it; or
			// of one that the text brings, which has no variables of that name.
			inner = &runtime.Liveness{Past: inner.Past, Alive: inner.Alive}
		}
		awaited = t.layout.drop(a, inner, awaited)
	}
}

// drop drops what is dead in an activation, and returns where its results are.
func (l layout) drop(a active, live *runtime.Liveness, awaited map[unsafe.Pointer]bool) map[unsafe.Pointer]bool {
	fn := reflect.NewAt(l.node, pointer(a.node)).Elem()
	for kind := fn.FieldByName("kind").Uint(); kind != kindFuncLit && kind != kindFuncDecl; kind = fn.FieldByName("kind").Uint() {
		fn = fn.FieldByName("anc").Elem()
	}
	names := map[int]string{}
	l.variables(fn, true, names)
	n := fn.FieldByName("typ").Elem().FieldByName("ret").Len()
	data := reflect.NewAt(l.frame, pointer(a.frame)).Elem().FieldByName("data")
	results := map[unsafe.Pointer]bool{}
	for i := range data.Len() {
		slot := (*reflect.Value)(unsafe.Pointer(data.Index(i).UnsafeAddr()))
		var at unsafe.Pointer
		if slot.CanAddr() {
			at = slot.Addr().UnsafePointer()
		}
		switch name, named := names[i]; {
		case !slot.IsValid():
		case i < n:
			results[at] = true
		case live == nil || at != nil && awaited[at]:
		case named && live.Dead(number(name)), !named && live.Idle:
			fresh := reflect.New(slot.Type()).Elem()
			if !named && slot.Kind() <= reflect.Complex128 {
				// What a pointer led to, which the code goes on to compute with.
				fresh.Set(*slot)
			}
			*slot = fresh
		}
	}
	return results
}

// variables gives the names of a function's variables by their places in its frame.
func (l layout) variables(n reflect.Value, outermost bool, names map[int]string) {
	if kind := n.FieldByName("kind").Uint(); kind == kindFuncLit && !outermost {
		return
	}
	if scope := n.FieldByName("scope"); !scope.IsNil() && !outermost {
		level := scope.Elem().FieldByName("level").Int()
		for ; !scope.IsNil() && scope.Elem().FieldByName("level").Int() == level; scope = scope.Elem().FieldByName("anc") {
			for m := scope.Elem().FieldByName("sym").MapRange(); m.Next(); {
				if s := m.Value().Elem(); s.FieldByName("kind").Uint() == kindVarSym {
					names[int(s.FieldByName("index").Int())] = m.Key().String()
				}
			}
		}
	}
	for i := range n.FieldByName("child").Len() {
		if c := n.FieldByName("child").Index(i); !c.IsNil() {
			l.variables(c.Elem(), false, names)
		}
	}
}

// number is the number that a name of the lowered text ends in, -1 if it has none.
func number(name string) int {
	n, err := strconv.Atoi(name[strings.LastIndexByte(name, '_')+1:])
	if err != nil {
		return -1
	}
	return n
}
