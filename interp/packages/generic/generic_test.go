package generic_test

import (
	"bytes"
	stdhkdf "crypto/hkdf"
	stdpbkdf2 "crypto/pbkdf2"
	"crypto/sha256"
	"fmt"
	"hash"
	stdmaphash "hash/maphash"
	stdmaps "maps"
	"math"
	stdreflect "reflect"
	stdruntime "runtime"
	"slices"
	"testing"
	"time"
	stdunique "unique"
	stdweak "weak"

	"github.com/gorgolab/gorgo/interp/packages/generic/crypto/hkdf"
	"github.com/gorgolab/gorgo/interp/packages/generic/crypto/pbkdf2"
	"github.com/gorgolab/gorgo/interp/packages/generic/hash/maphash"
	"github.com/gorgolab/gorgo/interp/packages/generic/iter"
	"github.com/gorgolab/gorgo/interp/packages/generic/maps"
	"github.com/gorgolab/gorgo/interp/packages/generic/math/rand/v2"
	"github.com/gorgolab/gorgo/interp/packages/generic/reflect"
	"github.com/gorgolab/gorgo/interp/packages/generic/runtime"
	"github.com/gorgolab/gorgo/interp/packages/generic/unique"
	"github.com/gorgolab/gorgo/interp/packages/generic/weak"
)

func TestPull(t *testing.T) {
	next, stop := iter.Pull(iter.Seq[error](func(yield func(error) bool) {
		_ = yield(nil) && yield(fmt.Errorf("second")) && yield(nil)
	}))
	for i, want := range []string{"<nil> true", "second true", "<nil> true", "<nil> false", "<nil> false"} {
		err, ok := next()
		if got := fmt.Sprint(err, " ", ok); got != want {
			t.Errorf("value %d: %s, want %s", i, got, want)
		}
	}
	stop()
	next2, stop2 := iter.Pull2(iter.Seq2[int, string](slices.All([]string{"a", "b"})))
	if k, v, ok := next2(); k != 0 || v != "a" || !ok {
		t.Error(k, v, ok)
	}
	stop2()
	if k, v, ok := next2(); k != 0 || v != "" || ok {
		t.Error("after stop:", k, v, ok)
	}
	defer func() {
		if r := recover(); r != "inside" {
			t.Errorf("a panic of the sequence arrives as %v", r)
		}
	}()
	next, _ = iter.Pull(iter.Seq[error](func(func(error) bool) { panic("inside") }))
	next()
}

func TestClone(t *testing.T) {
	type M map[float64]int
	for _, m := range []M{nil, {}, {1: 2, math.NaN(): 3, 4: 5}} {
		c := maps.Clone(m)
		if len(c) != len(m) || (c == nil) != (m == nil) || len(m) > 0 && c[4] != m[4] {
			t.Errorf("%v became %v, not %v", m, c, stdmaps.Clone(m))
		}
	}
}

func TestReflect(t *testing.T) {
	if reflect.TypeFor[error]() != stdreflect.TypeFor[error]() || reflect.TypeFor[[]int]() != stdreflect.TypeFor[[]int]() {
		t.Error("TypeFor gives another type")
	}
	err := fmt.Errorf("e")
	for _, v := range []stdreflect.Value{stdreflect.ValueOf(1), stdreflect.ValueOf("s"), stdreflect.ValueOf(&err).Elem()} {
		a, ok := reflect.TypeAssert[error](v)
		b, want := stdreflect.TypeAssert[error](v)
		if a != b || ok != want {
			t.Errorf("%v as an error: %v, %v", v, a, ok)
		}
		i, ok := reflect.TypeAssert[int](v)
		j, want := stdreflect.TypeAssert[int](v)
		if i != j || ok != want {
			t.Errorf("%v as an int: %v, %v", v, i, ok)
		}
	}
}

// TestFields compares types with Go's: cells see the fields of those, and the methods
// from here run on them.
func TestFields(t *testing.T) {
	fields := func(typ stdreflect.Type) (s string) {
		for i := range typ.NumField() {
			s += fmt.Sprintln(typ.Field(i).Name, typ.Field(i).Type, typ.Field(i).Offset)
		}
		return s
	}
	for _, pair := range [][2]stdreflect.Type{
		{stdreflect.TypeFor[weak.Pointer[int]](), stdreflect.TypeFor[stdweak.Pointer[int]]()},
		{stdreflect.TypeFor[unique.Handle[int]](), stdreflect.TypeFor[stdunique.Handle[int]]()},
	} {
		if got, want := fields(pair[0]), fields(pair[1]); got != want {
			t.Errorf("%s has the fields\n%swant\n%s", pair[0], got, want)
		}
	}
}

