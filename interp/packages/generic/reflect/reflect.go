// Package reflect has the generic functions of reflect.
package reflect

import compiled "reflect"

type (
	// Type is reflect.Type.
	Type = compiled.Type
	// Value is reflect.Value.
	Value = compiled.Value
)

// TypeFor is reflect.TypeFor.
func TypeFor[T any]() Type { return compiled.TypeOf((*T)(nil)).Elem() }

// TypeAssert is reflect.TypeAssert.
func TypeAssert[T any](v Value) (T, bool) {
	x, ok := v.Interface().(T)
	return x, ok
}
