package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"sync"
	"unsafe"
)

// Config says what a Universe needs to know about types that it did not build.
type Config struct {
	// IsUser tells the named types that get records of their own (declared in
	// cells, or in packages that are lowered from source) from those of compiled
	// packages. Predeclared types are never asked about.
	IsUser func(*types.Named) bool
	// Compiled is the type that a compiled package declares. It is not asked for
	// predeclared types, nor for an instance of a generic compiled type, which
	// stands for its underlying type.
	Compiled func(*types.Named) (reflect.Type, bool)
}

// A Universe holds the records of one session. Its methods may be called from
// many goroutines.
type Universe struct {
	cfg Config

	mu      sync.Mutex
	named   map[*types.TypeName]int // identity of named types, for keys
	built   map[string]reflect.Type // key → R, "V"+key → V
	byKey   map[string]*Type
	byR     map[reflect.Type]*Type
	list    []*Type
	recur   map[string]bool
	open    map[*record]openStruct // structs whose fields are being built
	later   []func()               // what waits until the types under construction are complete
	depth   int
	trail   []string // keys of built since the outermost call, to undo it
	unbound []*Type
}

// A Type is a type of the session with its records.
type Type struct {
	ID     int          // counts from 1 in its Universe
	Source types.Type   // as go/types has it
	R, V   reflect.Type // see the package's documentation
	Key    string       // see Universe.Key
	// Methods are the exported methods that the record has, in its order; empty
	// for types that have none and for compiled types. Bind gives them bodies.
	Methods []*Method

	u *Universe
}

// New returns an empty Universe.
func New(cfg Config) *Universe {
	return &Universe{
		cfg: cfg, named: map[*types.TypeName]int{}, built: map[string]reflect.Type{},
		byKey: map[string]*Type{}, byR: map[reflect.Type]*Type{}, recur: map[string]bool{}, open: map[*record]openStruct{},
	}
}

// Type returns the records of a type; the same *Type for identical types. The
// error is an *Error: the type can't be had, and it says why. Then nothing
// remains of it.
func (u *Universe) Type(t types.Type) (typ *Type, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	n, waiting := len(u.list), len(u.unbound)
	u.trail = u.trail[:0]
	defer func() {
		if r := recover(); r != nil {
			u.forget(n, waiting)
			e, ok := r.(*Error)
			if !ok { // reflect's own refusals, of arrays larger than memory for example
				e = &Error{fmt.Sprintf("there can be no run-time type for %s: %v", t, r)}
			}
			typ, err = nil, e
		}
	}()
	return u.typ(t), nil
}

// forget drops what a failed call has left half done: all types after the first
// n and what they are made of.
func (u *Universe) forget(n, waiting int) {
	u.later, u.depth = nil, 0
	clear(u.open)
	for _, key := range u.trail {
		delete(u.built, key)
	}
	for _, typ := range u.list[n:] {
		delete(u.byKey, typ.Key)
		if typ.R != nil && u.byR[typ.R] == typ {
			delete(u.byR, typ.R)
		}
	}
	u.list, u.unbound = u.list[:n], u.unbound[:waiting]
}

// note keeps the record of a key.
func (u *Universe) note(key string, r reflect.Type) {
	if _, ok := u.built[key]; !ok {
		u.trail = append(u.trail, key)
	}
	u.built[key] = r
}

func (u *Universe) typ(t types.Type) *Type {
	t = types.Unalias(t)
	key := u.key(t)
	if typ := u.byKey[key]; typ != nil {
		return typ
	}
	typ := &Type{ID: len(u.list) + 1, Source: t, Key: key, u: u}
	u.byKey[key] = typ
	u.list = append(u.list, typ)
	u.depth++
	typ.R = u.build(t, false)
	typ.V = u.build(t, true)
	u.depth--
	if _, ok := u.byR[typ.R]; !ok {
		u.byR[typ.R] = typ
	}
	for u.depth == 0 && len(u.later) > 0 {
		f := u.later[0]
		u.later = u.later[1:]
		u.depth++
		f()
		u.depth--
	}
	return typ
}

// Of is the Type whose record R is r: that of a value in an interface.
func (u *Universe) Of(r reflect.Type) (*Type, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	t, ok := u.byR[r]
	return t, ok
}

// ByID is the type of that number, nil when there is none.
func (u *Universe) ByID(id int) *Type {
	u.mu.Lock()
	defer u.mu.Unlock()
	if id < 1 || id > len(u.list) {
		return nil
	}
	return u.list[id-1]
}

// Unbound returns the types that got methods since the last call and whose
// methods want bodies.
func (u *Universe) Unbound() []*Type {
	u.mu.Lock()
	defer u.mu.Unlock()
	list := u.unbound
	u.unbound = nil
	return list
}

// build makes one of the two records.
func (u *Universe) build(t types.Type, v bool) reflect.Type {
	t = types.Unalias(t)
	key := u.key(t)
	if v {
		key = "V" + key
	}
	if r, ok := u.built[key]; ok {
		return r
	}
	r := u.make(t, v, key)
	u.note(key, r)
	return r
}

