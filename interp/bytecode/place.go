// This file reads and writes places: variables in registers, memory, elements.

package bytecode

import (
	"go/types"
	"unsafe"
)

// placeKind says where a place is.
type placeKind uint8

const (
	inRegisters placeKind = iota
	inMemory              // at P[base]+off
	inSlice               // element idx of a slice
	inMap                 // of a key
	nowhere               // the blank identifier
)

// place is where a value can be assigned to.
type place struct {
	kind placeKind
	t    types.Type
	s    *shape
	w, p int   // inRegisters
	base int   // inMemory
	off  int64 //
	seq  value // inSlice: the slice; inMap: the map
	idx  int   // inSlice: the register of the index
	uns  bool  // it is unsigned
	key  value // inMap
	// assign says that what is read from it is assigned to it at once.
	assign bool
}

func (p place) value() value { return value{p.t, p.s, p.w, p.p} }

// maxOffset is how far from a nil pointer memory faults for sure.
const maxOffset = 4096

// check makes sure that an access to memory at an offset panics if its base is
// nil.
func (c *compiler) check(base int, off, size int64) {
	if off+size >= maxOffset {
		c.emit(opNilCheck, base, 0, 0, 0)
	}
}

var loads = [...]opcode{
	kBool: opLoadU8, kInt8: opLoad8, kInt16: opLoad16, kInt32: opLoad32, kInt64: opLoad64, kUint8: opLoadU8, kUint16: opLoadU16,
	kUint32: opLoadU32, kUint64: opLoad64, kFloat32: opLoadU32, kFloat64: opLoad64,
}

var stores = [...]opcode{
	kBool: opStore8, kInt8: opStore8, kInt16: opStore16, kInt32: opStore32, kInt64: opStore64, kUint8: opStore8, kUint16: opStore16,
	kUint32: opStore32, kUint64: opStore64, kFloat32: opStore32, kFloat64: opStore64,
}

var indexes = [...]opcode{
	kBool: opIndexU8, kInt8: opIndex8, kInt16: opIndex16, kInt32: opIndex32, kInt64: opIndex64, kUint8: opIndexU8, kUint16: opIndexU16,
	kUint32: opIndexU32, kUint64: opIndex64, kFloat32: opIndexU32, kFloat64: opIndex64,
}

var sets = [...]opcode{
	kBool: opSet8, kInt8: opSet8, kInt16: opSet16, kInt32: opSet32, kInt64: opSet64, kUint8: opSet8, kUint16: opSet16,
	kUint32: opSet32, kUint64: opSet64, kFloat32: opSet32, kFloat64: opSet64,
}

// indexed emits an instruction that checks an index.
func (c *compiler) indexed(op opcode, a, b, idx int, imm int64, unsigned bool) {
	n := c.emit(op, a, b, idx, imm)
	if unsigned {
		if c.code.unsigned == nil {
			c.code.unsigned = map[int]bool{}
		}
		c.code.unsigned[n] = true
	}
}

// load reads a place. A variable's own registers are the result, if it is in
// some.
func (c *compiler) load(p place, hint *value) value {
	switch p.kind {
	case inRegisters:
		return p.value()
	case inSlice:
		if p.s.whole() {
			n := int64(p.seq.w)
			switch k := p.s.leaves[0].kind; {
			case k.isWord():
				v := c.dst(p.t, hint)
				c.indexed(indexes[k], v.w, p.seq.p, p.idx, n, p.uns)
				return v
			case k == kPointer:
				v := c.dst(p.t, hint)
				c.indexed(opIndexP, v.p, p.seq.p, p.idx, n, p.uns)
				return v
			case k == kSlice:
				v := c.dst(p.t, hint)
				c.indexed(opIndexSlice, v.w, p.seq.p, p.idx, n|int64(v.p)<<16, p.uns)
				return v
			case k == kString:
				v := c.dst(p.t, hint)
				c.indexed(opIndexString, v.w, p.seq.p, p.idx, n|int64(v.p)<<16, p.uns)
				return v
			}
		}
		return c.load(c.settle(p), hint)
	case inMap:
		return c.mapLoad(p, hint)
	}
	if p.s.memory {
		// Whoever keeps it copies it.
		v := c.temp(p.t)
		c.emit(opAddr, v.p, p.base, 0, p.off)
		return v
	}
	v := c.dst(p.t, hint)
	if len(p.s.leaves) == 0 {
		c.emit(opNilCheck, p.base, 0, 0, 0)
		return v
	}
	c.check(p.base, p.off, p.s.size)
	base := p.base
	if len(p.s.leaves) > 1 && base >= v.p && base < v.p+p.s.p { // it would be overwritten
		base = c.newP(1)
		c.emit(opMoveP, base, p.base, 0, 0)
	}
	for _, l := range p.s.leaves {
		off := p.off + l.off
		switch l.kind {
		case kPointer:
			c.emit(opLoadP, v.p+l.p, base, 0, off)
		case kString:
			c.emit(opLoadString, v.w+l.w, base, v.p+l.p, off)
		case kSlice:
			c.emit(opLoadSlice, v.w+l.w, base, v.p+l.p, off)
		case kIface:
			if base == v.p+l.p {
				base = c.newP(1)
				c.emit(opMoveP, base, p.base, 0, 0)
			}
			c.emit(opLoadP, v.p+l.p, base, 0, off)
			c.emit(opLoadP, v.p+l.p+1, base, 0, off+8)
		default:
			c.emit(loads[l.kind], v.w+l.w, base, 0, off)
		}
	}
	return v
}

