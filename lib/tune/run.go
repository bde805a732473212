package tune

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/gorgolab/gorgo/display"
)

// Options of [Run]. The zero value tries 50 points that [Bayes] chooses.
type Options struct {
	// Trials is the number of trials of the whole study, those of the Journal
	// included. Default 50; all combinations with [Grid].
	Trials int
	// Maximize says that greater values are better, as of an accuracy. By default
	// less is better, as of a loss.
	Maximize bool
	// Sampler chooses what is tried. Default [Bayes].
	Sampler Sampler
	// Pruner ends trials early that fall behind, by what [Trial.Report] says.
	// Default: none.
	Pruner Pruner
	// Parallel is the number of trials that run at once, in rounds: what a trial
	// gives is known to those of the next round. Default 1.
	Parallel int
	// Seed of everything that the sampler draws.
	Seed int
	// Journal is a file that keeps each trial as it ends. A study goes on from one
	// that is there already; its space, Seed, Parallel and Maximize must be those
	// that it was begun with. Default: none.
	Journal string
	// Quiet shows and prints nothing.
	Quiet bool
}

func (o Options) defaults(space []Param) (Options, error) {
	var wrong []error
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf("tune: "+format, args...)) }
	if o.Trials < 0 {
		bad("want at least 1 trial, got %d: set Trials", o.Trials)
	}
	if o.Parallel < 0 {
		bad("want at least 1 trial at once, got %d: set Parallel", o.Parallel)
	}
	if o.Pruner != nil {
		wrong = append(wrong, o.Pruner.Check())
	}
	if o.Sampler == nil {
		o.Sampler = Bayes{}
	}
	if o.Parallel == 0 {
		o.Parallel = 1
	}
	if o.Trials == 0 {
		o.Trials = 50
		if g, ok := o.Sampler.(Grid); ok && checkSpace(space) == nil {
			o.Trials = g.Size(space)
		}
	}
	return o, errors.Join(wrong...)
}

// Run searches a space: it calls the function with one point after the other, and
// returns what it gave. The function is called by several goroutines at once when
// Options.Parallel says so. A trial whose function fails or panics is noted as
// failed, and the study goes on; only when no trial has a value is that an error.
//
// An interrupt is no error: the study says so, and has the trials until then.
func Run(space []Param, of func(t *Trial) (float64, error), opts Options) (*Study, error) {
	return RunContext(context.Background(), space, of, opts)
}

// MustRun is [Run], but panics on an error.
func MustRun(space []Param, of func(t *Trial) (float64, error), opts Options) *Study {
	s, err := Run(space, of, opts)
	if err != nil {
		panic(err)
	}
	return s
}

// RunContext is [Run], but also ends, with the context's error and the study up to
// there, when ctx is cancelled.
func RunContext(ctx context.Context, space []Param, of func(t *Trial) (float64, error), opts Options) (*Study, error) {
	if err := checkSpace(space); err != nil {
		return nil, err
	}
	if of == nil {
		return nil, errors.New("tune: Run: want a function to search")
	}
	opts, err := opts.defaults(space)
	if err != nil {
		return nil, err
	}
	r := &runner{Study: &Study{Space: space, Maximize: opts.Maximize}, of: of, opts: opts, slots: make([]*Outcome, opts.Trials)}
	if opts.Journal != "" {
		if err := r.openJournal(); err != nil {
			return nil, err
		}
		defer func() { _ = r.journal.Close() }() // every line was synced
	}
	r.watch()
	interrupted := display.Interruptible(func(interrupt context.Context) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(interrupt, cancel)()
		err = r.run(ctx)
	})
	r.gather(opts.Trials)
	if ctx.Err() != nil {
		err = errors.Join(err, fmt.Errorf("tune: Run: %w", ctx.Err()))
	} else if interrupted {
		r.Interrupted = true
	}
	r.finished()
	if err == nil && len(r.Outcomes) > 0 && r.best() < 0 {
		return r.Study, fmt.Errorf("tune: Run: none of %d trials has a value; the first failed with: %s", len(r.Outcomes), r.Outcomes[0].Err)
	}
	return r.Study, err
}

// runner is a study under way.
type runner struct {
	*Study
	of       func(t *Trial) (float64, error)
	opts     Options
	slots    []*Outcome // by number
	journal  *journal
	progress *display.Progress
	mu       sync.Mutex // of slots, journal and progress, within a round
	done     int
}

