package main

import "fmt"

// The transforms of Winograd's convolution F(2×2, 3×3): see package vec.

// combination is one row of a transform: sums and differences of inputs.
type combination []struct {
	input    int
	negative bool
}

func plus(i int) combination { return combination{{i, false}} }

func (c combination) plus(i int) combination {
	return append(c[:len(c):len(c)], combination{{i, false}}...)
}

func (c combination) minus(i int) combination {
	return append(c[:len(c):len(c)], combination{{i, true}}...)
}

var (
	// Bᵀ: four numbers of the image to four.
	transformInput = []combination{plus(0).minus(2), plus(1).plus(2), plus(2).minus(1), plus(1).minus(3)}
	// Aᵀ: four products to two results.
	transformOutput = []combination{plus(0).plus(1).plus(2), plus(1).minus(2).minus(3)}
	// A: two gradients of results to four of products.
	transformGradient = []combination{plus(0), plus(0).plus(1), plus(0).minus(1), {{1, true}}}
)

// emit computes the combination of registers into dst, which is none of them.
func (c combination) emit(e *emitter, register func(i int) int, dst int) {
	if len(c) == 1 {
		if c[0].negative {
			e.logic("XOR", "sign", register(c[0].input), dst)
			return
		}
		e.line("VMOVAPS %s, %s", e.r(register(c[0].input)), e.r(dst))
		return
	}
	from := register(c[0].input)
	for _, term := range c[1:] {
		name := "VADDPS"
		if term.negative {
			name = "VSUBPS"
		}
		e.op(name, register(term.input), from, dst)
		from = dst
	}
}

// tile writes a transform of a tile: load(row, col) loads an input, first is
// applied down the columns, then second along the rows.
func tile(e *emitter, t []combination, inputs int, load func(row, col, dst int), store func(row, col, src int)) {
	for row, down := range t {
		// Column col of the row goes to register col.
		for col := range inputs {
			used := map[int]int{}
			for i, term := range down {
				load(term.input, col, 8+i)
				used[term.input] = 8 + i
			}
			down.emit(e, func(i int) int { return used[i] }, col)
		}
		for col, along := range t {
			along.emit(e, func(i int) int { return i }, 12)
			store(row, col, 12)
		}
	}
}

// planes addresses sixteen planes from AX on, R14 apart, in order.
func planes(e *emitter, base string) func(store func(at string)) {
	e.line("MOVQ %s, AX", base)
	first := true
	return func(store func(at string)) {
		if !first {
			e.line("ADDQ R14, AX")
		}
		first = false
		store("(AX)")
	}
}

// pixel is the address of pixel i of a row, whose pixels are R12 apart; R13 is
// three of that.
func pixel(row string, i int) string {
	return []string{row, row + "(R12*1)", row + "(R12*2)", row + "(R13*1)"}[i]
}

func thirdStep(e *emitter) { e.line("LEAQ (R12)(R12*2), R13") }

var winograd = []function{
	{name: "winogradInput", pointers: []string{"dst", "row0", "row1", "row2", "row3"}, steps: []string{"pixel", "plane"}, before: thirdStep, body: func(e *emitter, at []string) {
		next := planes(e, "DI")
		tile(e, transformInput, 4,
			func(row, col, dst int) { e.load(pixel(at[1+row], col), dst) },
			func(_, _, src int) { next(func(at string) { e.store(src, at) }) })
	}},
	{name: "winogradGradient", pointers: []string{"dst", "row0", "row1"}, steps: []string{"pixel", "plane"}, body: func(e *emitter, at []string) {
		next := planes(e, "DI")
		tile(e, transformGradient, 2,
			func(row, col, dst int) { e.load(pixel(at[1+row], col), dst) },
			func(_, _, src int) { next(func(at string) { e.store(src, at) }) })
	}},
	{name: "winogradOutput", pointers: []string{"row0", "row1", "src", "bias"}, steps: []string{"pixel", "plane"}, scalars: []string{"floor"}, before: func(e *emitter) {
		e.line("LEAQ (R14*4), R15")
		e.line("LEAQ (R15)(R15*2), R13")
	}, body: func(e *emitter, at []string) {
		// Registers 0 … 3: the first row, 4 … 7: the second, a number a column.
		for col := range 4 {
			if col == 0 {
				e.line("MOVQ BX, AX")
			} else {
				e.line("ADDQ R14, AX")
			}
			for row, at := range []string{"(AX)", "(AX)(R15*1)", "(AX)(R15*2)", "(AX)(R13*1)"} {
				e.load(at, 8+row)
			}
			for row, down := range transformOutput {
				down.emit(e, func(i int) int { return 8 + i }, 4*row+col)
			}
		}
		e.load(at[3], 13)
		for row := range 2 {
			for col, along := range transformOutput {
				along.emit(e, func(i int) int { return 4*row + i }, 12)
				e.op("VADDPS", 13, 12, 12)
				e.op("VMAXPS", 12, scalar(0), 12)
				e.store(12, pixel(fmt.Sprintf("(%s)", walkers[row]), col))
			}
		}
	}},
}