// settle computes the address of a slice's element, which checks the index.
func (c *compiler) settle(p place) place {
	if p.kind != inSlice {
		return p
	}
	a := c.newP(1)
	c.indexed(opElem, a, p.seq.p, p.idx, int64(p.seq.w)|sizes.Sizeof(p.t)<<16, p.uns)
	return place{kind: inMemory, t: p.t, s: p.s, base: a}
}

// store writes a value to a place.
func (c *compiler) store(p place, v value) {
	switch p.kind {
	case nowhere:
		return
	case inRegisters:
		c.move(p.value(), v)
		return
	case inSlice:
		if p.s.whole() {
			switch k := p.s.leaves[0].kind; {
			case k.isWord():
				c.indexed(sets[k], p.seq.p, v.w, p.idx, int64(p.seq.w), p.uns)
				return
			case k == kPointer:
				c.indexed(opSetP, p.seq.p, v.p, p.idx, int64(p.seq.w), p.uns)
				return
			}
		}
		p = c.settle(p)
	case inMap:
		c.mapStore(p, v)
		return
	}
	if p.s.memory {
		c.copyMemory(p, v.p)
		return
	}
	if len(p.s.leaves) == 0 {
		c.emit(opNilCheck, p.base, 0, 0, 0)
		return
	}
	c.check(p.base, p.off, p.s.size)
	for _, l := range p.s.leaves {
		off := p.off + l.off
		switch l.kind {
		case kPointer:
			c.emit(opStoreP, p.base, v.p+l.p, 0, off)
		case kString:
			c.emit(opStoreP, p.base, v.p+l.p, 0, off)
			c.emit(opStore64, p.base, v.w+l.w, 0, off+8)
		case kSlice:
			c.emit(opStoreP, p.base, v.p+l.p, 0, off)
			c.emit(opStore64, p.base, v.w+l.w, 0, off+8)
			c.emit(opStore64, p.base, v.w+l.w+1, 0, off+16)
		case kIface:
			c.emit(opStoreP, p.base, v.p+l.p, 0, off)
			c.emit(opStoreP, p.base, v.p+l.p+1, 0, off+8)
		default:
			c.emit(stores[l.kind], p.base, v.w+l.w, 0, off)
		}
	}
}

// copyMemory copies a value that is in memory, at P[from], to a place there.
func (c *compiler) copyMemory(p place, from int) {
	r := c.record(p.t).V
	base, off := p.base, p.off
	c.fn(func(_ *words, ps *pointers) {
		_, _ = *(*byte)(ps[base]), *(*byte)(ps[from])
		copyValue(r, unsafe.Add(ps[base], off), ps[from])
	})
}

// alloc makes a variable of its own, zero, and returns the register that points
// to it.
func (c *compiler) alloc(t types.Type, to int) {
	c.emit(opNew, to, 0, 0, c.typeIndex(c.record(t).V))
}

// zero writes a type's zero value to registers.
func (c *compiler) zero(v value) {
	if v.s.memory {
		c.alloc(v.t, v.p)
		return
	}
	for i := range v.s.w {
		c.emit(opConst, v.w+i, 0, 0, 0)
	}
	for i := range v.s.p {
		c.emit(opNil, v.p+i, 0, 0, 0)
	}
}

// own makes a value that nothing else can change: what is in memory is copied.
func (c *compiler) own(v value) value {
	if !v.s.memory {
		return v
	}
	n := c.temp(v.t)
	c.alloc(v.t, n.p)
	c.copyMemory(place{kind: inMemory, t: v.t, s: v.s, base: n.p}, v.p)
	return n
}
