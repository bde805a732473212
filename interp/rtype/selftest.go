// The self-test: is the layout of records the known one, and do methods work?

package rtype

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"runtime/debug"
	"sync"
	"unsafe"
)

// probe is a compiled type whose record must look as record.go says.
type probe struct {
	A int    `tag:"x"`
	b string //nolint:unused // its place in the record is what counts
}

func (probe) Second() {}
func (probe) First()  {}

// SelfTest compares the records of this very program with the layout that the
// package knows, and builds a type with a method and calls it. It returns what
// is different: then this Go version, or this processor, is not supported, and
// nothing else of the package may be used. The first call takes some 100 µs,
// later ones nothing.
func SelfTest() error { return selfTest() }

var selfTest = sync.OnceValue(func() error {
	if !stubsSupported {
		return explain(func() error { return errors.New("no method stubs for this processor") })
	}
	return explain(compareRecords, callLast, buildAndCall)
})

// explain runs steps until one fails, and words its error for who built or runs
// the program.
func explain(steps ...func() error) (err error) {
	// Where the layout is another, words that are no pointers may be taken for
	// some: that too must end in an error.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("rtype: %v", r)
		}
		if err != nil {
			err = fmt.Errorf("this program was built with %s for %s, whose type records gorgo does not know: build it with Go 1.26 on amd64 or arm64 (%w)", runtime.Version(), runtime.GOARCH, err)
		}
	}()
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// callLast calls through the last stub: it is where it is meant to be only if all
// stubs have the size that is known.
func callLast() error {
	const want = 42
	f := reflect.MakeFunc(reflect.TypeFor[func() int](), func([]reflect.Value) []reflect.Value {
		return []reflect.Value{reflect.ValueOf(want)}
	})
	code := setStub(stubCount-1, f.Interface())
	// A func value is a pointer to a code pointer.
	closure := &code
	if call := *(*func() int)(unsafe.Pointer(&closure)); call() != want {
		return errors.New("its stubs are misplaced")
	}
	return nil
}

// probed hides from the compiler which type is looked at: it would read the
// record at compile time, which the linker does not expect.
//
//go:noinline
func probed(t reflect.Type) reflect.Type { return t }

func compareRecords() error {
	t := probed(reflect.TypeFor[probe]())
	r := recordOf(t)
	s := (*structRecord)(unsafe.Pointer(r))
	checks := []struct {
		what string
		ok   bool
	}{
		{"size", r.Size == t.Size()},
		{"kind", reflect.Kind(r.K) == reflect.Struct},
		{"alignment", int(r.Align) == t.Align() && int(r.FieldAlign) == t.FieldAlign()},
		{"pointer bytes", r.PtrBytes == unsafe.Offsetof(probe{}.b)+uintptr(word)},
		{"pointer mask", r.GCData != nil && *r.GCData&7 == 2},
		{"equality", r.Equal != nil && r.Equal(unsafe.Pointer(&probe{A: 1}), unsafe.Pointer(&probe{A: 1})) && !r.Equal(unsafe.Pointer(&probe{A: 1}), unsafe.Pointer(&probe{A: 2}))},
		{"flags", r.TFlag&(flagUncommon|flagNamed|flagDirect) == flagUncommon|flagNamed},
		{"direct flag", recordOf(probed(reflect.TypeFor[*int]())).TFlag&flagDirect != 0},
		{"fields", len(s.Fields) == 2 && s.Fields[1].Off == t.Field(1).Offset && typeOf(s.Fields[1].Typ) == t.Field(1).Type},
		{"names", len(s.Fields) == 2 && *s.Fields[0].Name == nameExported|nameTagged && *s.Fields[1].Name == 0},
		{"slice", typeOf((*sliceRecord)(unsafe.Pointer(recordOf(probed(reflect.TypeFor[[]probe]())))).Elem) == t},
		{"pointer", typeOf((*pointerRecord)(unsafe.Pointer(recordOf(probed(reflect.TypeFor[*probe]())))).Elem) == t},
	}
	array := (*arrayRecord)(unsafe.Pointer(recordOf(probed(reflect.TypeFor[[3]probe]()))))
	channel := (*chanRecord)(unsafe.Pointer(recordOf(probed(reflect.TypeFor[<-chan probe]()))))
	m := (*mapRecord)(unsafe.Pointer(recordOf(probed(reflect.TypeFor[map[string]probe]()))))
	f := (*funcRecord)(unsafe.Pointer(recordOf(probed(reflect.TypeFor[func(int, string) error]()))))
	i := (*interfaceRecord)(unsafe.Pointer(recordOf(probed(reflect.TypeFor[error]()))))
	checks = append(checks, []struct {
		what string
		ok   bool
	}{
		{"array", typeOf(array.Elem) == t && array.Len == 3},
		{"channel", typeOf(channel.Elem) == t && channel.Dir == int(reflect.RecvDir)},
		{"map", typeOf(m.Key) == reflect.TypeFor[string]() && typeOf(m.Elem) == t && m.Hasher != nil && m.SlotSize >= t.Size()},
		{"func", f.In == 2 && f.Out == 1},
		{"interface", len(i.Methods) == 1},
		{"uncommon", func() bool {
			u := (*uncommon)(unsafe.Add(unsafe.Pointer(r), unsafe.Sizeof(structRecord{})))
			return u.Mcount == 2 && u.Xcount == 2 && u.Moff >= uint32(unsafe.Sizeof(uncommon{}))
		}()},
	}...)
	for _, c := range checks {
		if !c.ok {
			return fmt.Errorf("its %s is different", c.what)
		}
	}
	return nil
}

// buildAndCall declares struct{ n int } with a method, and calls it the way that
// compiled code does: through an interface.
func buildAndCall() error {
	pkg := types.NewPackage("main", "main")
	fields := []*types.Var{types.NewField(token.NoPos, pkg, "n", types.Typ[types.Int], false), types.NewField(token.NoPos, pkg, "S", types.Typ[types.String], false)}
	n := types.NewNamed(types.NewTypeName(token.NoPos, pkg, "SelfTest", nil), types.NewStruct(fields, nil), nil)
	recv := types.NewVar(token.NoPos, pkg, "t", n)
	result := types.NewTuple(types.NewVar(token.NoPos, pkg, "", types.Typ[types.String]))
	n.AddMethod(types.NewFunc(token.NoPos, pkg, "String", types.NewSignatureType(recv, nil, nil, nil, result, false)))
	u := New(Config{IsUser: func(*types.Named) bool { return true }})
	t, err := u.Type(n)
	if err != nil {
		return err
	}
	if err := t.Bind("String", reflect.ValueOf(func(x any) string {
		return fmt.Sprint("n is ", reflect.ValueOf(t.Unbox(x)).Field(0).Int())
	})); err != nil {
		return err
	}
	v := reflect.New(t.V).Elem()
	v.Field(0).SetInt(42)
	x := t.Box(v.Interface())
	s, ok := x.(fmt.Stringer)
	if !ok || s.String() != "n is 42" || fmt.Sprintf("%T", x) != "main.SelfTest" || x != t.Box(v.Interface()) {
		return errors.New("a type with a method does not work")
	}
	return nil
}
