// This file words objects and types in Go syntax.

package assist

import (
	"go/types"
	"strings"
	"unicode/utf8"
)

// kind is the word for what an object is.
func kind(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.Var:
		if obj.IsField() {
			return "field"
		}
		return "variable"
	case *types.Const, *types.Nil:
		return "constant"
	case *types.TypeName:
		return "type"
	case *types.PkgName:
		return "package"
	case *types.Label:
		return "label"
	case *types.Func:
		if obj.Signature().Recv() != nil {
			return "method"
		}
	}
	return "function"
}

// signature says on one line what follows an object's name in its declaration.
func signature(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.PkgName:
		return obj.Imported().Path()
	case *types.Builtin:
		_, rest := builtinDeclaration(obj.Name())
		return rest
	case *types.Nil:
		return ""
	case *types.Func:
		return callSignature(obj.Type())
	case *types.Const:
		return strings.TrimPrefix(typeString(obj.Type())+" = "+shorten(obj.Val().String()), "untyped ")
	case *types.TypeName:
		return typeSignature(obj)
	}
	if obj.Type() == nil || obj.Type() == types.Typ[types.Invalid] {
		return ""
	}
	return shorten(typeString(obj.Type()))
}

// callSignature is a function's type without the word func.
func callSignature(t types.Type) string {
	return strings.TrimPrefix(typeString(t), "func")
}

// typeSignature says on one line what a type is made of.
func typeSignature(obj *types.TypeName) string {
	if obj.Pkg() == nil {
		return ""
	}
	if obj.IsAlias() {
		if alias, ok := obj.Type().(*types.Alias); ok {
			return "= " + shorten(typeString(alias.Rhs()))
		}
		return "= " + shorten(typeString(obj.Type()))
	}
	if p, ok := obj.Type().(*types.TypeParam); ok {
		return typeString(p.Constraint())
	}
	params := typeParams(obj.Type())
	switch u := obj.Type().Underlying().(type) {
	case *types.Struct:
		return params + "struct"
	case *types.Interface:
		return params + "interface"
	default:
		return params + shorten(typeString(u))
	}
}

// typeParams words the type parameters of a generic type, with a space behind
// them; it is empty for others.
func typeParams(t types.Type) string {
	var list *types.TypeParamList
	switch t := t.(type) {
	case *types.Named:
		list = t.TypeParams()
	case *types.Alias:
		list = t.TypeParams()
	}
	if list.Len() == 0 {
		return ""
	}
	parts := make([]string, list.Len())
	for i := range parts {
		p := list.At(i)
		parts[i] = p.Obj().Name() + " " + typeString(p.Constraint())
	}
	return "[" + strings.Join(parts, ", ") + "] "
}

// maxLine is the length of a signature that fits beside a name.
const maxLine = 120

func shorten(s string) string {
	s = strings.ReplaceAll(s, "\n", " ")
	if utf8.RuneCountInString(s) <= maxLine {
		return s
	}
	return string([]rune(s)[:maxLine-1]) + "…"
}