// gone runs the collector until a condition holds.
func gone(t *testing.T, is func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !is(); stdruntime.GC() {
		if time.Now().After(end) {
			t.Fatal("the collector does not do it in 10 s")
		}
	}
}

func TestWeakAndCleanup(t *testing.T) {
	type big struct{ data [100]int }
	done := make(chan string, 1)
	p := func() weak.Pointer[big] {
		b := &big{}
		b.data[7] = 7
		runtime.AddCleanup(b, func(s string) { done <- s }, "cleaned")
		w := weak.Make(b)
		if w != weak.Make(b) || w.Value().data[7] != 7 || w == weak.Make(&big{}) {
			t.Error("weak pointers to one value differ")
		}
		stdruntime.KeepAlive(b)
		return w
	}()
	gone(t, func() bool { return p.Value() == nil })
	gone(t, func() bool { return len(done) == 1 })
	if s := <-done; s != "cleaned" {
		t.Error(s)
	}
	if weak.Make[big](nil) != (weak.Pointer[big]{}) || (weak.Pointer[big]{}).Value() != nil {
		t.Error("nil is not the zero pointer")
	}
}

func TestUnique(t *testing.T) {
	type point struct{ x, y int }
	type other struct{ x, y int }
	a, b := unique.Make(point{1, 2}), unique.Make(point{1, 2})
	if a != b || a == unique.Make(point{1, 3}) || a.Value() != (point{1, 2}) {
		t.Error("handles of equal values differ")
	}
	if any(a) == any(unique.Make(other{1, 2})) {
		t.Error("handles of different types are confused")
	}
	for _, x := range []any{1, "s", nil} {
		if first := unique.Make(x); first != unique.Make(x) || first.Value() != x {
			t.Errorf("handles of %v differ", x)
		}
	}
}

func TestComparable(t *testing.T) {
	seed := stdmaphash.MakeSeed()
	if first := maphash.Comparable(seed, "abc"); first != maphash.Comparable(seed, "abc") || maphash.Comparable(seed, 1) == maphash.Comparable(seed, 2) {
		t.Error("hashes do not tell values apart")
	}
	var a, b maphash.Hash
	b.SetSeed(a.Seed())
	maphash.WriteComparable(&a, 3.5)
	maphash.WriteComparable(&b, 3.5)
	if a.Sum64() != b.Sum64() {
		t.Error("equal values hash differently")
	}
}

func TestN(t *testing.T) {
	seen := map[time.Duration]bool{}
	for range 1000 {
		n := rand.N(10 * time.Nanosecond)
		if n < 0 || n >= 10 {
			t.Fatal(n)
		}
		seen[n] = true
	}
	if len(seen) != 10 || rand.N(uint64(1)) != 0 {
		t.Errorf("%d of 10 values", len(seen))
	}
	defer func() {
		if r := recover(); r != "invalid argument to N" {
			t.Error(r)
		}
	}()
	rand.N(0)
}

// TestKeys compares with Go's own, for a hash type that is not hash.Hash.
func TestKeys(t *testing.T) {
	type myHash struct{ hash.Hash }
	h := func() myHash { return myHash{sha256.New()} }
	secret, salt := []byte("secret"), []byte("salt of 16 bytes")
	for _, tt := range []struct {
		name      string
		got, want func() ([]byte, error)
	}{
		{"hkdf.Key", func() ([]byte, error) { return hkdf.Key(h, secret, salt, "info", 40) }, func() ([]byte, error) { return stdhkdf.Key(sha256.New, secret, salt, "info", 40) }},
		{"hkdf.Extract", func() ([]byte, error) { return hkdf.Extract(h, secret, salt) }, func() ([]byte, error) { return stdhkdf.Extract(sha256.New, secret, salt) }},
		{"hkdf.Expand", func() ([]byte, error) { return hkdf.Expand(h, secret, "info", 9) }, func() ([]byte, error) { return stdhkdf.Expand(sha256.New, secret, "info", 9) }},
		{"hkdf.Key too long", func() ([]byte, error) { return hkdf.Key(h, secret, salt, "", 1<<20) }, func() ([]byte, error) { return stdhkdf.Key(sha256.New, secret, salt, "", 1<<20) }},
		{"pbkdf2.Key", func() ([]byte, error) { return pbkdf2.Key(h, "word", salt, 10, 33) }, func() ([]byte, error) { return stdpbkdf2.Key(sha256.New, "word", salt, 10, 33) }},
	} {
		got, err := tt.got()
		want, wantErr := tt.want()
		if !bytes.Equal(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("%s: %x, %v; want %x, %v", tt.name, got, err, want, wantErr)
		}
	}
}
