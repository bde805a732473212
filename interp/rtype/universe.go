// The Universe: types that are built once, and found again.

package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"sync"
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
	// Local says how a type is named that a function declares. May be nil.
	Local func(*types.Named) LocalName
}

// LocalName is what the compiler makes part of a local type's name.
type LocalName struct {
	// Implicit are the type arguments of the generic function around it.
	Implicit []types.Type
	// Explicit are its own.
	Explicit []types.Type
	// Number tells local types of one name apart, from 1.
	Number int
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
	ifaces  map[reflect.Type]types.Type // records of users' interfaces, which may have no Type yet
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
		byKey: map[string]*Type{}, byR: map[reflect.Type]*Type{}, ifaces: map[reflect.Type]types.Type{}, recur: map[string]bool{}, open: map[*record]openStruct{},
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
	if !ok && u.ifaces[r] != nil {
		t, ok = u.typ(u.ifaces[r]), true
	}
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
