package runner

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/notebooks/nbformat"
	"github.com/gorgolab/gorgo/notebooks/widgetstate"
)

// A Kernel runs code. Execute returns after the reply and after the idle status
// that follows all output, and calls on for each message of that execution, one
// after the other. cmd/gorgo makes one of a *client.Kernel.
type Kernel interface {
	Execute(ctx context.Context, code string, on func(*wire.Message)) (*wire.ExecuteReply, error)
	Interrupt(ctx context.Context) error
}

// Options say how a notebook is run. The zero value runs all cells, stops at
// the first that fails, and sets no time limit.
type Options struct {
	AllowErrors bool          // go on after a cell that failed
	Timeout     time.Duration // per cell; 0: none
	Observer    Observer

	// Late has what the kernel says of cells that have ended, for their outputs.
	// Default: it is not heard.
	Late *Late
}

// An Observer is told how a run goes on. Each func may be nil. They are called
// from one goroutine.
type Observer struct {
	Start    func(Cell)
	Progress func(Cell, Progress)
	Output   func(Cell, *nbformat.Output) // an output that was added, changed or grew
	Done     func(Cell, time.Duration, error)
}

// A Cell says which cell is meant.
type Cell struct {
	Index  int // in the document, from 0
	Number int // among the code cells, from 1
	Of     int // number of code cells
	*nbformat.Cell
}

// Progress is how far a long computation inside a cell has come.
type Progress struct {
	Fraction float64 // 0 to 1
	Label    string
	Note     string
	Left     time.Duration // negative: not known
}

// grace is how long a cell may take to end after it was interrupted. A kernel
// of gorgo answers within two seconds, by ending its worker if it must.
const grace = 10 * time.Second

// Run executes the code cells of nb and puts their outputs into it; what was
// there before is removed. It returns nil when all cells ran, else a *CellError
// (the first, with AllowErrors), a *TimeoutError, a *DeadKernelError, or
// ErrInterrupted when ctx was cancelled: then the running cell was interrupted.
// In every case nb holds what there is up to there, the state of its widgets too,
// and later cells are without outputs.
func Run(ctx context.Context, k Kernel, nb *nbformat.Notebook, opts Options) error {
	total := 0
	for _, c := range nb.Cells {
		if c.Type == nbformat.Code {
			total++
			c.Outputs, c.ExecutionCount = nil, nil
		}
	}
	r := &run{k: k, opts: opts, displays: displays{}, areas: map[string]*collector{}, cells: map[string]*collector{}}
	defer func() {
		r.late()
		r.storeWidgets(nb)
	}()
	number := 0
	for i, c := range nb.Cells {
		if c.Type != nbformat.Code {
			continue
		}
		number++
		if ctx.Err() != nil {
			return ErrInterrupted
		}
		if strings.TrimSpace(c.Source) == "" {
			continue
		}
		err := r.cell(ctx, Cell{Index: i, Number: number, Of: total, Cell: c})
		var failed *CellError
		switch {
		case err == nil:
		case errors.As(err, &failed) && opts.AllowErrors && ctx.Err() == nil:
			if r.first == nil {
				r.first = err
			}
		default:
			return err
		}
	}
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	return r.first
}

type run struct {
	k        Kernel
	opts     Options
	displays displays
	widgets  widgetstate.Set
	areas    map[string]*collector // what output widgets have caught, by their IDs
	cells    map[string]*collector // of cells that have ended too, by the IDs of their requests
	first    error                 // the first cell that failed
}

type answer struct {
	reply *wire.ExecuteReply
	err   error
}

func (r *run) cell(ctx context.Context, c Cell) (err error) {
	o := &r.opts.Observer
	if o.Start != nil {
		o.Start(c)
	}
	start := time.Now()
	if o.Done != nil {
		defer func() { o.Done(c, time.Since(start), err) }()
	}

	// The kernel's messages cross over to this goroutine, so that the document
	// and the observer belong to one goroutine alone.
	messages := make(chan *wire.Message)
	answers := make(chan answer, 1)
	abandoned := make(chan struct{})
	defer close(abandoned)
	go func() {
		reply, err := r.k.Execute(context.WithoutCancel(ctx), c.Source, func(m *wire.Message) {
			select {
			case messages <- m:
			case <-abandoned:
			}
		})
		answers <- answer{reply, err}
	}()

	out := &collector{cell: c.Cell, displays: r.displays}
	interrupted := ctx.Done()
	var limit, gone <-chan time.Time
	if r.opts.Timeout > 0 {
		limit = time.After(r.opts.Timeout)
	}
	var stopped error // why the cell was interrupted
	stop := func(why error) {
		stopped, interrupted, limit = why, nil, nil
		gone = time.After(grace)
		go func() {
			ctx, cancel := context.WithTimeout(context.Background(), grace)
			defer cancel()
			_ = r.k.Interrupt(ctx) // without effect, gone says so
		}()
	}
	for {
		select {
		case m := <-messages:
			r.cells[m.Parent.MsgID] = out
			r.observe(c, r.take(out, m), m)
		case <-r.opts.Late.arrived():
			r.late()
		case a := <-answers:
			return finish(c, out, a, stopped)
		case <-interrupted:
			stop(ErrInterrupted)
		case <-limit:
			stop(&TimeoutError{Index: c.Index, Number: c.Number, Limit: r.opts.Timeout})
		case <-gone:
			return &DeadKernelError{Index: c.Index, Number: c.Number, Cause: errors.New("it does not answer an interrupt")}
		}
	}
}

// finish turns the reply into the cell's execution count and error.
func finish(c Cell, out *collector, a answer, stopped error) error {
	if a.err != nil {
		err := &DeadKernelError{Index: c.Index, Number: c.Number, Cause: a.err}
		out.fail("DeadKernel", a.err.Error(), nil)
		return err
	}
	if n := a.reply.ExecutionCount; n > 0 {
		c.ExecutionCount = &n
	}
	if stopped != nil {
		return stopped
	}
	if a.reply.Status == wire.StatusOK {
		return nil
	}
	e := &CellError{Index: c.Index, Number: c.Number, EName: a.reply.EName, EValue: a.reply.EValue, Traceback: a.reply.Traceback}
	if !c.Failed() { // the kernel's error message on iopub did not come
		out.fail(e.EName, e.EValue, e.Traceback)
	}
	return e
}

func (r *run) observe(c Cell, changed *nbformat.Output, m *wire.Message) {
	o := &r.opts.Observer
	if p, ok := progressOf(m); ok {
		if o.Progress != nil {
			o.Progress(c, p)
		}
		return
	}
	if changed != nil && o.Output != nil {
		o.Output(c, changed)
	}
}

// progressOf reads the progress that a display carries in its metadata.
func progressOf(m *wire.Message) (p Progress, ok bool) {
	var metadata map[string]any
	switch content := m.Content.(type) {
	case *wire.DisplayData:
		metadata = content.Metadata
	case *wire.UpdateDisplayData:
		metadata = content.Metadata
	}
	own, _ := metadata["gorgo"].(map[string]any)
	p.Fraction, ok = own["progress"].(float64)
	p.Label, _ = own["label"].(string)
	p.Note, _ = own["note"].(string)
	p.Left = -1
	if s, has := own["eta_seconds"].(float64); has {
		p.Left = time.Duration(s * float64(time.Second))
	}
	return p, ok
}
