package vec

// Transpose copies src (rows × cols) to dst (cols × rows). Strides are the
// distances of rows.
func Transpose(dst []float32, dstStride int, src []float32, srcStride, rows, cols int) {
	i := 0
	for ; i+8 <= rows; i += 8 {
		j := 0
		for ; j+8 <= cols; j += 8 {
			active.transpose8(dst[j*dstStride+i:], dstStride, src[i*srcStride+j:], srcStride)
		}
		transposeRest(dst[i:], dstStride, src[i*srcStride:], srcStride, 8, j, cols)
	}
	if i < rows {
		transposeRest(dst[i:], dstStride, src[i*srcStride:], srcStride, rows-i, 0, cols)
	}
}

// transposeRest copies columns from to to.
func transposeRest(dst []float32, dstStride int, src []float32, srcStride, rows, from, to int) {
	for i := range rows {
		for j, v := range src[i*srcStride:][from:to] {
			dst[(from+j)*dstStride+i] = v
		}
	}
}
