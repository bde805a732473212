// This file words objects as declarations, for inspection.

package assist

import (
	"fmt"
	"go/types"
	"strings"
)

// describer describes objects as seen from a place.
type describer struct {
	*Assistant
	place *place
}

// declaration words an object as a declaration of Go, with its package's name
// where it has one.
func (d describer) declaration(obj types.Object) string {
	name := d.name(obj)
	switch obj := obj.(type) {
	case *types.PkgName:
		return "package " + obj.Imported().Name()
	case *types.Builtin:
		_, rest := builtinDeclaration(obj.Name())
		return "func " + name + rest
	case *types.Nil:
		return "nil"
	case *types.Const:
		return "const " + name + typedValue(obj)
	case *types.TypeName:
		return d.typeDeclaration(obj, name)
	case *types.Func:
		return "func " + receiver(obj) + name + callSignature(obj.Type())
	case *types.Var:
		if obj.IsField() {
			return "field " + name + " " + typeString(obj.Type())
		}
		if obj.Type() == types.Typ[types.Invalid] {
			return "var " + name
		}
		return "var " + name + " " + typeString(obj.Type())
	}
	return obj.Name()
}

// name returns an object's name, with that of its package where a cell has to
// say it.
func (d describer) name(obj types.Object) string {
	if pkg := obj.Pkg(); pkg != nil && !ours(pkg) && obj.Parent() == pkg.Scope() {
		return pkg.Name() + "." + obj.Name()
	}
	return obj.Name()
}

func typedValue(obj *types.Const) string {
	s := " = " + shorten(obj.Val().String())
	if b, ok := obj.Type().(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		return s
	}
	return " " + typeString(obj.Type()) + s
}

// receiver words the receiver of a method, with a space behind it.
func receiver(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return ""
	}
	if recv.Name() == "" || recv.Name() == "_" {
		return "(" + typeString(recv.Type()) + ") "
	}
	return "(" + recv.Name() + " " + typeString(recv.Type()) + ") "
}

// typeDeclaration words a type with its fields or methods, each with its
// documentation.
func (d describer) typeDeclaration(obj *types.TypeName, name string) string {
	if obj.Pkg() == nil {
		return "type " + name
	}
	if _, isParam := obj.Type().(*types.TypeParam); isParam || obj.IsAlias() {
		return "type " + name + " " + typeSignature(obj)
	}
	t := obj.Type()
	head := "type " + name + strings.TrimSuffix(typeParams(t), " ") + " "
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return head + d.structText(obj, u)
	case *types.Interface:
		return head + d.interfaceText(obj, u)
	default:
		return head + typeString(u)
	}
}

func (d describer) structText(obj *types.TypeName, s *types.Struct) string {
	var b strings.Builder
	hidden := false
	for f := range s.Fields() {
		if !f.Exported() && !ours(f.Pkg()) {
			hidden = true
			continue
		}
		writeComment(&b, d.doc(f, obj))
		if f.Embedded() {
			fmt.Fprintf(&b, "\t%s\n", typeString(f.Type()))
		} else {
			fmt.Fprintf(&b, "\t%s %s\n", f.Name(), typeString(f.Type()))
		}
	}
	if hidden {
		b.WriteString("\t// and fields that are not exported\n")
	}
	if b.Len() == 0 {
		return "struct{}"
	}
	return "struct {\n" + b.String() + "}"
}

func (d describer) interfaceText(obj *types.TypeName, t *types.Interface) string {
	var b strings.Builder
	for e := range t.EmbeddedTypes() {
		fmt.Fprintf(&b, "\t%s\n", typeString(e))
	}
	for m := range t.ExplicitMethods() {
		if m.Exported() || ours(m.Pkg()) {
			writeComment(&b, d.doc(m, obj))
			fmt.Fprintf(&b, "\t%s%s\n", m.Name(), callSignature(m.Type()))
		}
	}
	if b.Len() == 0 {
		return "interface{}"
	}
	return "interface {\n" + b.String() + "}"
}

// writeComment writes documentation as a comment of a member.
func writeComment(b *strings.Builder, doc string) {
	if doc == "" {
		return
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	for line := range strings.Lines(strings.TrimSpace(doc)) {
		b.WriteString(strings.TrimRight("\t// "+line, "\n ") + "\n")
	}
}
