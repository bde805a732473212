// This file makes yaegi forget. It keeps all it ever compiled: the tree of each
// program, the scope of each function, a name for each import of each file, and
// every value at top level, in a table that it copies whenever it grows. So the
// ten-thousandth cell would be slow, and nothing would ever be given back.
//
// yaegi has no way to ask for it; so this reaches into its tables by reflection.
// newTables finds out whether they are the known ones.

package engine

import (
	"fmt"
	"reflect"
	"unsafe"

	yaegi "github.com/traefik/yaegi/interp"
)

// tables are yaegi's own.
type tables struct {
	roots    reflect.Value   // of all programs
	universe reflect.Value   // scope
	scopes   reflect.Value   // by package
	main     reflect.Value   // scope of package main, once there is one
	notes    []reflect.Value // at predeclared types and package rt: the pointer type, and where it is mentioned
}

// kindBinSym is the kind of yaegi's symbols that stand for a value of compiled code.
const kindBinSym = 1

// variable makes a field readable and settable. It panics if there is none of
// the kind.
func variable(v reflect.Value, name string, kind reflect.Kind) reflect.Value {
	f := v.FieldByName(name)
	if !f.IsValid() || f.Kind() != kind {
		panic(fmt.Sprintf("%s has no %s that is a %s", v.Type(), name, kind))
	}
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
}

func newTables(i *yaegi.Interpreter) (t *tables, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("engine: this program was built with a version of yaegi that gorgo does not know: %v", r)
		}
	}()
	v := reflect.ValueOf(i).Elem()
	t = &tables{
		roots:    variable(v, "roots", reflect.Slice),
		universe: variable(v, "universe", reflect.Pointer).Elem(),
		scopes:   variable(v, "scopes", reflect.Map),
	}
	for _, symbol := range variable(t.universe, "sym", reflect.Map).Seq2() {
		if typ := variable(symbol.Elem(), "typ", reflect.Pointer); !typ.IsNil() {
			t.notes = append(t.notes, variable(typ.Elem(), "ptr", reflect.Pointer), variable(typ.Elem(), "node", reflect.Pointer))
		}
	}
	// What the methods need.
	variable(t.universe, "types", reflect.Slice)
	variable(t.universe, "child", reflect.Slice)
	symbols := variable(t.universe, "sym", reflect.Map)
	symbol := reflect.New(symbols.Type().Elem().Elem()).Elem()
	variable(symbol, "kind", reflect.Uint)
	variable(symbol, "index", reflect.Int)
	variable(symbol, "global", reflect.Bool)
	_ = variable(symbol, "rval", reflect.Struct).Interface().(reflect.Value)
	root := variable(reflect.New(reflect.TypeFor[yaegi.Program]()).Elem(), "root", reflect.Pointer)
	variable(reflect.New(root.Type().Elem()).Elem(), "child", reflect.Slice)
	return t, nil
}

// symbols are the names of package main.
func (t *tables) symbols() reflect.Value {
	if !t.main.IsValid() {
		t.main = t.scopes.MapIndex(reflect.ValueOf("main")).Elem()
	}
	return variable(t.main, "sym", reflect.Map)
}

// trim drops the programs and the scopes that yaegi has collected, and what it has
// noted at predeclared types, which leads to some program that mentions them.
// Functions keep what is theirs.
func (t *tables) trim() {
	t.symbols()
	t.roots.SetZero()
	for _, n := range t.notes {
		n.SetZero()
	}
	for _, scope := range []reflect.Value{t.universe, t.main} {
		variable(scope, "child", reflect.Slice).SetZero()
		variable(scope, "types", reflect.Slice).SetZero()
	}
}

// cut takes a program that has run apart, so that each of its functions keeps
// itself alive and not all others.
func (t *tables) cut(p *yaegi.Program) {
	root := variable(reflect.ValueOf(p).Elem(), "root", reflect.Pointer)
	variable(root.Elem(), "child", reflect.Slice).SetZero()
}

// drop forgets a name.
func (t *tables) drop(name string) { t.symbols().SetMapIndex(reflect.ValueOf(name), reflect.Value{}) }

// bind makes a variable that yaegi has compiled the declaration of, and nothing
// else, one that always has the given value. yaegi then writes the value into the
// code that mentions it, and the collector sees who holds it; a variable of its own
// would be in its table of globals for ever.
func (t *tables) bind(name string, v reflect.Value) {
	symbol := t.symbols().MapIndex(reflect.ValueOf(name)).Elem()
	variable(symbol, "kind", reflect.Uint).SetUint(kindBinSym)
	variable(symbol, "index", reflect.Int).SetInt(0)
	variable(symbol, "global", reflect.Bool).SetBool(false)
	variable(symbol, "rval", reflect.Struct).Set(reflect.ValueOf(v))
}
