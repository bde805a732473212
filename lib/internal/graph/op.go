package graph

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"sync/atomic"

	"github.com/chewxy/hm"
	"github.com/gorgolab/gorgo/lib/internal/memory"
	G "gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// Op is an operator made of Go functions. [Builder.Apply] puts it into a graph.
type Op struct {
	// Name of the operator in errors, with its layer: `Dense "fc2"`.
	Name string
	// Shape of the result; empty for a single number.
	Shape []int
	// Run computes the result from the inputs, all row-major. The operator
	// owns out: what it holds from the last run may be used or overwritten.
	Run func(in [][]float32, out []float32)
	// Diff returns the gradients of the inputs, given the gradient of the
	// result; nil for inputs that need none. An operator without Diff cannot
	// be differentiated.
	Diff func(in []*G.Node, out, grad *G.Node) ([]*G.Node, error)
	// Constant says that no gradient goes through the operator, whatever its
	// inputs depend on: a mask says yes or no.
	Constant bool
	// View says that the result is the memory of the only input in another
	// shape; there is no Run then.
	View bool
	// Buffer is the memory of the result when it is shared with another
	// operator; nil lets the operator make its own.
	Buffer []float32
}

// lastID numbers the operators of the process. gorgonia takes nodes of the same
// hash for the same node, so that two dropouts of one input would become one:
// the number makes every hash unique.
var lastID atomic.Uint32

// closure is an Op as gorgonia sees it.
type closure struct {
	op     Op
	id     uint32
	dims   []int // of the inputs
	wrt    []bool
	result G.Value
	out    []float32
	in     [][]float32
}

var (
	_ G.Op   = (*closure)(nil)
	_ G.SDOp = (*closure)(nil)
)

func newClosure(op Op, dims []int, wrt []bool) *closure {
	return &closure{op: op, id: lastID.Add(1), dims: dims, wrt: wrt, in: make([][]float32, len(dims))}
}

// prepare makes the result, before the first run: operators of a graph that no
// program needs take no memory.
func (c *closure) prepare() {
	c.out = c.op.Buffer
	if c.out == nil {
		c.out = memory.Floats(count(c.op.Shape))
	}
	if len(c.op.Shape) == 0 {
		c.result = tensor.New(tensor.FromScalar(float32(0)))
	} else {
		c.result = tensor.New(tensor.WithShape(c.op.Shape...), tensor.WithBacking(c.out))
	}
}

// Do runs the operator. A panic in it becomes an error that names it. A
// [Program] uses the parts of Do, without boxing numbers that it has seen.
func (c *closure) Do(values ...G.Value) (result G.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			result, err = nil, failure(c.op.Name, r)
		}
	}()
	for i, v := range values {
		if c.in[i], err = Floats(v); err != nil {
			return nil, c.wrong(i, err)
		}
	}
	c.run()
	c.publish()
	return c.result, nil
}

// wrong is the error for an input that is not of numbers.
func (c *closure) wrong(input int, err error) error {
	return fmt.Errorf("%s: input %d: %w", c.op.Name, input, err)
}

// run computes out from in.
func (c *closure) run() {
	if c.op.View {
		c.view(c.in[0])
		return
	}
	if c.result == nil {
		c.prepare()
	}
	c.op.Run(c.in, c.out)
}

// publish makes the result what out holds. A tensor shares memory with out, a
// single number does not.
func (c *closure) publish() {
	if len(c.op.Shape) == 0 {
		c.result.(*tensor.Dense).Set(0, c.out[0])
	}
}

// view makes the result of memory, unless it is it already.
func (c *closure) view(memory []float32) {
	if c.result == nil || &c.out[0] != &memory[0] {
		c.out = memory
		c.result = tensor.New(tensor.WithShape(c.op.Shape...), tensor.WithBacking(memory))
	}
}

// failure makes an error of a recovered panic.
func failure(name string, recovered any) error {
	if err, ok := recovered.(error); ok {
		return fmt.Errorf("%s failed: %w", name, err)
	}
	return fmt.Errorf("%s failed: %v", name, recovered)
}

func (c *closure) Arity() int { return len(c.dims) }

func (c *closure) Type() hm.Type {
	types := make([]hm.Type, 0, len(c.dims)+1)
	for _, d := range c.dims {
		types = append(types, typeOf(d))
	}
	return hm.NewFnType(append(types, typeOf(len(c.op.Shape)))...)
}

func typeOf(dims int) hm.Type {
	if dims == 0 {
		return G.Float32
	}
	return G.TensorType{Dims: dims, Of: G.Float32}
}

func (c *closure) InferShape(...G.DimSizer) (tensor.Shape, error) {
	return tensor.Shape(c.op.Shape).Clone(), nil
}

// The operator owns its buffer: gorgonia must neither copy it, nor reuse it,
// nor let it overwrite an input.
func (c *closure) ReturnsPtr() bool     { return false }
func (c *closure) OverwritesInput() int { return -1 }
func (c *closure) CallsExtern() bool    { return false }

func (c *closure) WriteHash(h hash.Hash) {
	var b [4]byte
	binary.LittleEndian.PutUint32(b[:], c.id)
	_, _ = h.Write([]byte(c.op.Name)) // a hash never fails
	_, _ = h.Write(b[:])
}

func (c *closure) Hashcode() uint32 { return c.id }
func (c *closure) String() string   { return c.op.Name }

func (c *closure) DiffWRT(int) []bool { return c.wrt }

func (c *closure) SymDiff(in G.Nodes, out, grad *G.Node) (G.Nodes, error) {
	if c.op.Diff == nil {
		return nil, fmt.Errorf("%s has no gradient", c.op.Name)
	}
	grads, err := c.op.Diff(in, out, grad)
	if err != nil {
		return nil, err
	}
	if len(grads) != len(in) {
		return nil, fmt.Errorf("%s: %d gradients for %d inputs", c.op.Name, len(grads), len(in))
	}
	for i, g := range grads {
		if c.wrt[i] && g == nil {
			return nil, fmt.Errorf("%s: no gradient for input %d", c.op.Name, i)
		}
	}
	return grads, nil
}

// errNotFloat32 is the error for values that a float32 graph cannot hold.
var errNotFloat32 = errors.New("want float32 numbers")

// Floats returns the numbers of a value in row-major order: its own memory
// where it lies so, a copy where gorgonia made a view.
func Floats(v G.Value) ([]float32, error) {
	if isView(v) {
		m, ok := v.(*tensor.Dense).Materialize().(*tensor.Dense)
		if !ok {
			return nil, errNotFloat32
		}
		v = m
	}
	switch data := v.Data().(type) {
	case []float32:
		return data, nil
	case float32:
		return []float32{data}, nil
	}
	return nil, fmt.Errorf("%w, got %v", errNotFloat32, v.Dtype())
}

// isView reports whether the numbers of a value do not lie in row-major order.
func isView(v G.Value) bool {
	d, ok := v.(*tensor.Dense)
	return ok && !d.IsScalar() && (d.RequiresIterator() || d.DataOrder().IsColMajor() || d.DataOrder().IsTransposed())
}

func count(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}
