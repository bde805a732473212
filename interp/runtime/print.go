// This file is what prints in lowered code: it knows whose goroutine it is in,
// which the file that it prints to does not.

package runtime

import (
	"fmt"
	"io"
	"os"
	"reflect"
)

// writer is what to write to in place of a file.
func (r *Runtime) writer(f *os.File) io.Writer {
	if r.prints == nil || f == nil {
		return f
	}
	return r.prints(f)
}

// printer is the function of package fmt that lowered code calls in place of the
// one with that name.
func (r *Runtime) printer(name string) (reflect.Value, bool) {
	to := func(w io.Writer) io.Writer {
		if f, ok := w.(*os.File); ok {
			return r.writer(f)
		}
		return w
	}
	var f any
	switch name {
	case "Print":
		f = func(a ...any) (int, error) { return fmt.Fprint(r.writer(os.Stdout), a...) }
	case "Printf":
		f = func(format string, a ...any) (int, error) { return fmt.Fprintf(r.writer(os.Stdout), format, a...) }
	case "Println":
		f = func(a ...any) (int, error) { return fmt.Fprintln(r.writer(os.Stdout), a...) }
	case "Fprint":
		f = func(w io.Writer, a ...any) (int, error) { return fmt.Fprint(to(w), a...) }
	case "Fprintf":
		f = func(w io.Writer, format string, a ...any) (int, error) { return fmt.Fprintf(to(w), format, a...) }
	case "Fprintln":
		f = func(w io.Writer, a ...any) (int, error) { return fmt.Fprintln(to(w), a...) }
	default:
		return reflect.Value{}, false
	}
	return reflect.ValueOf(f), true
}

// fileWrite and fileWriteString are methods of *os.File.
func (r *Runtime) fileWrite(f *os.File, b []byte) (int, error) { return r.writer(f).Write(b) }

func (r *Runtime) fileWriteString(f *os.File, s string) (int, error) {
	return io.WriteString(r.writer(f), s)
}
