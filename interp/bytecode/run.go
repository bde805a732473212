// This file is the loop that runs instructions.

package bytecode

import (
	"reflect"
	"unsafe"
)

// slice is a slice's memory, header a string's.
type (
	slice struct {
		data     unsafe.Pointer
		len, cap int
	}
	header struct {
		data unsafe.Pointer
		len  int
	}
)

// run runs m.code until it returns. Before an instruction that can panic or call
// something, m.ip says where it is.
//
//go:nocheckptr
func (m *machine) run() {
	c := m.code
	m.ip = 0
	stop := c.b.stop
	depth := len(m.frames)
	wb, pb, ip := 0, 0, 0
	w, p := m.window(c)
	if c.flag.Load() && c.enter(w, p) {
		return
	}
	code := codeOf(c)
	for {
		i := &code[uint16(ip)]
		ip++
		var callee *Code
		switch i.op {
		case opJump:
			ip = int(i.c)
		case opJumpBack:
			ip = int(i.c)
			if stop.Load() {
				m.ip = ip
				c.b.run.Poll()
			}
		case opLoop:
			n := int64(w[i.a]) + 1
			w[i.a] = uint64(n)
			if n < int64(w[i.b]) {
				ip = int(i.c)
				if stop.Load() {
					m.ip = ip
					c.b.run.Poll()
				}
			}
		case opLoopImm:
			n := int64(w[i.a]) + 1
			w[i.a] = uint64(n)
			if n < i.imm {
				ip = int(i.c)
				if stop.Load() {
					m.ip = ip
					c.b.run.Poll()
				}
			}
		case opReturn:
			for n := int(i.imm); n < c.np; n++ {
				p[n] = nil
			}
			if len(m.frames) == depth {
				return
			}
			f := &m.frames[len(m.frames)-1]
			c, ip, wb, pb = f.code, int(f.ip), int(f.wb), int(f.pb)
			f.code = nil
			m.frames = m.frames[:len(m.frames)-1]
			m.code, code = c, codeOf(c)
			w, p = wordsAt(m.w, wb), pointersAt(m.p, pb)
		case opReturnWord:
			w[0] = w[i.a]
			for n := 0; n < c.np; n++ {
				p[n] = nil
			}
			if len(m.frames) == depth {
				return
			}
			f := &m.frames[len(m.frames)-1]
			c, ip, wb, pb = f.code, int(f.ip), int(f.wb), int(f.pb)
			f.code = nil
			m.frames = m.frames[:len(m.frames)-1]
			m.code, code = c, codeOf(c)
			w, p = wordsAt(m.w, wb), pointersAt(m.p, pb)
		case opCall:
			callee = c.calls[i.imm]
		case opCallMethod:
			m.ip = ip
			callee = c.sites[i.imm].resolve(p[i.c])
			if callee == nil {
				c.sites[i.imm].slow(*anyAt(p, int(i.c)), wordsFrom(w, int(i.a)), pointersFrom(p, int(i.b)))
				continue
			}
			p[i.b] = p[i.c+1]
		case opFn:
			m.ip = ip
			c.fns[i.imm](w, p)
		case opJumpTrue:
			if w[i.a] != 0 {
				ip = int(i.c)
			}
		case opJumpFalse:
			if w[i.a] == 0 {
				ip = int(i.c)
			}
		case opJumpEq:
			if w[i.a] == w[i.b] {
				ip = int(i.c)
			}
		case opJumpNe:
			if w[i.a] != w[i.b] {
				ip = int(i.c)
			}
		case opJumpLt:
			if int64(w[i.a]) < int64(w[i.b]) {
				ip = int(i.c)
			}
		case opJumpLe:
			if int64(w[i.a]) <= int64(w[i.b]) {
				ip = int(i.c)
			}
		case opJumpLtU:
			if w[i.a] < w[i.b] {
				ip = int(i.c)
			}
		case opJumpLeU:
			if w[i.a] <= w[i.b] {
				ip = int(i.c)
			}
		case opJumpEqImm:
			if int64(w[i.a]) == i.imm {
				ip = int(i.c)
			}
		case opJumpNeImm:
			if int64(w[i.a]) != i.imm {
				ip = int(i.c)
			}
		case opJumpLtImm:
			if int64(w[i.a]) < i.imm {
				ip = int(i.c)
			}
		case opJumpLeImm:
			if int64(w[i.a]) <= i.imm {
				ip = int(i.c)
			}
		case opJumpGtImm:
			if int64(w[i.a]) > i.imm {
				ip = int(i.c)
			}
		case opJumpGeImm:
			if int64(w[i.a]) >= i.imm {
				ip = int(i.c)
			}
		case opJumpFEq:
			if float(w[i.a]) == float(w[i.b]) {
				ip = int(i.c)
			}
		case opJumpFNe:
			if float(w[i.a]) != float(w[i.b]) {
				ip = int(i.c)
			}
		case opJumpFLt:
			if float(w[i.a]) < float(w[i.b]) {
				ip = int(i.c)
			}
		case opJumpFLe:
			if float(w[i.a]) <= float(w[i.b]) {
				ip = int(i.c)
			}
		case opJumpFNotLt:
			if !(float(w[i.a]) < float(w[i.b])) {
				ip = int(i.c)
			}
		case opJumpFNotLe:
			if !(float(w[i.a]) <= float(w[i.b])) {
				ip = int(i.c)
			}
		case opJumpNil:
			if p[i.a] == nil {
				ip = int(i.c)
			}
		case opJumpNotNil:
			if p[i.a] != nil {
				ip = int(i.c)
			}
		case opMove:
			w[i.a] = w[i.b]
		case opMove2:
			w[i.a], w[i.a+1] = w[i.b], w[i.b+1]
		case opMoveP:
			p[i.a] = p[i.b]
		case opConst:
			w[i.a] = uint64(i.imm)
		case opNil:
			p[i.a] = nil
		case opConstP:
			p[i.a] = c.pointers[i.imm]
		case opString:
			s := c.strings[i.imm]
			p[i.a] = unsafe.Pointer(unsafe.StringData(s))
			w[i.b] = uint64(len(s))
		case opAdd:
			w[i.a] = w[i.b] + w[i.c]
		case opSub:
			w[i.a] = w[i.b] - w[i.c]
		case opMul:
			w[i.a] = w[i.b] * w[i.c]
		case opDiv:
			m.ip = ip
			w[i.a] = uint64(int64(w[i.b]) / int64(w[i.c]))
		case opDivU:
			m.ip = ip
			w[i.a] = w[i.b] / w[i.c]
		case opRem:
			m.ip = ip
			w[i.a] = uint64(int64(w[i.b]) % int64(w[i.c]))
		case opRemU:
			m.ip = ip
			w[i.a] = w[i.b] % w[i.c]
		case opAnd:
			w[i.a] = w[i.b] & w[i.c]
		case opOr:
			w[i.a] = w[i.b] | w[i.c]
		case opXor:
			w[i.a] = w[i.b] ^ w[i.c]
		case opAndNot:
			w[i.a] = w[i.b] &^ w[i.c]
		case opShl:
			w[i.a] = w[i.b] << w[i.c]
		case opShr:
			w[i.a] = uint64(int64(w[i.b]) >> w[i.c])
		case opShrU:
			w[i.a] = w[i.b] >> w[i.c]
		case opAddImm:
			w[i.a] = w[i.b] + uint64(i.imm)
		case opMulImm:
			w[i.a] = w[i.b] * uint64(i.imm)
		case opDivImm:
			w[i.a] = uint64(int64(w[i.b]) / i.imm)
		case opRemImm:
			w[i.a] = uint64(int64(w[i.b]) % i.imm)
		case opAndImm:
			w[i.a] = w[i.b] & uint64(i.imm)
		case opShlImm:
			w[i.a] = w[i.b] << (uint64(i.imm) & 63)
		case opShrImm:
			w[i.a] = uint64(int64(w[i.b]) >> (uint64(i.imm) & 63))
		case opShrUImm:
			w[i.a] = w[i.b] >> (uint64(i.imm) & 63)
		case opNeg:
			w[i.a] = -w[i.b]
		case opCom:
			w[i.a] = ^w[i.b]
		case opNot:
			w[i.a] = w[i.b] ^ 1
		case opShiftCount:
			if int64(w[i.a]) < 0 {
				m.ip = ip
				negativeShift(int64(w[i.a]))
			}
		case opExt8:
			w[i.a] = uint64(int64(int8(w[i.b])))
		case opExtU8:
			w[i.a] = uint64(uint8(w[i.b]))
		case opExt16:
			w[i.a] = uint64(int64(int16(w[i.b])))
		case opExtU16:
			w[i.a] = uint64(uint16(w[i.b]))
		case opExt32:
			w[i.a] = uint64(int64(int32(w[i.b])))
		case opExtU32:
			w[i.a] = uint64(uint32(w[i.b]))
		case opFAdd:
			w[i.a] = bits(float(w[i.b]) + float(w[i.c]))
		case opFAdd32:
			w[i.a] = bits32(float32of(w[i.b]) + float32of(w[i.c]))
		case opFSub:
			w[i.a] = bits(float(w[i.b]) - float(w[i.c]))
		case opFSub32:
			w[i.a] = bits32(float32of(w[i.b]) - float32of(w[i.c]))
		case opFMul:
			w[i.a] = bits(float(w[i.b]) * float(w[i.c]))
		case opFMul32:
			w[i.a] = bits32(float32of(w[i.b]) * float32of(w[i.c]))
		case opFDiv:
			w[i.a] = bits(float(w[i.b]) / float(w[i.c]))
		case opFDiv32:
			w[i.a] = bits32(float32of(w[i.b]) / float32of(w[i.c]))
		case opFNeg:
			w[i.a] = w[i.b] ^ 1<<63
		case opFNeg32:
			w[i.a] = w[i.b] ^ 1<<31
		case opFMulAdd:
			w[i.a] = bits(float(w[i.a]) + float64(float(w[i.b])*float(w[i.c])))
		case opIntFloat:
			w[i.a] = bits(float64(int64(w[i.b])))
		case opFloatInt:
			w[i.a] = uint64(int64(float(w[i.b])))
		case opFloat3264:
			w[i.a] = bits(float64(float32of(w[i.b])))
		case opFloat6432:
			w[i.a] = bits32(float32(float(w[i.b])))
		case opConvert:
			w[i.a] = convert(w[i.b], kind(i.imm&0xff), kind(i.imm>>8))
		case opEq:
			w[i.a] = word(w[i.b] == w[i.c])
		case opNe:
			w[i.a] = word(w[i.b] != w[i.c])
		case opLt:
			w[i.a] = word(int64(w[i.b]) < int64(w[i.c]))
		case opLtU:
			w[i.a] = word(w[i.b] < w[i.c])
		case opLe:
			w[i.a] = word(int64(w[i.b]) <= int64(w[i.c]))
		case opLeU:
			w[i.a] = word(w[i.b] <= w[i.c])
		case opFEq:
			w[i.a] = word(float(w[i.b]) == float(w[i.c]))
		case opFEq32:
			w[i.a] = word(float32of(w[i.b]) == float32of(w[i.c]))
		case opSEq:
			w[i.a] = word(text(p[i.b], w[i.c]) == text(p[uint16(i.imm)], w[uint16(i.imm>>16)]))
		case opFNe:
			w[i.a] = word(float(w[i.b]) != float(w[i.c]))
		case opFNe32:
			w[i.a] = word(float32of(w[i.b]) != float32of(w[i.c]))
		case opSNe:
			w[i.a] = word(text(p[i.b], w[i.c]) != text(p[uint16(i.imm)], w[uint16(i.imm>>16)]))
		case opFLt:
			w[i.a] = word(float(w[i.b]) < float(w[i.c]))
		case opFLt32:
			w[i.a] = word(float32of(w[i.b]) < float32of(w[i.c]))
		case opSLt:
			w[i.a] = word(text(p[i.b], w[i.c]) < text(p[uint16(i.imm)], w[uint16(i.imm>>16)]))
		case opFLe:
			w[i.a] = word(float(w[i.b]) <= float(w[i.c]))
		case opFLe32:
			w[i.a] = word(float32of(w[i.b]) <= float32of(w[i.c]))
		case opSLe:
			w[i.a] = word(text(p[i.b], w[i.c]) <= text(p[uint16(i.imm)], w[uint16(i.imm>>16)]))
		case opPEq:
			w[i.a] = word(p[i.b] == p[i.c])
		case opPNe:
			w[i.a] = word(p[i.b] != p[i.c])
		case opLoad8:
			m.ip = ip
			w[i.a] = uint64(int64(*(*int8)(unsafe.Add(p[i.b], i.imm))))
		case opLoad16:
			m.ip = ip
			w[i.a] = uint64(int64(*(*int16)(unsafe.Add(p[i.b], i.imm))))
		case opLoad32:
			m.ip = ip
			w[i.a] = uint64(int64(*(*int32)(unsafe.Add(p[i.b], i.imm))))
		case opLoadU8:
			m.ip = ip
			w[i.a] = uint64(*(*uint8)(unsafe.Add(p[i.b], i.imm)))
		case opLoadU16:
			m.ip = ip
			w[i.a] = uint64(*(*uint16)(unsafe.Add(p[i.b], i.imm)))
		case opLoadU32:
			m.ip = ip
			w[i.a] = uint64(*(*uint32)(unsafe.Add(p[i.b], i.imm)))
		case opLoad64:
			m.ip = ip
			w[i.a] = uint64(*(*uint64)(unsafe.Add(p[i.b], i.imm)))
		case opLoadP:
			m.ip = ip
			p[i.a] = *(*unsafe.Pointer)(unsafe.Add(p[i.b], i.imm))
		case opLoadString:
			m.ip = ip
			h := (*header)(unsafe.Add(p[i.b], i.imm))
			w[i.a] = uint64(h.len)
			p[i.c] = h.data
		case opLoadSlice:
			m.ip = ip
			h := (*slice)(unsafe.Add(p[i.b], i.imm))
			w[i.a], w[i.a+1] = uint64(h.len), uint64(h.cap)
			p[i.c] = h.data
		case opStore8:
			m.ip = ip
			*(*uint8)(unsafe.Add(p[i.a], i.imm)) = uint8(w[i.b])
		case opStore16:
			m.ip = ip
			*(*uint16)(unsafe.Add(p[i.a], i.imm)) = uint16(w[i.b])
		case opStore32:
			m.ip = ip
			*(*uint32)(unsafe.Add(p[i.a], i.imm)) = uint32(w[i.b])
		case opStore64:
			m.ip = ip
			*(*uint64)(unsafe.Add(p[i.a], i.imm)) = uint64(w[i.b])
		case opStoreP:
			m.ip = ip
			*(*unsafe.Pointer)(unsafe.Add(p[i.a], i.imm)) = p[i.b]
		case opAddr:
			m.ip = ip
			touch(p[i.b])
			p[i.a] = unsafe.Add(p[i.b], i.imm)
		case opNilCheck:
			m.ip = ip
			touch(p[i.a])
		case opIncMem:
			m.ip = ip
			*(*uint64)(unsafe.Add(p[i.a], i.imm)) += w[i.b]
		case opIndex8:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			w[i.a] = uint64(int64(*(*int8)(unsafe.Add(p[i.b], n*1))))
		case opIndex16:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			w[i.a] = uint64(int64(*(*int16)(unsafe.Add(p[i.b], n*2))))
		case opIndex32:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			w[i.a] = uint64(int64(*(*int32)(unsafe.Add(p[i.b], n*4))))
		case opIndexU8:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			w[i.a] = uint64(*(*uint8)(unsafe.Add(p[i.b], n*1)))
		case opIndexU16:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			w[i.a] = uint64(*(*uint16)(unsafe.Add(p[i.b], n*2)))
		case opIndexU32:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			w[i.a] = uint64(*(*uint32)(unsafe.Add(p[i.b], n*4)))
		case opIndex64:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			w[i.a] = uint64(*(*uint64)(unsafe.Add(p[i.b], n*8)))
		case opIndexP:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			p[i.a] = *(*unsafe.Pointer)(unsafe.Add(p[i.b], n*8))
		case opIndexSlice:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			h := (*slice)(unsafe.Add(p[i.b], n*24))
			w[i.a], w[i.a+1] = uint64(h.len), uint64(h.cap)
			p[uint16(i.imm>>16)] = h.data
		case opIndexString:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			h := (*header)(unsafe.Add(p[i.b], n*16))
			w[i.a] = uint64(h.len)
			p[uint16(i.imm>>16)] = h.data
		case opSet8:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			*(*uint8)(unsafe.Add(p[i.a], n*1)) = uint8(w[i.b])
		case opSet16:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			*(*uint16)(unsafe.Add(p[i.a], n*2)) = uint16(w[i.b])
		case opSet32:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			*(*uint32)(unsafe.Add(p[i.a], n*4)) = uint32(w[i.b])
		case opSet64:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			*(*uint64)(unsafe.Add(p[i.a], n*8)) = uint64(w[i.b])
		case opSetP:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			*(*unsafe.Pointer)(unsafe.Add(p[i.a], n*8)) = p[i.b]
		case opElem:
			n := w[i.c]
			m.ip = ip
			if n >= w[uint16(i.imm)] {
				c.outOfRange(ip, n, w[uint16(i.imm)])
			}
			p[i.a] = unsafe.Add(p[i.b], n*uint64(i.imm>>16))
		case opElemArray:
			n := w[i.c]
			m.ip = ip
			if n >= uint64(uint32(i.imm)) {
				c.outOfRange(ip, n, uint64(uint32(i.imm)))
			}
			p[i.a] = unsafe.Add(p[i.b], n*uint64(i.imm>>32))
		case opNew:
			p[i.a] = reflect.New(c.types[i.imm]).UnsafePointer()
		default:
			panic("gorgo: no such instruction")
		}
		if callee == nil {
			continue
		}
		m.ip = ip
		if len(m.frames) == maxFrames {
			overflow()
		}
		m.frames = append(m.frames, activation{c, int32(ip), int32(wb), int32(pb)})
		wb += int(i.a)
		pb += int(i.b)
		if wb+callee.nw >= len(m.w) || pb+callee.np >= len(m.p) {
			m.grow(wb+callee.nw, pb+callee.np)
		}
		w, p = wordsAt(m.w, wb), pointersAt(m.p, pb)
		m.code, m.ip = callee, 0
		if callee.flag.Load() && callee.enter(w, p) {
			f := &m.frames[len(m.frames)-1]
			wb, pb = int(f.wb), int(f.pb)
			m.frames = m.frames[:len(m.frames)-1]
			w, p = wordsAt(m.w, wb), pointersAt(m.p, pb)
			m.code = c
			continue
		}
		c, ip, code = callee, 0, codeOf(callee)

	}
}