func (u *Universe) make(t types.Type, v bool, key string) reflect.Type {
	switch t := t.(type) {
	case *types.Basic:
		if r := basics[t.Kind()]; r != nil {
			return r
		}
	case *types.Named:
		if !u.isUser(t) {
			return u.compiled(t)
		}
		if v {
			switch under := t.Underlying().(type) {
			case *types.Interface:
				return anyType
			case *types.Struct:
				return u.structType(under, v, key, runtimeName(t, false))
			}
			if !u.recursive(t) {
				return u.build(t.Underlying(), v)
			}
		}
		return u.namedType(t, v, key)
	case *types.Pointer:
		elem := types.Unalias(t.Elem())
		if n, ok := elem.(*types.Named); ok && !v && u.isUser(n) {
			u.build(n, false) // makes the pointer type as well
			if r, ok := u.built[key]; ok {
				return r
			}
		}
		if s, ok := elem.(*types.Struct); ok && !v && exportedMethods(t) > 0 {
			ptr := u.pointerType(t, u.build(s, false), "*"+runtimeName(s, false))
			u.addMethods(ptr, t)
			return ptr.typ()
		}
		return reflect.PointerTo(u.build(elem, v))
	case *types.Slice:
		return reflect.SliceOf(u.build(t.Elem(), v))
	case *types.Array:
		return reflect.ArrayOf(int(t.Len()), u.build(t.Elem(), v))
	case *types.Map:
		key, elem := u.build(t.Key(), v), u.build(t.Elem(), v)
		u.closeFor(key, elem)
		return reflect.MapOf(key, elem)
	case *types.Chan:
		dir := map[types.ChanDir]reflect.ChanDir{types.SendRecv: reflect.BothDir, types.SendOnly: reflect.SendDir, types.RecvOnly: reflect.RecvDir}
		return reflect.ChanOf(dir[t.Dir()], u.build(t.Elem(), v))
	case *types.Signature:
		return reflect.FuncOf(u.tuple(t.Params(), v), u.tuple(t.Results(), v), t.Variadic() && !v)
	case *types.Struct:
		if t.NumFields() == 0 {
			return reflect.TypeFor[struct{}]()
		}
		if !v && plainStruct(t) {
			return u.structOf(t)
		}
		return u.structType(t, v, key, runtimeName(t, false))
	case *types.Interface:
		if v || t.NumMethods() == 0 {
			return anyType
		}
		s := newShell(layoutOf(t), runtimeName(t, false), false, 0, 0)
		s.fillFrom(anyType)
		return s.typ()
	}
	fail("there is no run-time type for %s", t)
	return nil
}

var (
	anyType   = reflect.TypeFor[any]()
	errorType = reflect.TypeFor[error]()
)

// isUser is false for predeclared types.
func (u *Universe) isUser(n *types.Named) bool {
	return n.Obj().Pkg() != nil && u.cfg.IsUser(n)
}

// compiled is the type that a compiled package has.
func (u *Universe) compiled(n *types.Named) reflect.Type {
	obj := n.Obj()
	switch {
	case obj.Pkg() == nil && obj.Name() == "error":
		return errorType
	case obj.Pkg() == nil:
		// comparable and any: a constraint, or an alias
		return u.build(n.Underlying(), false)
	case n.TypeArgs().Len() > 0:
		return u.build(n.Underlying(), false)
	case obj.Pkg().Path() == "unsafe":
		return basics[types.UnsafePointer]
	}
	if u.cfg.Compiled != nil {
		if r, ok := u.cfg.Compiled(n); ok {
			return r
		}
	}
	fail("the type %s.%s is not among those of the compiled package %s", obj.Pkg().Name(), obj.Name(), obj.Pkg().Path())
	return nil
}

func (u *Universe) tuple(t *types.Tuple, v bool) []reflect.Type {
	out := make([]reflect.Type, t.Len())
	for i := range out {
		out[i] = u.build(t.At(i).Type(), v)
	}
	return out
}

// recursive tells a user's type that is no struct and contains itself without a
// struct in between, such as type F func(F): such a V needs a record of its own.
func (u *Universe) recursive(n *types.Named) bool {
	key := u.key(n)
	if r, ok := u.recur[key]; ok {
		return r
	}
	seen := map[string]bool{}
	var walk func(t types.Type) bool
	tuple := func(t *types.Tuple) bool {
		for v := range t.Variables() {
			if walk(v.Type()) {
				return true
			}
		}
		return false
	}
	walk = func(t types.Type) bool {
		switch t := types.Unalias(t).(type) {
		case *types.Named:
			k := u.key(t)
			if k == key && len(seen) > 0 {
				return true
			}
			if seen[k] || !u.isUser(t) {
				return false
			}
			seen[k] = true
			return walk(t.Underlying())
		case *types.Pointer:
			return walk(t.Elem())
		case *types.Slice:
			return walk(t.Elem())
		case *types.Array:
			return walk(t.Elem())
		case *types.Chan:
			return walk(t.Elem())
		case *types.Map:
			return walk(t.Key()) || walk(t.Elem())
		case *types.Signature:
			return tuple(t.Params()) || tuple(t.Results())
		}
		return false
	}
	u.recur[key] = walk(n)
	return u.recur[key]
}

