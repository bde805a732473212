package onnx

import (
	"encoding/binary"
	"math"
)

// message is a protocol buffer that grows field by field.
type message []byte

const (
	varint    = 0
	delimited = 2
	fixed32   = 5
)

func (m *message) key(field, kind int) { m.number(uint64(field)<<3 | uint64(kind)) }

// number appends a number in seven bits at a time.
func (m *message) number(v uint64) { *m = binary.AppendUvarint(*m, v) }

// integer adds an integer; a negative one takes ten bytes.
func (m *message) integer(field int, v int64) {
	m.key(field, varint)
	m.number(uint64(v))
}

func (m *message) float(field int, v float32) {
	m.key(field, fixed32)
	*m = binary.LittleEndian.AppendUint32(*m, math.Float32bits(v))
}

func (m *message) bytes(field int, b []byte) {
	m.key(field, delimited)
	m.number(uint64(len(b)))
	*m = append(*m, b...)
}

func (m *message) text(field int, s string) { m.bytes(field, []byte(s)) }
