// This file copies syntax, so that each check of a declaration has nodes of its
// own to attach types to.

package check

import (
	"go/ast"
	"reflect"
)

var (
	identType = reflect.TypeFor[*ast.Ident]()
	//lint:ignore SA1019 the parser still makes them, and a copy must leave them out
	objectType = reflect.TypeFor[*ast.Object]()
	//lint:ignore SA1019 the same
	scopeType = reflect.TypeFor[*ast.Scope]()
)

// clone returns a deep copy of a syntax tree with the same positions, without
// the parser's deprecated objects. Each copied identifier is given to ident.
func clone[N ast.Node](n N, ident func(from, to *ast.Ident)) N {
	return cloneValue(reflect.ValueOf(n), ident).Interface().(N)
}

func cloneValue(x reflect.Value, ident func(from, to *ast.Ident)) reflect.Value {
	switch x.Kind() {
	case reflect.Pointer:
		if x.IsNil() || x.Type() == objectType || x.Type() == scopeType {
			return reflect.Zero(x.Type())
		}
		y := reflect.New(x.Type().Elem())
		y.Elem().Set(cloneValue(x.Elem(), ident))
		if x.Type() == identType {
			ident(x.Interface().(*ast.Ident), y.Interface().(*ast.Ident))
		}
		return y
	case reflect.Interface:
		if x.IsNil() {
			return x
		}
		y := reflect.New(x.Type()).Elem()
		y.Set(cloneValue(x.Elem(), ident))
		return y
	case reflect.Struct:
		y := reflect.New(x.Type()).Elem()
		for i := range x.NumField() {
			y.Field(i).Set(cloneValue(x.Field(i), ident))
		}
		return y
	case reflect.Slice:
		if x.IsNil() {
			return x
		}
		y := reflect.MakeSlice(x.Type(), x.Len(), x.Len())
		for i := range x.Len() {
			y.Index(i).Set(cloneValue(x.Index(i), ident))
		}
		return y
	}
	return x
}
