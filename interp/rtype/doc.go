// Package rtype builds Go's own type records at run time, so that the types a
// user declares in a cell are real: named, with methods, equal to nothing but
// themselves. Then ==, map keys, type switches, %T, fmt's Stringer in nested
// values, errors.As, encoding/json, text/template and reflect work on them as
// the runtime and the standard library have it, and no package needs a plan of
// its own.
//
// Every Go type has two records of one memory layout:
//
//   - R is the real one: what an interface holds and what reflect sees. Named,
//     with the exported methods.
//   - V is the one that the interpreter computes with: names are erased where
//     that is harmless, all fields are exported (fields that were not are called
//     X_name), interfaces that the user declared are interface{}. V has no
//     methods.
//
// Since the layout is one, a value changes between the two by an exchange of the
// type word alone: Box puts R on a value that comes from the interpreter, Unbox
// puts V back. Types of compiled packages and unnamed types that mention no user
// type have one record for both.
//
// A Universe builds the records for one session:
//
//	err := rtype.SelfTest()        // at start: is this Go's layout the known one?
//	u := rtype.New(rtype.Config{IsUser: …, Compiled: …})
//	t, err := u.Type(typ)          // *Type: t.R, t.V, t.ID, t.Source
//	t.Box(x), t.Unbox(x)           // exchange the type word
//	t.Is(x)                        // does the interface value hold exactly this type?
//	for _, m := range u.Unbound()  // types with methods whose bodies are missing
//	t.Bind("String", fn)           // give a method its body; BindLater when it is called
//	u.Of(reflect.TypeOf(x))        // from a record back to its Type
//	u.Key(typ)                     // a text that is equal for identical types
//	rtype.Retype(v, t.V)           // a reflect.Value under another type of its layout
//
// A method's body is a func whose first parameter is the receiver in an
// interface{} (with record R), followed by the parameters as V, with results
// as V. Methods that are called before they are bound panic with their name.
// Unexported methods are in no record: only code of the same package can call
// them, and that goes through the lowering's own tables.
//
// An interface that the user declares is a record without methods, because its
// values are laid out as interface{}: a record with methods would make reflect
// take the first word for a method table. So reflect.Type.Implements, and
// errors.As with such an interface as its target, have to be answered by the
// lowering, which knows the methods from go/types.
//
// # Why this is safe
//
// A type record is plain data that the runtime reads and never writes. The
// compiler writes the same records into a binary; reflect.StructOf writes them
// at run time too. This package mirrors the records' layout (record.go), and
// SelfTest compares that mirror with records that this very program was linked
// with: a Go version that changed them gives an error at start, not a crash
// later. References between records are offsets that reflect resolves in a table
// of its own (reflect.addReflectOff, which is open to linkname).
//
// The garbage collector learns where pointers are from the record's bit mask,
// which is computed from go/types' sizes; TestLayouts compares masks, offsets,
// sizes and all that reflect shows with the compiler's for the same
// declarations. The collector does not keep a record alive by the values that
// carry it; so every record is kept for ever (keep.go). A type with a few
// methods costs some 10 KB.
//
// A type that can't be built leaves nothing behind: Type returns an error each
// time it is asked for.
//
// A method is called through a code pointer, with the receiver and the
// arguments in registers as the ABI has it. What does that for a closure is
// reflect.MakeFunc; its code wants the closure in the context register, which
// an interface call does not load. So each method has a stub: three instructions
// that load the register from a table and jump (stub_*.s, written by gen).
//
// # Limits
//
// There are 65536 stubs, as they can't be made at run time without memory that is
// both writable and executable. A method of *T takes one, a method of T two (a
// second for reflect's Method.Func). They are not given back, since values of
// earlier versions of a type may live on. So a session can declare some 30,000
// methods; then a type with methods gives an error that says so.
//
// Values with pointers may have up to 256 MB; slices have no limit. Processors
// other than amd64 and arm64 have no stubs: SelfTest says so.
//
// The package knows go/types and nothing of cells, checking or the interpreter.
// interp/lower and interp/runtime use it.
//
// Read record.go, layout.go and shell.go (what a record is), universe.go, build.go,
// declared.go and standin.go (how types are built), methods.go and stub.go, box.go,
// key.go, selftest.go.
package rtype
