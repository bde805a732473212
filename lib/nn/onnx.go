package nn

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/atomicfile"
	"github.com/gorgolab/gorgo/lib/internal/onnx"
)

// ExportONNX writes the model to a file in the ONNX format, with which other
// programs can predict: onnxruntime, browsers, phones. Its input is called
// "input", its output "output"; both take batches of any size. Dropout and its
// like are left out, [BatchNorm] is on its moving statistics.
//
// Every layer of this package can be written; a layer of your own is an error that
// names it. Masks go along ([Masking], [Embedding] with MaskZero): a recurrent
// layer behind one becomes a few operators for each step. Words outside of an
// [Embedding] are for the other program to refuse. The file is replaced in one
// step.
func (m *Model) ExportONNX(path string) error {
	m.weights.RLock()
	defer m.weights.RUnlock()
	e := &exporter{seed: m.seed, weights: map[string]*Param{}}
	for _, p := range m.all() {
		e.weights[p.Name] = p
	}
	value := onnxValue{name: "input", shape: m.input}
	var err error
	for i, l := range m.layers {
		if value, err = e.layer(l, m.names[i], value); err != nil {
			return fmt.Errorf("nn: ExportONNX: %w", err)
		}
	}
	e.node("output", "Identity", "output", value.name)
	e.model.Name = "gorgo"
	e.model.Inputs = []onnx.Value{{Name: "input", Shape: append([]int{-1}, m.input...)}}
	e.model.Outputs = []onnx.Value{{Name: "output", Shape: append([]int{-1}, m.Output()...)}}
	b, err := e.model.Encode()
	if err != nil {
		return fmt.Errorf("nn: ExportONNX: %w", err)
	}
	if err := atomicfile.Write(path, b); err != nil {
		return fmt.Errorf("nn: ExportONNX: %w", err)
	}
	return nil
}

// MustExportONNX is [Model.ExportONNX], but panics on an error.
func (m *Model) MustExportONNX(path string) {
	if err := m.ExportONNX(path); err != nil {
		panic(err)
	}
}

// onnxValue is what a node returns: its name, the shape of one example, and the
// name of its mask (batch, steps), or "".
type onnxValue struct {
	name  string
	shape []int
	mask  string
}

// exporter collects the nodes of a model.
type exporter struct {
	model   onnx.Model
	seed    int
	weights map[string]*Param
	// Of the layer under way: the mask of its input, and of its result when the
	// layer sets one itself, as in [Graph].
	mask, outMask string
}

// exported is implemented by the layers that can be written.
type exported interface {
	// onnx adds the layer's nodes and returns the name of the last one's result.
	// s is the layer's setup after Build, s.Input the shape of its input.
	onnx(e *exporter, s *Setup, x string) (string, error)
}

// layer adds a layer.
func (e *exporter) layer(l Layer, name string, x onnxValue) (onnxValue, error) {
	s := &Setup{Layer: name, Input: append([]int{}, x.shape...), kind: kindOf(l), seed: e.seed}
	out, err := s.build(l)
	if err != nil {
		return x, err
	}
	writer, ok := l.(exported)
	if !ok {
		return x, s.Errorf("this layer cannot be written in the ONNX format: only those of package nn can")
	}
	use := maskUseOf(l)
	if x.mask != "" && use == refusesMask {
		return x, s.Errorf("its input has sequences that are filled up, and it would take the filling for data: put it behind a layer that returns the last state, or leave out the mask")
	}
	e.mask, e.outMask = x.mask, ""
	y, err := writer.onnx(e, s, x.name)
	if err != nil {
		return x, err
	}
	mask := e.outMask
	if mask == "" && use == keepsMask && len(out) > 0 && out[0] == s.Input[0] {
		mask = x.mask
	}
	return onnxValue{y, out, mask}, nil
}

// layers adds layers within a layer.
func (e *exporter) layers(list []Layer, prefix string, x onnxValue) (onnxValue, error) {
	names, err := nameLayers(list)
	if err != nil {
		return x, err
	}
	for i, l := range list {
		if x, err = e.layer(l, prefix+names[i], x); err != nil {
			return x, err
		}
	}
	e.outMask = x.mask
	return x, nil
}

// node adds a node and returns its result.
func (e *exporter) node(name, op, out string, in ...string) string {
	e.model.Nodes = append(e.model.Nodes, onnx.Node{Name: name, Op: op, Inputs: in, Outputs: []string{out}})
	return out
}

// with gives the last node an attribute.
func (e *exporter) with(name string, value any) *exporter {
	n := &e.model.Nodes[len(e.model.Nodes)-1]
	n.Attributes = append(n.Attributes, onnx.Attribute{Name: name, Value: value})
	return e
}

// param adds a parameter or buffer of a layer as a constant.
func (e *exporter) param(s *Setup, name string) string {
	full := s.Layer + "." + name
	p := e.weights[full]
	return e.floats(full, p.Value.Shape, append([]float32{}, p.Value.Data...))
}

func (e *exporter) floats(name string, shape []int, v []float32) string {
	e.model.Constants = append(e.model.Constants, onnx.Constant{Name: name, Shape: shape, Floats: v})
	return name
}

// filled adds a constant of equal numbers.
func (e *exporter) filled(name string, n int, v float32) string {
	list := make([]float32, n)
	for i := range list {
		list[i] = v
	}
	return e.floats(name, []int{n}, list)
}
