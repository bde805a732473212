package nn

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/atomicfile"
	"github.com/gorgolab/gorgo/lib/internal/onnx"
	"github.com/gorgolab/gorgo/lib/internal/ops"
)

// ExportONNX writes the model to a file in the ONNX format, with which other
// programs can predict: onnxruntime, browsers, phones. Its input is called
// "input", its output "output"; both take batches of any size. Dropout and its
// like are left out, [BatchNorm] is on its moving statistics.
//
// Perceptrons and convolutional networks can be written: [Dense], [Conv1D],
// [Conv2D], pools, [BatchNorm], [LayerNorm], [Flatten], [Reshape], [Permute],
// [Dropout], [Residual], [Parallel] and every [Activation]. Another layer is an
// error that names it. The file is replaced in one step.
func (m *Model) ExportONNX(path string) error {
	m.weights.RLock()
	defer m.weights.RUnlock()
	e := &exporter{seed: m.seed, weights: map[string]*Param{}}
	for _, p := range m.all() {
		e.weights[p.Name] = p
	}
	value := onnxValue{"input", m.input}
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

// onnxValue is what a node returns: its name, and the shape of one example.
type onnxValue struct {
	name  string
	shape []int
}

// exporter collects the nodes of a model.
type exporter struct {
	model   onnx.Model
	seed    int
	weights map[string]*Param
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
		return x, s.Errorf("this layer cannot be written in the ONNX format: only perceptrons and convolutional networks can")
	}
	y, err := writer.onnx(e, s, x.name)
	if err != nil {
		return x, err
	}
	return onnxValue{y, out}, nil
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

func (a Activation) onnx(e *exporter, s *Setup, x string) (string, error) {
	return a.after(e, s.Layer, x)
}

// after adds the activation behind a layer.
func (a Activation) after(e *exporter, name, x string) (string, error) {
	kind, number, err := a.parts()
	if err != nil {
		return "", err
	}
	y := name + ".activation"
	switch kind {
	case Linear:
		return x, nil
	case ReLU:
		e.node(y, "Relu", y, x)
	case LeakyReLU:
		e.node(y, "LeakyRelu", y, x)
		e.with("alpha", float32(number))
	case ELU:
		e.node(y, "Elu", y, x)
		e.with("alpha", float32(number))
	case GELU, GELUTanh:
		e.node(y, "Gelu", y, x)
		e.with("approximate", map[Activation]string{GELU: "none", GELUTanh: "tanh"}[kind])
	case SiLU:
		e.node(y+".sigmoid", "Sigmoid", y+".sigmoid", x)
		e.node(y, "Mul", y, x, y+".sigmoid")
	case Sigmoid:
		e.node(y, "Sigmoid", y, x)
	case Tanh:
		e.node(y, "Tanh", y, x)
	case Softplus:
		e.node(y, "Softplus", y, x)
	case Softmax:
		e.node(y, "Softmax", y, x)
		e.with("axis", -1)
	default:
		return "", fmt.Errorf("the activation %q cannot be written in the ONNX format", string(a))
	}
	return y, nil
}

func (l Dense) onnx(e *exporter, s *Setup, x string) (string, error) {
	y := e.node(s.Layer, "MatMul", s.Layer+".product", x, e.param(s, "weight"))
	if !l.NoBias {
		y = e.node(s.Layer+".bias_add", "Add", s.Layer+".sum", y, e.param(s, "bias"))
	}
	return l.Activation.after(e, s.Layer, y)
}

func (Dropout) onnx(_ *exporter, _ *Setup, x string) (string, error)        { return x, nil }
func (SpatialDropout) onnx(_ *exporter, _ *Setup, x string) (string, error) { return x, nil }

func (Flatten) onnx(e *exporter, s *Setup, x string) (string, error) {
	return e.reshape(s, x, product(s.Input)), nil
}

func (l Reshape) onnx(e *exporter, s *Setup, x string) (string, error) {
	out, err := l.Build(s)
	if err != nil {
		return "", err
	}
	return e.reshape(s, x, out...), nil
}

func (e *exporter) reshape(s *Setup, x string, shape ...int) string {
	ints := []int64{-1}
	for _, d := range shape {
		ints = append(ints, int64(d))
	}
	e.model.Constants = append(e.model.Constants, onnx.Constant{Name: s.Layer + ".shape", Shape: []int{len(ints)}, Ints: ints})
	return e.node(s.Layer, "Reshape", s.Layer+".result", x, s.Layer+".shape")
}

func (l Permute) onnx(e *exporter, s *Setup, x string) (string, error) {
	perm := []int{0}
	for _, d := range l.Order {
		perm = append(perm, d+1)
	}
	y := e.node(s.Layer, "Transpose", s.Layer+".result", x)
	e.with("perm", perm)
	return y, nil
}

// window adds the attributes of a window over so many dimensions.
func (e *exporter) window(w ops.Window, dims int, height, width int) error {
	pads, err := w.Pads(height, width)
	if err != nil {
		return err
	}
	from := 2 - dims // of one dimension, the second counts
	begin, end := []int{pads[0], pads[2]}, []int{pads[1], pads[3]}
	e.with("kernel_shape", append([]int{}, w.Kernel[from:]...)).with("strides", append([]int{}, w.Stride[from:]...)).with("pads", append(begin[from:], end[from:]...))
	return nil
}

func (l Conv2D) onnx(e *exporter, s *Setup, x string) (string, error) {
	w := ops.Window{Kernel: l.Kernel, Stride: ones(l.Stride), Dilation: ones(l.Dilation), Same: l.Padding == Same}
	return e.conv(s, w, 2, s.Input[1], s.Input[2], max(1, l.Groups), l.NoBias, l.Activation, x)
}

func (l Conv1D) onnx(e *exporter, s *Setup, x string) (string, error) {
	w := ops.Window{Kernel: [2]int{1, l.Kernel}, Stride: ones([2]int{1, l.Stride}), Dilation: ones([2]int{1, l.Dilation}), Same: l.Padding == Same}
	return e.conv(s, w, 1, 1, s.Input[1], max(1, l.Groups), l.NoBias, l.Activation, x)
}

func (e *exporter) conv(s *Setup, w ops.Window, dims, height, width, groups int, noBias bool, a Activation, x string) (string, error) {
	in := []string{x, e.param(s, "weight")}
	if !noBias {
		in = append(in, e.param(s, "bias"))
	}
	y := e.node(s.Layer, "Conv", s.Layer+".result", in...)
	if err := e.window(w, dims, height, width); err != nil {
		return "", err
	}
	e.with("dilations", append([]int{}, w.Dilation[2-dims:]...)).with("group", groups)
	return a.after(e, s.Layer, y)
}

func (l MaxPool) onnx(e *exporter, s *Setup, x string) (string, error) {
	return e.pool(s, "MaxPool", l, x)
}

func (l AvgPool) onnx(e *exporter, s *Setup, x string) (string, error) {
	return e.pool(s, "AveragePool", MaxPool(l), x)
}

func (e *exporter) pool(s *Setup, op string, l MaxPool, x string) (string, error) {
	y := e.node(s.Layer, op, s.Layer+".result", x)
	dims, height, width := len(s.Input)-1, 1, s.Input[len(s.Input)-1]
	if dims == 2 {
		height = s.Input[1]
	}
	return y, e.window(l.window(len(s.Input)), dims, height, width)
}

func (GlobalAvgPool) onnx(e *exporter, s *Setup, x string) (string, error) {
	return e.global(s, "GlobalAveragePool", x), nil
}

func (GlobalMaxPool) onnx(e *exporter, s *Setup, x string) (string, error) {
	return e.global(s, "GlobalMaxPool", x), nil
}

func (e *exporter) global(s *Setup, op, x string) string {
	y := e.node(s.Layer, op, s.Layer+".pooled", x)
	flat := *s
	flat.Layer += ".flat"
	return e.reshape(&flat, y, s.Input[0])
}

func (l BatchNorm) onnx(e *exporter, s *Setup, x string) (string, error) {
	gamma, beta := e.scaleAndShift(s, s.Input[0], l.NoScale, l.NoShift)
	y := e.node(s.Layer, "BatchNormalization", s.Layer+".result", x, gamma, beta, e.param(s, "moving_mean"), e.param(s, "moving_variance"))
	e.with("epsilon", float32(orDefault(l.Epsilon, 1e-5)))
	return y, nil
}

func (l LayerNorm) onnx(e *exporter, s *Setup, x string) (string, error) {
	gamma, beta := e.scaleAndShift(s, s.Input[len(s.Input)-1], l.NoScale, l.NoShift)
	y := e.node(s.Layer, "LayerNormalization", s.Layer+".result", x, gamma, beta)
	e.with("epsilon", float32(orDefault(l.Epsilon, 1e-5))).with("axis", -1)
	return y, nil
}

// scaleAndShift returns gamma and beta, or what does nothing in their place.
func (e *exporter) scaleAndShift(s *Setup, width int, noScale, noShift bool) (gamma, beta string) {
	if noScale {
		gamma = e.filled(s.Layer+".gamma", width, 1)
	} else {
		gamma = e.param(s, "gamma")
	}
	if noShift {
		beta = e.filled(s.Layer+".beta", width, 0)
	} else {
		beta = e.param(s, "beta")
	}
	return gamma, beta
}

func (l Residual) onnx(e *exporter, s *Setup, x string) (string, error) {
	in := onnxValue{x, s.Input}
	y, err := e.layers(l.Layers, s.Layer+".", in)
	if err != nil {
		return "", err
	}
	short, err := e.layers(l.Shortcut, s.Layer+".shortcut.", in)
	if err != nil {
		return "", err
	}
	return l.Activation.after(e, s.Layer, e.node(s.Layer, "Add", s.Layer+".sum", short.name, y.name))
}

func (l Parallel) onnx(e *exporter, s *Setup, x string) (string, error) {
	var parts []string
	for i, branch := range l.Branches {
		y, err := e.layers(branch, fmt.Sprintf("%s.branch%d.", s.Layer, i), onnxValue{x, s.Input})
		if err != nil {
			return "", err
		}
		parts = append(parts, y.name)
	}
	y := e.node(s.Layer, "Concat", s.Layer+".result", parts...)
	e.with("axis", l.Axis+1)
	return y, nil
}

// ones replaces zeros, which mean 1.
func ones(v [2]int) [2]int {
	for i := range v {
		v[i] = max(v[i], 1)
	}
	return v
}
