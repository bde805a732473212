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
// # What a type record is
//
// Every type of a compiled Go program has a record in the binary: its size, its
// kind, its name, where its pointers are, its fields, its methods with the
// addresses of their code. Two things read it: the runtime, which collects garbage,
// compares and hashes by it, and package reflect, through which fmt and
// encoding/json work. An interface value is two words: a pointer to the record of
// what it holds, and a pointer to the value (or the value itself, if that is one
// pointer). Types are identical exactly if their records are the same one.
//
// Nothing says that a record must come from the compiler. Reflect makes some at
// run time itself (SliceOf, StructOf, FuncOf), in memory like any other; the
// runtime cannot tell them from compiled ones. What reflect does not offer is a
// name and methods, which is what this package adds.
//
// # Why this is safe
//
// What could go wrong, and why it does not:
//
// The layout of records is not promised to stay. record.go mirrors it. SelfTest
// compares the mirror, field by field, with records that the linker wrote into this
// very program, and then builds a type and calls its method. With a Go version that
// changed the layout it returns an error that says so, before anything is built by
// the wrong one; no session starts then, and gorgo doctor shows it. TestLayouts
// builds dozens of types and compares all that they say with the compiler's records
// for the same declarations; so a new Go version fails a test before it meets a
// user. An unknown layout cannot crash the self-test: a word that is no pointer
// after all faults, and that becomes the error.
//
// The collector must find every pointer. It goes by a mask in the record, one bit
// a word. layout.go computes it from go/types' sizes, which are the compiler's, and
// TestLayouts compares it. R and V have the same mask, since what differs between
// them (names, and interfaces with or without methods) is laid out alike.
//
// A record must outlive its values. The collector does not follow the first word of
// an interface value, because a compiled record cannot go away; nor does it follow
// the offsets by which records refer to one another, which are numbers in a table
// of reflect's (reflect.addReflectOff, which the Go project leaves open to
// linkname). So no record is ever freed (keep.go, name.go, and the Universe's
// tables). That is memory that a session does not get back, some 4 KB for a small
// type with a method: see Limits. What a method runs is asked for at each call
// (BindLater), so that a session need not stay with its types.
//
// A method must be called as compiled code calls it: with the receiver and the
// arguments in the registers that the ABI gives them. reflect.MakeFunc makes
// functions that do that for any signature, but they are closures: their code finds
// its data through the context register, which a caller of a closure loads, and a
// caller of a method does not. So each method gets a stub: three instructions that
// load the register from a table and jump to MakeFunc's code (stub_amd64.s and
// stub_arm64.s, written by gen). A stub has no frame, calls nothing and spills
// nothing; to the runtime it is an ordinary assembly function at its first
// instruction, and the stack is whole when MakeFunc's code begins. Since it only
// jumps, tracebacks, stack growth and preemption do not see it.
//
// Boxing changes a type under a value. It exchanges the first word of an interface
// for the record of the same layout, of the copy that the caller holds; the value is
// not touched. Box refuses a value whose kind is another one.
//
// unsafe.Pointer is used by its rules: a pointer is never kept as a number, except
// for offsets, whose targets are kept alive. go vet, checkptr and the race detector
// agree. make test-machine runs the tests of this package, and sessions, under
// GODEBUG=gccheckmark=1 (marks twice and compares), GODEBUG=clobberfree=1 (destroys
// what is freed), GOGC=1 (collects all the time), checkptr and the race detector,
// and on arm64 in an emulator. TestStress calls methods from sort, fmt, errors and
// maps on many goroutines while stacks grow.
//
// A type that can't be built leaves nothing behind: Type returns an error each
// time it is asked for.
//
// # Limits
//
// There are 65536 stubs, as they can't be made at run time without memory that is
// both writable and executable. A method of *T takes one, a method of T two (a
// second for reflect's Method.Func). They are not given back, since values of
// earlier versions of a type may live on. So a session can declare some 30,000
// methods; then a type with methods gives an error that says so. A cell that
// declares its types again as they were takes none.
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
