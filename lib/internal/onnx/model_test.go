package onnx

import (
	"bytes"
	"testing"
)

// TestWire compares with the examples in the encoding guide of protocol buffers:
// field 1 with 150, field 2 with "testing".
func TestWire(t *testing.T) {
	var m message
	m.integer(1, 150)
	m.text(2, "testing")
	m.integer(1, -2)
	m.float(5, 1)
	want := []byte{0x08, 0x96, 0x01, 0x12, 0x07, 't', 'e', 's', 't', 'i', 'n', 'g', 0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x2d, 0, 0, 0x80, 0x3f}
	if !bytes.Equal(m, want) {
		t.Errorf("got % x, want % x", []byte(m), want)
	}
}

func TestAnAttributeOfAnotherTypeIsAnError(t *testing.T) {
	m := Model{Nodes: []Node{{Name: "n", Attributes: []Attribute{{"a", 1.5}}}}}
	if _, err := m.Encode(); err == nil {
		t.Error("no error")
	}
}
