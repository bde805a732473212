// Types that are compiled here and built at run time from this file's text, to
// be compared by TestLayouts.

package rtype

//lint:file-ignore U1000 what is unexported here is to be laid out, not used

import (
	"reflect"
	"unsafe"
)

type (
	layInt     int
	layString  string
	layFunc    func(layInt, ...string) (layFunc, error)
	layMap     map[layString][]*layEmpty
	layChan    chan<- layInt
	layPointer *layInt
	laySlice   []laySlice
	layArray   [3]layMixed
	layOne     struct{ P *int }
	layOneDeep struct{ A [1]layOne }
	layEmpty   struct{}
	layTail    struct {
		A int8
		E layEmpty
	}
	layMixed struct {
		A byte
		B string `json:"b" other:"x"`
		C [2]struct {
			D *int
			E int16
		}
		f    any
		G    func()
		H    map[string]layInt
		_    int32
		i    bool
		J    complex64
		K    []layMixed
		L    *layMixed
		M    chan layMixed
		N    error
		O    unsafe.Pointer
		p    [0]func()
		Last uint16
	}
	layEmbedding struct {
		layMethods
		*layMixed
		layInt
		error
		Other layMethods `k:"v"`
	}
	layFloats struct {
		A float32
		B float64
		C complex128
		D uintptr
		E rune
	}
	layMethods struct{ X, Y int64 }
	layBig     struct {
		A [100]uintptr
		B [100]*int
		C [100]struct {
			D int
			E string
		}
	}
	layPair[K comparable, V any] struct {
		Key K
		Val V
	}
	layInst struct {
		A layPair[layString, []layInt]
		B *layPair[int, layPair[string, error]]
	}
)

func (layMethods) Value(layInt) (layMixed, error)    { return layMixed{}, nil }
func (*layMethods) Pointer(...layMethods) *layMixed  { return nil }
func (layMethods) hidden()                           {}
func (layInt) String() string                        { return "" }
func (*layInt) Set(string) error                     { return nil }
func (layFunc) Call(map[string]layFunc) func(layInt) { return nil }
func (layPair[K, V]) Get(K) (V, bool)                { var v V; return v, false }
func (p *layPair[K, V]) Put(k K, v V)                { p.Key, p.Val = k, v }

// compiledLayouts are the same types as the compiler has them.
var compiledLayouts = map[string]reflect.Type{
	"layInt": reflect.TypeFor[layInt](), "layString": reflect.TypeFor[layString](), "layFunc": reflect.TypeFor[layFunc](),
	"layMap": reflect.TypeFor[layMap](), "layChan": reflect.TypeFor[layChan](), "layPointer": reflect.TypeFor[layPointer](),
	"laySlice": reflect.TypeFor[laySlice](), "layArray": reflect.TypeFor[layArray](), "layOne": reflect.TypeFor[layOne](),
	"layOneDeep": reflect.TypeFor[layOneDeep](), "layEmpty": reflect.TypeFor[layEmpty](), "layTail": reflect.TypeFor[layTail](),
	"layMixed": reflect.TypeFor[layMixed](), "layEmbedding": reflect.TypeFor[layEmbedding](), "layFloats": reflect.TypeFor[layFloats](),
	"layMethods": reflect.TypeFor[layMethods](), "layBig": reflect.TypeFor[layBig](), "layInst": reflect.TypeFor[layInst](),
	"layPair[int,layEmbedding]": reflect.TypeFor[layPair[int, layEmbedding]](),
	"struct{ layMethods; A int }": reflect.TypeFor[struct {
		layMethods
		A int
	}](),
	"[4]*layPair[layInt, error]":            reflect.TypeFor[[4]*layPair[layInt, error]](),
	"map[layMethods]struct{ X layMethods }": reflect.TypeFor[map[layMethods]struct{ X layMethods }](),
}