// run goes through the rounds.
func (r *runner) run(ctx context.Context) error {
	for first := 0; first < r.opts.Trials && ctx.Err() == nil; first += r.opts.Parallel {
		more, err := r.round(ctx, first, min(first+r.opts.Parallel, r.opts.Trials))
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// round runs the trials of a round that the journal does not have, at once. It
// reports whether there may be more.
func (r *runner) round(ctx context.Context, first, after int) (more bool, err error) {
	r.gather(first)
	trials, err := r.choose(ctx, first, after)
	more = err == nil
	if errors.Is(err, ErrExhausted) {
		err = nil
	}
	if err != nil {
		return false, err
	}
	failed := make([]error, len(trials))
	var group sync.WaitGroup
	for i, t := range trials {
		if len(trials) == 1 {
			failed[i] = r.try(t) // here: the function's stack is the caller's
			break
		}
		group.Add(1)
		go func() {
			defer group.Done()
			failed[i] = r.try(t)
		}()
	}
	group.Wait()
	return more, errors.Join(failed...)
}

// choose asks the sampler for the trials of a round. With [ErrExhausted] come those
// that there still are.
func (r *runner) choose(ctx context.Context, first, after int) (trials []*Trial, err error) {
	past := &Past{Space: r.Space, Outcomes: r.Outcomes, Maximize: r.Maximize}
	prune := r.pruner(r.reports())
	for n := first; n < after; n++ {
		if o := r.slots[n]; o != nil {
			past.Pending = append(past.Pending, o.values)
			continue
		}
		past.Number, past.Random = n, rand.New(rand.NewPCG(uint64(r.opts.Seed), uint64(n)))
		values, err := r.opts.Sampler.Next(past)
		if err == nil {
			err = checkValues(r.Space, values)
		}
		if err != nil {
			return trials, err
		}
		past.Pending = append(past.Pending, values)
		trials = append(trials, &Trial{Point: Point{r.Space, values}, Number: n, ctx: ctx, prune: prune})
	}
	return trials, nil
}

// gather puts the outcomes of the trials before a number into the study.
func (r *runner) gather(before int) {
	r.Outcomes = nil
	for _, o := range r.slots[:before] {
		if o != nil {
			r.Outcomes = append(r.Outcomes, *o)
		}
	}
}

// reports are those of the outcomes so far, as losses.
func (r *runner) reports() [][]Report {
	var out [][]Report
	for _, o := range r.Outcomes {
		if o.State != Failed {
			out = append(out, r.losses(o.Reports))
		}
	}
	return out
}

func (r *runner) losses(reports []Report) []Report {
	if !r.Maximize {
		return reports
	}
	out := make([]Report, len(reports))
	for i, p := range reports {
		out[i] = Report{p.Step, -p.Value}
	}
	return out
}

func (r *runner) pruner(others [][]Report) func([]Report) bool {
	if r.opts.Pruner == nil {
		return nil
	}
	return func(reports []Report) bool {
		return r.opts.Pruner.Prune(&Standing{Reports: r.losses(reports), Others: others})
	}
}

// try runs a trial and notes its outcome. What was interrupted is not noted: it
// would be run again.
func (r *runner) try(t *Trial) error {
	begin := time.Now()
	value, err := r.call(t)
	if t.ctx.Err() != nil {
		return nil
	}
	o := &Outcome{Point: t.Point, Number: t.Number, State: Complete, Value: value, Reports: t.reports, Duration: time.Since(begin)}
	switch {
	case errors.Is(err, ErrPruned) && len(t.reports) > 0:
		o.State, o.Value = Pruned, t.reports[len(t.reports)-1].Value
	case err != nil:
		o.State, o.Value, o.Err = Failed, math.NaN(), err.Error()
	case !finite(value):
		o.State, o.Value, o.Err = Failed, math.NaN(), fmt.Sprintf("it returned %v", value)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.slots[t.Number] = o
	r.done++
	r.noted(o)
	if r.journal != nil {
		return r.journal.add(*o)
	}
	return nil
}

// call calls the function. A panic is an error of this trial alone.
func (r *runner) call(t *Trial) (value float64, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case error:
			err = p
		default:
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return r.of(t)
}
