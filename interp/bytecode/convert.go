// This file converts numbers from kind to kind. The conversions are Go's own,
// since the compiler of this program makes them.

package bytecode

import "math"

func convert(x uint64, from, to kind) uint64 {
	switch {
	case from == kFloat32 && to == kFloat64:
		return bits(float64(float32of(x)))
	case from == kFloat64 && to == kFloat32:
		return bits32(float32(float(x)))
	case from == kFloat32:
		return floatInt(float32of(x), to)
	case from == kFloat64:
		return floatInt(float(x), to)
	case to == kFloat32 && from.isUnsigned():
		return uint64(math.Float32bits(float32(x)))
	case to == kFloat32:
		return uint64(math.Float32bits(float32(int64(x))))
	case to == kFloat64 && from.isUnsigned():
		return bits(float64(x))
	case to == kFloat64:
		return bits(float64(int64(x)))
	}
	return extend(x, to)
}

// extend brings an integer into the range of a kind.
func extend(x uint64, to kind) uint64 {
	switch to {
	case kInt8:
		return uint64(int64(int8(x)))
	case kInt16:
		return uint64(int64(int16(x)))
	case kInt32:
		return uint64(int64(int32(x)))
	case kUint8:
		return uint64(uint8(x))
	case kUint16:
		return uint64(uint16(x))
	case kUint32:
		return uint64(uint32(x))
	}
	return x
}

// floatInt converts a number that may be out of the integer's range, where Go
// leaves the result to the processor.
func floatInt[F float32 | float64](x F, to kind) uint64 {
	switch to {
	case kInt8:
		return uint64(int64(int8(x)))
	case kInt16:
		return uint64(int64(int16(x)))
	case kInt32:
		return uint64(int64(int32(x)))
	case kInt64:
		return uint64(int64(x))
	case kUint8:
		return uint64(uint8(x))
	case kUint16:
		return uint64(uint16(x))
	case kUint32:
		return uint64(uint32(x))
	}
	return uint64(x)
}

// negativeShift panics as a shift by a negative count does.
func negativeShift(n int64) { _ = 1 << n }