// plainStruct is a struct that reflect can build: then it is the same type as a
// compiled package's of that shape.
func plainStruct(s *types.Struct) bool {
	for f := range s.Fields() {
		if f.Embedded() || f.Name() == "_" {
			return false
		}
	}
	return true
}

func (u *Universe) structOf(s *types.Struct) reflect.Type {
	fields := make([]reflect.StructField, s.NumFields())
	for i := range fields {
		f := s.Field(i)
		fields[i] = reflect.StructField{Name: f.Name(), Type: u.build(f.Type(), false), Tag: reflect.StructTag(s.Tag(i))}
		if !f.Exported() {
			fields[i].PkgPath = pkgPath(f)
		}
	}
	for _, f := range fields {
		u.closeFor(f.Type)
	}
	return reflect.StructOf(fields)
}

func pkgPath(o types.Object) string {
	if o.Pkg() == nil {
		return "main"
	}
	return o.Pkg().Path()
}

// structType makes the record of a struct that reflect can't build, or a V.
func (u *Universe) structType(t *types.Struct, v bool, key, name string) reflect.Type {
	n := 0
	if !v {
		n = exportedMethods(t)
	}
	s := newShell(layoutOf(t), name, false, 0, n)
	u.note(key, s.typ())
	u.fields(s, t, v)
	if n > 0 {
		u.addMethods(s, t)
	}
	return s.typ()
}

// fields fills a struct's record. A V exports all its fields, since the
// interpreter reads and writes them by reflection.
func (u *Universe) fields(s *shell, t *types.Struct, v bool) {
	out := make([]field, t.NumFields())
	path := "" // of the package that unexported fields belong to
	for i, off := range offsets(t) {
		f := t.Field(i)
		name, exported, embedded := f.Name(), f.Exported(), f.Embedded()
		if !exported && !v {
			path = pkgPath(f)
		}
		if v {
			name, exported, embedded = FieldName(f, i), true, false
		}
		out[i] = field{Name: newName(name, t.Tag(i), exported, embedded), Off: uintptr(off)}
	}
	retain(out)
	s.setFields(path, out)
	u.open[s.record] = openStruct{t, out}
	for i := range out {
		out[i].Typ = recordOf(u.build(t.Field(i).Type(), v))
	}
	delete(u.open, s.record)
}

// FieldName is the name that field number i has in V.
func FieldName(f *types.Var, i int) string {
	switch {
	case f.Name() == "_":
		return "_"
	case f.Exported():
		return f.Name()
	}
	return "X_" + f.Name()
}

// namedType makes the record of a user's named type, and of the pointer to it.
func (u *Universe) namedType(n *types.Named, v bool, key string) reflect.Type {
	under := n.Underlying()
	io, methods := 0, 0
	if sig, ok := under.(*types.Signature); ok {
		io = sig.Params().Len() + sig.Results().Len()
	}
	if !v && !types.IsInterface(n) {
		methods = exportedMethods(n)
	}
	name := runtimeName(n, false)
	var ptr *shell
	s := newShell(layoutOf(n), name, true, io, methods)
	u.note(key, s.typ())
	if !v {
		s.TFlag |= flagUncommon
		s.u.PkgPath = nameOffset(pkgPath(n.Obj()), false)
		s.u.Moff = 16
		// Before the fields: one of them may be a pointer to this type.
		ptr = u.pointerType(types.NewPointer(n), s.typ(), "*"+name)
	}
	switch under := under.(type) {
	case *types.Struct:
		u.fields(s, under, v)
	case *types.Interface:
		s.fillFrom(anyType)
	default:
		s.fillFrom(u.build(under, v))
	}
	if methods > 0 {
		u.addMethods(s, n)
	}
	if ptr != nil && len(ptr.methods) > 0 {
		u.addMethods(ptr, types.NewPointer(n))
	}
	return s.typ()
}

// pointerType makes the record of a pointer whose methods count; the caller adds
// them, after those of the type that it points to.
func (u *Universe) pointerType(t *types.Pointer, elem reflect.Type, name string) *shell {
	s := newShell(layoutOf(t), name, false, 0, exportedMethods(t))
	s.fillFrom(reflect.TypeFor[*int]())
	(*pointerRecord)(unsafe.Pointer(s.record)).Elem = recordOf(elem)
	recordOf(elem).PtrToThis = addReflectOff(unsafe.Pointer(s.record))
	u.note(u.key(t), s.typ())
	return s
}
