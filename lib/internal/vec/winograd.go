package vec

// The transforms of Winograd's convolution F(2×2, 3×3), which computes tiles of
// 2 × 2 results from 4 × 4 numbers d of the image and the 3 × 3 kernel g with 16
// products instead of 36 (Lavin and Gray, Fast Algorithms for Convolutional
// Neural Networks, 2015):
//
//	Y = Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A
//
// They are of n channels at a time, which lie together; a pixel is a distance of
// pixels in a row, plane one of the 16 transformed numbers, which are in order of
// rows.

// WinogradInput computes Bᵀ d B of the four rows of a tile.
func WinogradInput(dst, row0, row1, row2, row3 []float32, n, pixel, plane int) {
	for _, row := range [4][]float32{row0, row1, row2, row3} {
		_ = row[3*pixel+n-1]
	}
	_ = dst[15*plane+n-1]
	active.winogradInput(dst, row0, row1, row2, row3, n, pixel, plane)
}

// WinogradGradient computes A dY Aᵀ of the two rows of a tile of gradients.
func WinogradGradient(dst, row0, row1 []float32, n, pixel, plane int) {
	_, _, _ = row0[pixel+n-1], row1[pixel+n-1], dst[15*plane+n-1]
	active.winogradGradient(dst, row0, row1, n, pixel, plane)
}

// WinogradOutput computes max(Aᵀ m A + bias, floor) to the two rows of a tile;
// NaN stays NaN.
func WinogradOutput(row0, row1, src, bias []float32, n, pixel, plane int, floor float32) {
	_, _, _, _ = row0[pixel+n-1], row1[pixel+n-1], src[15*plane+n-1], bias[n-1]
	active.winogradOutput(row0, row1, src, bias, n, pixel, plane, floor)
}
