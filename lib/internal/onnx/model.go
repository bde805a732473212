package onnx

import (
	"encoding/binary"
	"fmt"
	"math"
)

const (
	// irVersion is the version of the intermediate representation, opset that of
	// the operators: the first that has Gelu.
	irVersion = 9
	opset     = 20
)

// Model is a network.
type Model struct {
	Name          string
	Inputs        []Value
	Outputs       []Value
	Nodes         []Node
	Constants     []Constant
	Documentation string
}

// Value is an input or output of float32 numbers.
type Value struct {
	Name string
	// Shape has the length of each dimension; -1 is a batch of any size.
	Shape []int
}

// Node is one operator.
type Node struct {
	Name, Op        string
	Inputs, Outputs []string
	Attributes      []Attribute
}

// Attribute is a setting of an operator: a float32, an int, a string, or a list
// of ints or strings.
type Attribute struct {
	Name  string
	Value any
}

// Constant is a tensor that is part of the model, of float32 or int64 numbers.
type Constant struct {
	Name  string
	Shape []int
	// Floats or Ints; the other is nil.
	Floats []float32
	Ints   []int64
}

// The numbers of types in the format.
const (
	// Those of tensors are also what a Cast casts to.
	TypeFloat = 1
	TypeInt64 = 7
	TypeBool  = 9

	attributeFloat   = 1
	attributeInt     = 2
	attributeString  = 3
	attributeInts    = 7
	attributeStrings = 8
)

// Encode returns the content of a file. It fails for an attribute of a type that
// is not in the list above.
func (m Model) Encode() ([]byte, error) {
	var graph message
	for _, n := range m.Nodes {
		b, err := n.encode()
		if err != nil {
			return nil, err
		}
		graph.bytes(1, b)
	}
	graph.text(2, m.Name)
	for _, c := range m.Constants {
		graph.bytes(5, c.encode())
	}
	for _, v := range m.Inputs {
		graph.bytes(11, v.encode())
	}
	for _, v := range m.Outputs {
		graph.bytes(12, v.encode())
	}
	var set, out message
	set.text(1, "") // the standard operators
	set.integer(2, opset)
	out.integer(1, irVersion)
	out.text(2, "gorgo")
	out.text(6, m.Documentation)
	out.bytes(7, graph)
	out.bytes(8, set)
	return out, nil
}

func (n Node) encode() ([]byte, error) {
	var m message
	for _, name := range n.Inputs {
		m.text(1, name)
	}
	for _, name := range n.Outputs {
		m.text(2, name)
	}
	m.text(3, n.Name)
	m.text(4, n.Op)
	for _, a := range n.Attributes {
		var b message
		b.text(1, a.Name)
		switch v := a.Value.(type) {
		case float32:
			b.float(2, v)
			b.integer(20, attributeFloat)
		case int:
			b.integer(3, int64(v))
			b.integer(20, attributeInt)
		case string:
			b.text(4, v)
			b.integer(20, attributeString)
		case []int:
			for _, x := range v {
				b.integer(8, int64(x))
			}
			b.integer(20, attributeInts)
		case []string:
			for _, x := range v {
				b.text(9, x)
			}
			b.integer(20, attributeStrings)
		default:
			return nil, fmt.Errorf("onnx: node %q: the attribute %q has the type %T", n.Name, a.Name, a.Value)
		}
		m.bytes(5, b)
	}
	return m, nil
}

func (c Constant) encode() []byte {
	var m message
	for _, d := range c.Shape {
		m.integer(1, int64(d))
	}
	var raw []byte
	if c.Ints != nil {
		m.integer(2, TypeInt64)
		for _, v := range c.Ints {
			raw = binary.LittleEndian.AppendUint64(raw, uint64(v))
		}
	} else {
		m.integer(2, TypeFloat)
		for _, v := range c.Floats {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
		}
	}
	m.text(8, c.Name)
	m.bytes(9, raw)
	return m
}

func (v Value) encode() []byte {
	var shape message
	for _, d := range v.Shape {
		var dim message
		if d < 0 {
			dim.text(2, "batch")
		} else {
			dim.integer(1, int64(d))
		}
		shape.bytes(1, dim)
	}
	var tensor, kind, m message
	tensor.integer(1, TypeFloat)
	tensor.bytes(2, shape)
	kind.bytes(1, tensor)
	m.text(1, v.Name)
	m.bytes(2, kind)
	return m
}
