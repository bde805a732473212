package nn

// The layers of numbers and of images in the ONNX format.

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/ops"
)

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
	return e.node(s.Layer, "Reshape", s.Layer+".result", x, e.ints(s.Layer+".shape", ints...))
}

func (l Permute) onnx(e *exporter, s *Setup, x string) (string, error) {
	perm := []int{0}
	for _, d := range l.Order {
		perm = append(perm, d+1)
	}
	return e.transpose(s.Layer+".result", x, perm...), nil
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
	in := onnxValue{x, s.Input, e.mask}
	y, err := e.layers(l.Layers, s.Layer+".", in)
	if err != nil {
		return "", err
	}
	short, err := e.layers(l.Shortcut, s.Layer+".shortcut.", in)
	if err != nil {
		return "", err
	}
	e.outMask = y.mask
	return l.Activation.after(e, s.Layer, e.node(s.Layer, "Add", s.Layer+".sum", short.name, y.name))
}

func (l Parallel) onnx(e *exporter, s *Setup, x string) (string, error) {
	var parts []string
	in, mask := onnxValue{x, s.Input, e.mask}, ""
	for i, branch := range l.Branches {
		y, err := e.layers(branch, fmt.Sprintf("%s.branch%d.", s.Layer, i), in)
		if err != nil {
			return "", err
		}
		if i > 0 && y.mask != mask {
			return "", s.Errorf("its branches disagree on which steps are filled up: let all keep the steps, or none")
		}
		parts, mask = append(parts, y.name), y.mask
	}
	if l.Axis == 0 && mask != "" {
		return "", s.Errorf("it joins steps of sequences that are filled up: set Axis to 1 for their features")
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
