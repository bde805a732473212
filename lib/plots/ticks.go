package plots

// Ticks at round numbers: 1, 2 or 5 times a power of ten.

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// roundTicks returns about n ticks and the range from the first to the last,
// which covers lo to hi. whole keeps the steps at whole numbers.
func roundTicks(lo, hi float64, n int, whole bool) (plot.ConstantTicks, float64, float64) {
	if !(hi > lo) {
		pad := math.Abs(lo) / 2
		if pad == 0 {
			pad = 1
		}
		lo, hi = lo-pad, hi+pad
	}
	step := roundStep((hi-lo)/float64(n), whole)
	first, last := math.Floor(lo/step+1e-9), math.Ceil(hi/step-1e-9)
	if math.Abs(last) > 1e15 || math.Abs(first) > 1e15 { // the range is lost in the precision of its numbers
		first, last, step = 0, 1, hi
	}
	decimals := max(0, -int(math.Floor(math.Log10(step)+1e-9)))
	var ticks plot.ConstantTicks
	for k := first; k <= last; k++ {
		ticks = append(ticks, plot.Tick{Value: k * step, Label: tickLabel(k*step, step, decimals)})
	}
	return ticks, first * step, last * step
}

// roundStep returns the least round number that is at least raw.
func roundStep(raw float64, whole bool) float64 {
	base := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * base
	for _, m := range []float64{1, 2, 5} {
		if m*base >= raw*(1-1e-9) {
			step = m * base
			break
		}
	}
	if whole {
		step = max(1, step)
	}
	return step
}

// tickLabel writes a tick with as many decimals as its step has; very large and
// very small steps as a power of ten.
func tickLabel(v, step float64, decimals int) string {
	if v == 0 {
		return "0"
	}
	if step >= 1e5 || step < 1e-4 {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 1, 64), "e")
		n, _ := strconv.Atoi(exponent)
		return minus(strings.TrimSuffix(mantissa, ".0") + "e" + strconv.Itoa(n))
	}
	return minus(strconv.FormatFloat(v, 'f', decimals, 64))
}

// powerOfTen writes 10ⁿ, as a decimal where that is short.
func powerOfTen(n int) string {
	if n >= -3 && n <= 3 {
		return strconv.FormatFloat(math.Pow(10, float64(n)), 'f', max(0, -n), 64)
	}
	return minus("1e" + strconv.Itoa(n))
}

// minus writes a true minus sign.
func minus(s string) string { return strings.ReplaceAll(s, "-", "−") }

// splitWords divides a text at spaces.
func splitWords(s string) []string { return strings.Fields(s) }
