// This file gives panics the values and the wording that Go gives them.

package runtime

import (
	"fmt"
	"reflect"
	goruntime "runtime"
	"slices"
	"strings"
)

// Panic is a panic that no user code recovered.
type Panic struct {
	// Value is what the user's code, or Go on its behalf, panicked with.
	Value any
	// Text is what Go prints after "panic: ": the value, and whether it was
	// recovered before the next one happened.
	Text string
	// Stack lists the user's functions that were active, innermost first.
	Stack []Site
	// Hint says what to do about it, if that is known.
	Hint string
	// Previous is the panic that was being handled when this one happened.
	Previous *Panic
	// Cell is the number of the cell that ran, or that started the goroutine.
	Cell int
	// Goroutine is set when the panic was in a goroutine that a cell started.
	Goroutine bool
}

// Error is Go's first line.
func (p *Panic) Error() string {
	if p.Previous != nil {
		return p.Previous.Error() + "\n\tpanic: " + p.Text
	}
	return "panic: " + p.Text
}

// Unwrap gives the error that was panicked with, if it was one.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// newPanic reports p. repanicked: the next panic has the same value, as after
// panic(recover()), and stands for both.
func (r *Runtime) newPanic(p *pan, repanicked bool) *Panic {
	out := &Panic{Value: p.value, Text: strings.ReplaceAll(valueText(p.value), "\n", "\n\t")}
	for _, n := range p.trace.Sites {
		if s, ok := r.site(n); ok {
			out.Stack = append(out.Stack, s)
		}
	}
	if p.prev != nil {
		same := sameValue(p.prev.value, p.value)
		prev := r.newPanic(p.prev, same)
		if same {
			out.Text, out.Previous = prev.Text, prev.Previous
			return out
		}
		out.Previous = prev
	}
	switch {
	case p.recovered && repanicked:
		out.Text += " [recovered, repanicked]"
	case p.recovered:
		out.Text += " [recovered]"
	}
	return out
}

// sameValue reports whether two panics have one value.
func sameValue(a, b any) bool {
	if *words(&a) == *words(&b) {
		return true
	}
	t := reflect.TypeOf(a)
	return t == reflect.TypeOf(b) && t != nil && reflect.ValueOf(a).Comparable() && a == b
}

// runtimeError is a run-time panic of which the runtime itself cannot make the
// value for us.
type runtimeError string

// Error has Go's wording.
func (e runtimeError) Error() string { return "runtime error: " + string(e) }

// RuntimeError marks run-time panics.
func (e runtimeError) RuntimeError() {}

// plainError is a run-time panic whose text has no prefix.
type plainError string

// Error has Go's wording.
func (e plainError) Error() string { return string(e) }

// RuntimeError marks run-time panics.
func (e plainError) RuntimeError() {}

// provoked returns the runtime's own value for what f does wrong.
func provoked(f func()) (e any) {
	defer func() { e = recover() }()
	f()
	return nil
}

var nilDereference = provoked(func() { var p *int; *p = 1 })

// Translate turns a complaint of package reflect, which an operation of yaegi's
// caused, into what compiled code panics with. It tells whether v was one.
func Translate(v any, t Trace) (value any, was bool) {
	if t.Compiled {
		return v, false
	}
	var text string
	switch x := v.(type) {
	case *reflect.ValueError:
		return nilDereference, true
	case goruntime.Error:
		// Maps that package reflect works on say it their own way.
		if typ, ok := strings.CutPrefix(x.Error(), "hash of unhashable type: "); ok {
			return runtimeError("hash of unhashable type " + typ), true
		}
		return v, false
	case string:
		text = x
	}
	if !strings.HasPrefix(text, "reflect: ") && !strings.HasPrefix(text, "reflect.") {
		return v, false
	}
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(text, p) })
	}
	detail := func(kind string) string {
		if t.Detail == nil {
			return ""
		}
		return t.Detail(kind)
	}
	switch {
	case has("index out of range"):
		return runtimeError("index out of range" + detail("index")), true
	case has("slice bounds", "out of bounds", "reflect.Value.Slice", "reflect.Value.Slice3"):
		if d := detail("slice"); d != "" {
			return runtimeError(d), true
		}
		return runtimeError("slice bounds out of range"), true
	case has("negative len", "MakeSlice: len", "MakeSlice: negative"):
		return runtimeError("makeslice: len out of range"), true
	case has("slice overflow"):
		return runtimeError("growslice: len out of range"), true
	case has("negative cap", "len > cap"):
		return runtimeError("makeslice: cap out of range"), true
	case has("zero Value", "nil pointer", "nil interface value", "call of nil function"):
		return nilDereference, true
	}
	return v, false
}

// valueText prints a panic's value as the runtime does.
func valueText(v any) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprintf("(%T) whose text could not be made", v)
		}
	}()
	switch x := v.(type) {
	case error:
		return x.Error()
	case fmt.Stringer:
		return x.String()
	case string:
		return x
	}
	rv := reflect.ValueOf(v)
	switch k := rv.Kind(); {
	case k == reflect.String:
		return fmt.Sprintf("%s(\"%s\")", rv.Type(), rv.String())
	case k >= reflect.Bool && k <= reflect.Complex128 && rv.Type().PkgPath() == "":
		return printed(rv)
	case k == reflect.Complex64 || k == reflect.Complex128:
		return fmt.Sprintf("%s%s", rv.Type(), printed(rv)) // which has parentheses
	case k >= reflect.Bool && k <= reflect.Float64:
		return fmt.Sprintf("%s(%s)", rv.Type(), printed(rv))
	}
	return fmt.Sprintf("(%s) %p", rv.Type(), words(&v).d)
}

// refusedError is what lowered code panics with where a package from source does
// something that gorgo cannot run.
type refusedError string

// Error says what and where.
func (e refusedError) Error() string { return string(e) }

func refuse(why string) { panic(refusedError(why)) }
