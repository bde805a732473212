package data

import "fmt"

// BatchOptions says how [Dataset.Batches] deals out the rows. The zero value
// gives batches of 32 in the order of the data set.
type BatchOptions struct {
	// Size of a batch. Default 32.
	Size int
	// Shuffle deals the rows in a new random order every epoch.
	Shuffle bool
	// Seed of that order. The order of an epoch depends on Seed and on the
	// epoch's number only, so a run that goes on at epoch 7 sees what it
	// would have seen without a break.
	Seed int
	// DropLast leaves out the last batch when it is smaller than Size.
	DropLast bool
}

// Batch is some examples of a data set, together.
type Batch struct {
	X       *Tensor
	Y       []int     // nil when the data set has no classes
	Targets *Tensor   // nil when the data set has none
	Weights []float64 // nil when the data set has none
	Rows    []int     // where each example stands in the data set
}

// Batches deals out a data set in batches:
//
//	for epoch := 0; epoch < 10; epoch++ {
//		batches.Start(epoch)
//		for batches.Next() {
//			use(batches.Batch())
//		}
//	}
//
// It reuses its memory: a Batch is valid until the next call of Next.
type Batches struct {
	set   *Dataset
	opts  BatchOptions
	order []int
	at    int
	batch Batch
	x     Tensor
	y     []int
	t     Tensor
	w     []float64
}

// Batches returns the batches of the data set, ready for epoch 0.
func (d *Dataset) Batches(opts BatchOptions) (*Batches, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	if opts.Size < 0 {
		return nil, fmt.Errorf("data: Batches of %s: want a batch size of at least 1, got %d", d.label(), opts.Size)
	}
	if opts.Size == 0 {
		opts.Size = 32
	}
	if d.Len() == 0 {
		return nil, fmt.Errorf("data: Batches of %s: it has no examples", d.label())
	}
	if opts.DropLast && d.Len() < opts.Size {
		return nil, fmt.Errorf("data: Batches of %s: %d examples give no batch of %d: take smaller batches, or leave DropLast off", d.label(), d.Len(), opts.Size)
	}
	room := min(opts.Size, d.Len())
	b := &Batches{set: d, opts: opts, order: make([]int, d.Len()), x: *Zeros(append([]int{room}, d.X.Shape[1:]...)...)}
	if d.Y != nil {
		b.y = make([]int, room)
	}
	if d.Targets != nil {
		b.t = *Zeros(append([]int{room}, d.Targets.Shape[1:]...)...)
	}
	if d.Weights != nil {
		b.w = make([]float64, room)
	}
	b.Start(0)
	return b, nil
}

// MustBatches is [Dataset.Batches], but panics on an error.
func (d *Dataset) MustBatches(opts BatchOptions) *Batches { return must(d.Batches(opts)) }

// Len returns the number of batches in an epoch.
func (b *Batches) Len() int {
	if b.opts.DropLast {
		return b.set.Len() / b.opts.Size
	}
	return (b.set.Len() + b.opts.Size - 1) / b.opts.Size
}

// Start begins an epoch: Next then gives its first batch.
func (b *Batches) Start(epoch int) {
	for i := range b.order {
		b.order[i] = i
	}
	if b.opts.Shuffle {
		newRand(b.opts.Seed, epoch).Shuffle(len(b.order), func(i, j int) {
			b.order[i], b.order[j] = b.order[j], b.order[i]
		})
	}
	b.at = 0
}

// Next makes the next batch and reports whether there was one. The last batch
// of an epoch has what is left, unless DropLast leaves it out.
func (b *Batches) Next() bool {
	if b.at >= b.Len() {
		return false
	}
	from := b.at * b.opts.Size
	rows := b.order[from:min(from+b.opts.Size, len(b.order))]
	b.at++

	b.batch = Batch{X: b.x.Slice(0, len(rows)), Rows: rows}
	b.set.X.GatherInto(b.batch.X, rows)
	if b.y != nil {
		b.batch.Y = b.y[:len(rows)]
		for to, from := range rows {
			b.batch.Y[to] = b.set.Y[from]
		}
	}
	if b.w != nil {
		b.batch.Weights = b.w[:len(rows)]
		for to, from := range rows {
			b.batch.Weights[to] = b.set.Weights[from]
		}
	}
	if b.set.Targets != nil {
		b.batch.Targets = b.t.Slice(0, len(rows))
		b.set.Targets.GatherInto(b.batch.Targets, rows)
	}
	return true
}

// Batch returns the batch that the last Next made.
func (b *Batches) Batch() Batch { return b.batch }
