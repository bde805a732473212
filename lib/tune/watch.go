package tune

import (
	"fmt"

	"github.com/gorgolab/gorgo/display"
)

// watch begins to show the study: a bar in a notebook, a line for each trial in a
// program.
func (r *runner) watch() {
	if !r.opts.Quiet && display.Interactive() {
		r.progress = display.NewProgress("Tuning", r.opts.Trials)
	}
}

// noted is called after each trial.
func (r *runner) noted(o *Outcome) {
	switch {
	case r.progress != nil:
		r.progress.Set(r.done, fmt.Sprintf("trial %d: %s", o.Number, said(o)))
	case !r.opts.Quiet:
		fmt.Printf("trial %d: %s, %s\n", o.Number, said(o), o.Point)
	}
}

func said(o *Outcome) string {
	switch o.State {
	case Failed:
		return "failed: " + o.Err
	case Pruned:
		return "pruned at " + number(o.Value)
	}
	return number(o.Value)
}

// finished is called when the study has ended.
func (r *runner) finished() {
	switch {
	case r.progress != nil:
		r.progress.Done()
	case !r.opts.Quiet:
		fmt.Println(r.Study)
	}
}
