package vec

// Transpose copies src (rows × cols) to dst (cols × rows). Strides are the
// distances of rows. dst and src must not overlap.
func Transpose(dst []float32, dstStride int, src []float32, srcStride, rows, cols int) {
	if rows < 8 || cols < 8 {
		for i := range rows {
			for j, v := range src[i*srcStride:][:cols] {
				dst[j*dstStride+i] = v
			}
		}
		return
	}
	// Blocks of 8 × 8; the last of a row or column begins early enough to be
	// whole, and copies some numbers again.
	for i := 0; i < rows; i += 8 {
		i := min(i, rows-8)
		for j := 0; j < cols; j += 8 {
			j := min(j, cols-8)
			active.transpose8(dst[j*dstStride+i:], dstStride, src[i*srcStride+j:], srcStride)
		}
	}
}
